# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin in QGIS's language, where there is a translation of it."""

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..errors import QT_TRANSLATE_NOOP
from ..errors.wording import readable_facts

CONTEXT = "MineralPrune"
FOLDER = Path(__file__).parents[1] / "resources" / "i18n"
# Words that the core puts into a sentence as facts: splits, units of bounds, places. In data they stay English.
WORDS = (
    QT_TRANSLATE_NOOP("MineralPrune", "train"),
    QT_TRANSLATE_NOOP("MineralPrune", "validation"),
    QT_TRANSLATE_NOOP("MineralPrune", "test"),
    QT_TRANSLATE_NOOP("MineralPrune", "all"),
    QT_TRANSLATE_NOOP("MineralPrune", "epochs"),
    QT_TRANSLATE_NOOP("MineralPrune", "iterations"),
    QT_TRANSLATE_NOOP("MineralPrune", "pixels"),
    QT_TRANSLATE_NOOP("MineralPrune", "units"),
    QT_TRANSLATE_NOOP("MineralPrune", "layers"),
    QT_TRANSLATE_NOOP("MineralPrune", "bands"),
    QT_TRANSLATE_NOOP("MineralPrune", "maps"),
    QT_TRANSLATE_NOOP("MineralPrune", "stages"),
    QT_TRANSLATE_NOOP("MineralPrune", "pixels, odd"),
    QT_TRANSLATE_NOOP("MineralPrune", "percentage points"),
    QT_TRANSLATE_NOOP("MineralPrune", "reference"),
    QT_TRANSLATE_NOOP("MineralPrune", "map"),
    QT_TRANSLATE_NOOP("MineralPrune", "centres"),
    QT_TRANSLATE_NOOP("MineralPrune", "edges"),
)
FACTS_OF_WORDS = ("split", "unit", "where")  # other facts are names and values, even where they read like a word
LABELS = ("label", "parameter", "title")  # facts marked where they are stated: labels of the dialog, kinds of products


def translate(text):
    """The text in the interface's language."""
    return QCoreApplication.translate(CONTEXT, text)


def sentence_of(message):
    """The translated sentence of an error or a notice of the core."""
    words = {name: translate(message.facts[name]) for name in FACTS_OF_WORDS if message.facts.get(name) in WORDS}
    words.update({name: translate(message.facts[name]) for name in LABELS if name in message.facts})
    return translate(message.sentence).format(**{**readable_facts(message.facts), **words})


def install_translation(locale=None, folder=FOLDER):
    """Load the translation for a locale into the application.

    locale  : such as "zh_CN"; None is QGIS's own
    folder  : Path with the .qm files
    returns : the QTranslator, which Qt forgets unless it is kept; None where there is no such translation
    """
    file = translation_file(locale or qgis_locale(), folder)
    translator = QTranslator()
    if file is None or not translator.load(str(file)):
        return None  # English is no error
    QCoreApplication.installTranslator(translator)
    return translator


def qgis_locale():
    """The name of QGIS's language, such as "zh-Hans" or "de_DE": the user's choice, else that of the system."""
    settings = QgsSettings()
    chosen = settings.value("locale/userLocale", "", type=str)
    if chosen and settings.value("locale/overrideFlag", False, type=bool):
        return chosen
    return QLocale().name()


def translation_file(locale, folder=FOLDER):
    """The .qm for a `locale` in a `folder`, else another of its language (zh_CN for zh-Hant), else None."""
    name = locale.replace("-", "_")
    files = {path.stem.replace("mineral_prune_", ""): path for path in sorted(folder.glob("mineral_prune_*.qm"))}
    same_language = (path for code, path in files.items() if code.split("_")[0] == name.split("_")[0].lower())
    return files.get(name) or next(same_language, None)
