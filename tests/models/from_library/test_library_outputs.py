# SPDX-License-Identifier: GPL-2.0-or-later
"""A network from a library has an output for each requested mineral and four for the rest."""

from types import SimpleNamespace

import numpy as np
import pytest

from mineral_prune_plugin.errors import TooManyMinerals
from mineral_prune_plugin.models.from_library.library_outputs import MOST_MINERALS, outputs_of, pooled
from mineral_prune_plugin.models.reject import FEATURELESS, UNLIKE
from mineral_prune_plugin.models.reject import OTHER_MINERAL as OTHER_KIND
from mineral_prune_plugin.models.reject import SURFACE as SURFACE_KIND
from mineral_prune_plugin.simulation.endmembers import MINERAL, OTHER_MINERAL, SURFACE


def outputs(*roles):
    """Outputs for materials of these roles; the simulation adds its two classes after them."""
    endmembers = [SimpleNamespace(name=f"material {at}", role=role) for at, role in enumerate(roles)]
    return outputs_of(SimpleNamespace(endmembers=endmembers))


@pytest.fixture
def crowd():
    """Two minerals, fifty others and a surface."""
    return outputs(MINERAL, MINERAL, *[OTHER_MINERAL] * 50, SURFACE)


def test_minerals_are_numbered_first_and_then_four_rejects(crowd):
    assert [(each.number, each.name) for each in crowd.classes] == [
        (1, "material 0"), (2, "material 1"), (3, OTHER_KIND), (4, SURFACE_KIND), (5, UNLIKE), (6, FEATURELESS)
    ]  # fmt: skip
    assert crowd.kinds == {3: OTHER_KIND, 4: SURFACE_KIND, 5: UNLIKE, 6: FEATURELESS}


def test_every_class_of_the_simulation_has_its_output(crowd):
    assert crowd.of.tolist() == [0, 1, *[2] * 50, 3, 4, 5]
    assert outputs(MINERAL).of.tolist() == [0, 3, 4]  # without others and surfaces


def test_a_crowd_of_weak_others_does_not_beat_a_mineral(crowd):
    shares = np.zeros((1, 55), np.float32)
    shares[0, 0], shares[0, 2:52] = 0.3, 0.7 / 50
    result = pooled(shares, crowd)
    assert result.argmax() == 0
    assert result[0] == pytest.approx(np.array([0.3, 0, 0.014, 0, 0, 0]) / 0.314, abs=1e-6)


def test_a_strong_other_beats_a_mineral_and_rows_sum_to_one(crowd):
    shares = np.random.default_rng(1).dirichlet(np.ones(55), 20).astype(np.float32)
    shares[0], shares[1] = 0, 0
    shares[0, [0, 30]], shares[1, [54, 53]] = (0.4, 0.6), (0.9, 0.1)
    result = pooled(shares, crowd)
    assert result.dtype == np.float32 and result.shape == (20, 6)
    assert result.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert result[0] == pytest.approx([0.4, 0, 0.6, 0, 0, 0], abs=1e-6)
    assert result[1] == pytest.approx([0, 0, 0, 0, 0.1, 0.9], abs=1e-6)


def test_more_minerals_than_a_model_can_hold_are_refused():
    assert len(outputs(*[MINERAL] * MOST_MINERALS).classes) == MOST_MINERALS + 4
    with pytest.raises(TooManyMinerals, match="up to 200 minerals from a library; 201 are requested"):
        outputs(*[MINERAL] * (MOST_MINERALS + 1))
