# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences name parameters and algorithms as the dialog shows them, not by the ids of scripts."""

import re

import pytest

from mineral_prune_plugin import errors
from mineral_prune_plugin.errors import MineralPruneError
from mineral_prune_plugin.provider import ALGORITHMS


@pytest.fixture(scope="module")
def forms(qgis):
    return [kind().create() for kind in ALGORITHMS]


def labels_of(forms):
    """{(label, name)} of every parameter."""
    return {(one.description(), one.name()) for form in forms for one in form.parameterDefinitions()}


def test_an_error_that_names_a_parameter_gives_its_label_and_its_id(forms):
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MineralPruneError)]
    pairs = {pair for kind in kinds for pair in re.findall(r"'([^'{}]+)' \(([A-Z_]+)\)", kind.sentence)}
    assert len(pairs) > 3 and not pairs - labels_of(forms)
    ids = {name for _, name in labels_of(forms)}
    bare = [re.sub(r"\([A-Z_]+\)", "", kind.sentence) for kind in kinds]
    assert not [sentence for sentence in bare if ids & set(re.findall(r"[A-Z_]{2,}", sentence))]


def test_help_names_parameters_and_algorithms_as_the_dialog_shows_them(forms):
    labels = {label.split(" (")[0] for label, _ in labels_of(forms)} | {form.displayName() for form in forms}
    ids = {name for _, name in labels_of(forms)}
    for form in forms:
        for text in [form.shortHelpString(), *(one.help() for one in form.parameterDefinitions())]:
            quoted = {name.split(":")[0] for name in re.findall(r"'([A-Z][^']+)'", text)}
            assert not quoted - labels, text
            assert not ids & set(re.findall(r"\b[A-Z_]{2,}\b", text)), text
