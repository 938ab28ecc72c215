# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin in QGIS's language, where there is a translation of it."""

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER = Path(__file__).parents[1] / "resources" / "i18n"


def speak(locale=None, folder=FOLDER):
    """Install the translation for a locale, QGIS's own unless given.

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
    """The .qm of a locale, else another of its language: zh-Hant is read in zh_CN rather than in English. Or None."""
    name = locale.replace("-", "_")
    files = {path.stem.replace("mineral_prune_", ""): path for path in sorted(folder.glob("mineral_prune_*.qm"))}
    same_language = (path for found, path in files.items() if found.split("_")[0] == name.split("_")[0].lower())
    return files.get(name) or next(same_language, None)
