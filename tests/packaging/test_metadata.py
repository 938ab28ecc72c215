# SPDX-License-Identifier: GPL-2.0-or-later
"""metadata.txt says what QGIS's plugin manager asks for."""

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WANTED_BY_QGIS = (
    "name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "repository", "tracker",
    "homepage", "license", "tags", "category", "icon",
)  # fmt: skip


@pytest.fixture(scope="module")
def metadata():
    parser = configparser.ConfigParser()  # as QGIS reads it: a lone % is an error
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.mark.parametrize("key", WANTED_BY_QGIS)
def test_no_wanted_key_is_missing_or_empty(metadata, key):
    assert metadata[key].strip()


def test_qgis_process_looks_for_algorithms(metadata):
    assert metadata.getboolean("hasProcessingProvider") is True


def test_the_range_of_qgis_is_the_one_we_promise(metadata):
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")


def test_the_icon_exists_where_the_staged_plugin_has_it(metadata):
    assert (ROOT / metadata["icon"]).is_file()


def test_the_changelog_has_the_version(metadata):
    assert f"## [{metadata['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_is_the_gpl_and_is_shipped(metadata):
    assert re.search(r"GNU GENERAL PUBLIC LICENSE\s+Version 2", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    assert metadata["license"] == "GPL-2.0-or-later"
