# SPDX-License-Identifier: GPL-2.0-or-later
"""Defaults and bounds of pruning, on which scripts rely that were written for an earlier version."""

import pytest

from mineral_prune_plugin.errors import SettingOutOfBounds
from mineral_prune_plugin.pruning.pruning_settings import (
    ITERATIONS,
    RETRAIN_EPOCHS,
    TOLERANCE,
    PruningSettings,
    Retraining,
    parse_bands,
    parse_units,
)

BOUNDS = [  # setting, default, least, most, the next below and above
    ("iterations", 10, 1, 1000, 0, 1001),
    ("retrain_epochs", None, 0, 100_000, -1, 100_001),
    ("tolerance", 0.5, 0, 100, -0.01, 100.01),
]


def test_settings_that_a_script_leaves_out_are_the_documented_ones():
    settings = PruningSettings()
    assert [getattr(settings, name) for name, *_ in BOUNDS] == [10, None, 0.5]
    assert (settings.criterion, settings.keep, settings.seed) == ("c-apoz", "smallest", 1)
    assert (settings.bands, settings.units) == ("all", "rule")


def test_a_round_is_retrained_as_the_data_need_it_for_as_many_epochs_as_a_user_says():
    pixels = object()
    assert PruningSettings().retraining(None) == Retraining(epochs=2000, learning_rate=0.01)
    assert PruningSettings().retraining(pixels) == Retraining(epochs=1000, learning_rate=0.02)
    for thorough in ({"simulated": True}, {"units": (9,)}, {"bands": 15}, {"bands": "automatic"}):
        assert PruningSettings(**thorough).retraining(pixels) == PruningSettings().retraining(None)
    for epochs in (0, 7):
        given = PruningSettings(retrain_epochs=epochs)
        assert given.retraining(None) == Retraining(epochs, 0.01)
        assert given.retraining(pixels) == Retraining(epochs, 0.02)


@pytest.mark.parametrize(("name", "default", "least", "most", "below", "above"), BOUNDS)
def test_a_setting_is_taken_up_to_its_bounds_and_refused_beyond(name, default, least, most, below, above):
    for value in (default, least, most):
        assert getattr(PruningSettings(**{name: value}), name) == value
    for value in (below, above):
        with pytest.raises(SettingOutOfBounds) as refused:
            PruningSettings(**{name: value})
        facts = refused.value.facts
        assert (facts["least"], facts["most"], facts["found"]) == (least, most, value)


def test_dialogs_offer_the_defaults_of_the_settings():
    offered = {bounds.name.lower(): bounds.default for bounds in (ITERATIONS, RETRAIN_EPOCHS, TOLERANCE)}
    assert offered == {name: getattr(PruningSettings(), name) for name in offered}


def test_from_1_to_65536_bands_can_be_left():
    assert [PruningSettings(bands=bands).bands for bands in (1, 65_536)] == [1, 65_536]
    assert (parse_bands("1"), parse_bands("65536")) == (1, 65_536)
    for bands in (0, 65_537):
        with pytest.raises(SettingOutOfBounds, match="BANDS"):
            PruningSettings(bands=bands)


def test_from_1_to_4096_units_can_be_left_in_each_of_up_to_eight_layers():
    assert parse_units("1, 4096") == (1, 4096)
    assert parse_units("8 7 6 5 4 3 2 1") == (8, 7, 6, 5, 4, 3, 2, 1)
    for text in ("0", "9, 0", "4097", "3, 4097"):
        with pytest.raises(SettingOutOfBounds, match="UNITS"):
            parse_units(text)
