# SPDX-License-Identifier: GPL-2.0-or-later
"""What Qt 6 dropped is not in the plugin, nor what PyQt6 refuses; scoped enums are checked in test_ready.py.

Each rule is tried on a line that breaks it. `make test-qt6` runs the dialogs under PyQt6 itself.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "mineral_prune_plugin"
MOVED = PLUGIN / "interface" / "qt_versions.py"  # where the two versions of Qt may differ
GONE = {"QRegExp", "QDesktopWidget", "QMatrix", "QGLWidget", "QStringRef", "QTextCodec", "qApp", "QSound", "QState"}
TO_QTGUI = {"QAction", "QActionGroup", "QShortcut"}  # from QtWidgets
MODULES_GONE = {"Qt", "QtWebKit", "QtWebKitWidgets", "QtScript", "QtXmlPatterns"}
OF_EVENTS = {"globalPos", "posF", "localPos", "windowPos", "screenPos"}  # position(), globalPosition() since Qt 6
OVERLOADS_GONE = {"activated", "currentIndexChanged", "highlighted", "valueChanged", "buttonClicked"}


def calls_gone(node):
    """exec_() is exec() since PyQt 5; QFontMetrics.width(text) is horizontalAdvance(text)."""
    name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    return name == "exec_" or name in OF_EVENTS or (name == "width" and bool(node.args))


def imports_gone(node):
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("qgis.PyQt"):
        return False
    names, module = {alias.name for alias in node.names}, node.module.split(".")[-1]
    return bool(names & GONE or (module == "QtWidgets" and names & TO_QTGUI) or module in MODULES_GONE)


def types_of_qvariant(node):
    """PyQt6's QVariant has no types."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "QVariant"


def overloads_gone(node):
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in OVERLOADS_GONE
        and isinstance(node.slice, (ast.Name, ast.Constant))
    )


def numbers_of_enums(node):
    """int(Qt.X.Y): most of PyQt6's enums are no numbers."""
    of_int = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int"
    return of_int and bool(re.search(r"\b(Q[A-Za-z]*|Qgis)\.[A-Z]\w*\.[A-Z]", ast.unparse(node)))


RULES = {
    calls_gone: "dialog.exec_()",
    imports_gone: "from qgis.PyQt.QtWidgets import QAction",
    types_of_qvariant: "kind = QVariant.Int",
    overloads_gone: "box.currentIndexChanged[str].connect(act)",
    numbers_of_enums: "flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)",
}
MORE_GUILTY = {
    "metrics.width(text)": calls_gone,
    "place = event.globalPos()": calls_gone,
    "from qgis.PyQt.QtCore import QRegExp": imports_gone,
    "from qgis.PyQt.Qt import QColor": imports_gone,
}


def breaking(rule, text):
    return [node.lineno for node in ast.walk(ast.parse(text)) if rule(node)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_qt6_dropped_is_not_called(rule):
    places = {}
    for path in sorted(PLUGIN.rglob("*.py")):
        lines = breaking(rule, path.read_text(encoding="utf-8")) if path != MOVED else []
        places.update({f"{path.relative_to(ROOT)}:{line}": rule.__name__ for line in lines})
    assert not places


@pytest.mark.parametrize(
    ("rule", "line"),
    [*RULES.items(), *((rule, line) for line, rule in MORE_GUILTY.items())],
    ids=lambda case: getattr(case, "__name__", case),
)
def test_a_rule_knows_a_line_that_breaks_it(rule, line):
    assert breaking(rule, line) == [1]


def test_nothing_else_decides_by_the_version_of_qgis_or_qt():
    """Else what differs would be known in many places."""
    deciding = re.compile(r"QGIS_VERSION_INT|QT_VERSION|PYQT_VERSION")
    files = [path for path in PLUGIN.rglob("*.py") if deciding.search(path.read_text(encoding="utf-8"))]
    assert files == [MOVED]


def test_types_of_fields_are_what_this_qgis_takes_without_a_warning(qgis, recwarn):
    from qgis.core import QgsField

    from mineral_prune_plugin.interface.qt_versions import INTEGER, REAL, TEXT

    fields = [QgsField("field", kind) for kind in (TEXT, INTEGER, REAL)]
    assert [field.isNumeric() for field in fields] == [False, True, True]
    assert not [warning for warning in recwarn if issubclass(warning.category, DeprecationWarning)]
