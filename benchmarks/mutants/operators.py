# SPDX-License-Identifier: GPL-2.0-or-later
"""The mutants of a file: Cosmic Ray's operators, one or two replacements for each, not every pair."""

import ast
import hashlib
from dataclasses import dataclass

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from benchmarks.mutants.rooms import ROOT

BINARY = (
    *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_FloorDiv", "Pow_Mul"),
    *("RShift_LShift", "LShift_RShift", "BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitAnd"),
)
COMPARISON = (  # the bound's other side, and the opposite
    *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
    *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
)
OPERATORS = (
    "NumberReplacer",  # one more and one less
    *(f"ReplaceBinaryOperator_{pair}" for pair in BINARY),
    *(f"ReplaceComparisonOperator_{pair}" for pair in COMPARISON),
    *(f"ReplaceUnaryOperator_Delete_{name}" for name in ("USub", "Not", "Invert")),
    *("AddNot", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue"),
    *("RemoveDecorator", "ZeroIterationForLoop", "ExceptionReplacer"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
)
FROZEN = "@dataclass(frozen=True)"


@dataclass(frozen=True)
class Mutant:
    """One change of one file; `digest` of the file's text ends its results when the file changes."""

    file: str
    digest: str
    operator: str
    occurrence: int
    line: int

    @property
    def key(self):
        return f"{self.file}:{self.digest}:{self.operator}:{self.occurrence}"

    def code(self):
        """The mutated text of the file, or None where it is no Python or the same program (as a `*` in a signature)."""
        source = (ROOT / self.file).read_text(encoding="utf-8")
        mutated = mutate_code(source, operator(self.operator), self.occurrence)
        try:
            return mutated if ast.dump(ast.parse(mutated)) != ast.dump(ast.parse(source)) else None
        except SyntaxError:
            return None


def operator(name):
    return get_operator(f"core/{name}")()


def mutants_of(file):
    """All mutants of a file, in the order of its lines; a dataclass stays frozen, for no result depends on it."""
    source = (ROOT / file).read_text(encoding="utf-8")
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    nodes = list(ast_nodes(get_ast(source)))
    mutants = []
    for name in OPERATORS:
        places = (place for node in nodes for place in operator(name).mutation_positions(node))
        mutants += (Mutant(file, digest, name, k, start[0]) for k, (start, _) in enumerate(places))
    lines = source.splitlines()
    mutants = [m for m in mutants if not (m.operator == "ReplaceTrueWithFalse" and FROZEN in lines[m.line - 1])]
    return sorted(mutants, key=lambda mutant: (mutant.line, mutant.operator, mutant.occurrence))
