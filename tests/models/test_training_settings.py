# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings stay in their bounds, and hidden units are read as a geologist writes them."""

import pytest

from mineral_prune_plugin.errors import HiddenUnitsUnreadable, SettingOutOfBounds
from mineral_prune_plugin.models.training_settings import (
    EPOCHS,
    HIDDEN_LAYERS,
    HIDDEN_UNITS,
    SEED,
    UNLABELLED,
    Bounds,
    TrainingSettings,
    parse_hidden_units,
)


@pytest.mark.parametrize(
    ("text", "hidden"), [("30", (30,)), ("64,32", (64, 32)), ("64 32", (64, 32)), (" 8; 4 ,2 ", (8, 4, 2))]
)
def test_hidden_units_are_read(text, hidden):
    assert parse_hidden_units(text) == hidden


@pytest.mark.parametrize("text", ["", " , ", "many", "3.5", "30x", "0x10"])
def test_what_is_no_list_of_numbers_is_refused(text):
    with pytest.raises(HiddenUnitsUnreadable) as refused:
        parse_hidden_units(text)
    assert refused.value.facts == {"found": text}


@pytest.mark.parametrize(("text", "found"), [("0", 0), ("-3", -3), ("30,4097", 4097), (",".join("2" * 9), 9)])
def test_sizes_out_of_bounds_are_refused_with_the_bounds(text, found):
    with pytest.raises(SettingOutOfBounds) as refused:
        parse_hidden_units(text)
    assert refused.value.facts["found"] == found
    assert refused.value.facts["name"] == "HIDDEN_UNITS"


@pytest.mark.parametrize(("setting", "value"), [("epochs", 0), ("epochs", 100_001), ("seed", -1), ("seed", 2**31)])
def test_epochs_and_seed_out_of_bounds_are_refused(setting, value):
    with pytest.raises(SettingOutOfBounds) as refused:
        TrainingSettings(**{setting: value})
    assert (refused.value.facts["name"], refused.value.facts["found"]) == (setting.upper(), value)


def test_a_setting_out_of_bounds_is_named_by_its_label_and_its_unit_is_said_once():
    assert str(SEED.refusal(-1)).startswith("'Seed' (SEED) must be from 0 to 2147483647, but -1 was given.")
    assert "'Epochs' (EPOCHS) must be from 1 to 100000 epochs, but 0" in str(EPOCHS.refusal(0))
    block = Bounds("B", "Block (pixels)", 1, 1, 9, "pixels")
    assert "'Block (pixels)' (B) must be from 1 to 9, but 0" in str(block.refusal(0))


@pytest.mark.parametrize(
    ("bounds", "name", "default", "least", "most"),
    [
        (EPOCHS, "EPOCHS", 2000, 1, 100_000),
        (UNLABELLED, "UNLABELLED", 4000, 0, 1_000_000),
        (SEED, "SEED", 1, 0, 2_147_483_647),
        (HIDDEN_UNITS, "HIDDEN_UNITS", 30, 1, 4096),
        (HIDDEN_LAYERS, "HIDDEN_UNITS", 1, 1, 8),
    ],
)
def test_defaults_and_bounds_are_those_that_scripts_rely_on(bounds, name, default, least, most):
    assert (bounds.name, bounds.default) == (name, default)
    for allowed in (least, default, most):
        bounds.check(allowed)
    for beyond in (least - 1, most + 1):
        with pytest.raises(SettingOutOfBounds) as refused:
            bounds.check(beyond)
        assert (refused.value.facts["least"], refused.value.facts["most"]) == (least, most)


def test_a_network_is_trained_by_the_documented_settings_unless_told_otherwise():
    assert TrainingSettings() == TrainingSettings((30,), epochs=2000, seed=1, learning_rate=0.01, weight_decay=0.1)
