# SPDX-License-Identifier: GPL-2.0-or-later
"""The statement that holds a line: its lines, and what it defines."""

import ast
from dataclasses import dataclass

from benchmarks.mutants.rooms import ROOT


@dataclass(frozen=True)
class Statement:
    """The innermost statement of a line: its first and last line (of a compound one the header's), and what holds it.

    where   : the dotted name of the function or class that holds the line, or empty
    names   : what the statement defines when the file is imported: a constant, field, function or class; empty inside
              a function, and for what defines nothing
    """

    first: int
    last: int
    where: str
    names: frozenset


def statement_of(file, line):
    """The innermost statement of a line; file is relative to the checkout, or absolute."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    holders, node = [], tree
    while inner := next((child for child in children(node) if first_line(child) <= line <= child.end_lineno), None):
        node = inner
        holders.append(node)
    scopes = [h for h in holders if isinstance(h, (ast.FunctionDef, ast.ClassDef))]
    body = getattr(node, "body", None)
    last = max(first_line(node), first_line(body[0]) - 1) if body else node.end_lineno
    in_function = any(isinstance(h, ast.FunctionDef) for h in holders if h is not node)
    names = () if in_function else [node.name] if node in scopes else [n.id for n in ast.walk(node) if is_target(n)]
    return Statement(first_line(node), last, ".".join(s.name for s in scopes), frozenset(names))


def children(node):
    """The statements directly inside a node, clauses of `except` among them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.stmt, ast.ExceptHandler)):
            yield child


def first_line(node):
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])


def is_target(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
