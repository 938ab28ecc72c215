# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of minerals as people write them, and as another encoding makes them."""

import pytest

from mineral_prune_plugin.classes import misread

WRITTEN = ("alunite", "明矾石", "Größe 3", "naïve", "Cerétite", "Ångström", "Süßwasserkalk", "Möössa", "Fluorit °C ±2",
           "µm", "黏土 (illite)", "алунит", "Ağrı", "石英1")  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_as_it_was_written_is_well_read(name):
    assert not misread(name)


@pytest.mark.parametrize("name", ["明矾石", "铜", "石英1", "白云母 A", "Cu铜矿石"])
@pytest.mark.parametrize("reader", ["latin-1", "cp1252"])
def test_chinese_read_as_western_is_misread(name, reader):
    assert misread(name.encode("gbk").decode(reader))


@pytest.mark.parametrize("name", ["明矾石", "Cerétite", "Größe", "алунит"])
@pytest.mark.parametrize("reader", ["latin-1", "cp1252"])
def test_utf8_read_as_western_is_misread(name, reader):
    assert misread(name.encode("utf-8").decode(reader, errors="replace"))


def test_lost_characters_are_misread():
    assert misread("明矾石".encode("gbk").decode("utf-8", errors="replace"))
    assert misread("\ufffd") and misread("alunite \x9d")
