# SPDX-License-Identifier: GPL-2.0-or-later
"""A pixel is explained as the very class that the map shows for it, whatever the raster and the model."""

from dataclasses import replace

import numpy as np
import pytest
from making import LAYOUTS, random_model, random_network, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.classes import UNCLASSIFIED
from mineral_prune_plugin.errors import BandsMissing
from mineral_prune_plugin.explaining.explainer import Explainer
from mineral_prune_plugin.explaining.explanation import explained, rival_of
from mineral_prune_plugin.explaining.sentences import verdict, without_shares
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.reject import FEATURELESS, REJECT_KINDS, UNLIKE, Reject
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.source import describe

UM = (2.0, 2.1, 2.2, 2.3)
TOO_DARK = (
    "Left unclassified: too dark to be told. Its reflectance is below 0.05 on average, beyond 1 um where the model has "
    "bands there."
)
PLAIN = random_model(UM, hidden=(9,), numbers=(1, 2, 4, 200), seed=2)
REJECTING = replace(PLAIN, reject=Reject({200: FEATURELESS, 2: UNLIKE}))
MODELS = {
    "plain": PLAIN,
    "rejecting": REJECTING,
    "of two layers": replace(random_model(UM, hidden=(9, 7), numbers=(1, 2, 4, 200), seed=5), reject=REJECTING.reject),
    "rejecting the dark": replace(PLAIN, reject=Reject({200: FEATURELESS, 2: UNLIKE}, "", 0.05)),
    "of the hull": random_model(UM, hidden=(8,), feature="asai", seed=6),
    "normalised": random_model(UM, hidden=(8,), feature="normalised", seed=7),
}


def cube():
    values = np.random.default_rng(0).uniform(0.05, 0.95, (4, 13, 17)).astype(np.float32)
    values[:, 2:4, 5:9] = -9999
    values[:, 7, 3:12] *= 0.05
    return values


def mapped(path, model, folder):
    """The class map and its confidence."""
    output, confidence = folder / "map.tif", folder / "confidence.tif"
    map_minerals(MapJob(str(path), model, str(output), str(confidence)), silent())
    return gdal.Open(str(output)).ReadAsArray(), gdal.Open(str(confidence)).ReadAsArray()


def of_every_pixel(path, model):
    """(column, row, Explanation or None) of every pixel."""
    info = describe(str(path))
    with Explainer(info, model) as explainer:
        return [(c, r, explainer.explain(c, r)) for r in range(info.grid.height) for c in range(info.grid.width)]


@pytest.mark.parametrize("name", MODELS)
def test_every_pixel_is_explained_as_the_map_shows_it(tmp_path, name):
    path = LAYOUTS["gtiff_band"](tmp_path, cube(), UM, -9999.0)
    class_map, confidence_map = mapped(path, MODELS[name], tmp_path)
    for column, row, explanation in of_every_pixel(path, MODELS[name]):
        shown, confidence = class_map[row, column], confidence_map[row, column]
        if explanation is None:
            assert confidence == -1
            continue
        assert explanation.mapped_number == shown
        if shown != UNCLASSIFIED:
            assert explanation.probabilities[explanation.winner] == pytest.approx(confidence, abs=1e-5)
        else:
            assert explanation.reject_kind and confidence == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_file_is_no_matter(tmp_path, layout):
    path = LAYOUTS[layout](tmp_path, cube(), UM, -9999.0)
    class_map, _ = mapped(path, REJECTING, tmp_path)
    numbers = [0 if each is None else each.mapped_number for _, _, each in of_every_pixel(path, REJECTING)]
    assert numbers == class_map.ravel().tolist()


def test_a_model_of_patches_is_explained_by_its_classes_alone(tmp_path):
    from densenets import patch_model

    model = patch_model()
    values = np.random.default_rng(3).uniform(0.05, 0.95, (model.bands, 9, 11)).astype(np.float32)
    path = write_geotiff(tmp_path / "scene.tif", values, model.wavelengths.centres_um, -9999.0)
    class_map, confidence_map = mapped(path, model, tmp_path)
    for column, row, explanation in of_every_pixel(path, model):
        assert explanation.mapped_number == class_map[row, column]
        assert explanation.probabilities[explanation.winner] == pytest.approx(confidence_map[row, column], abs=1e-4)
        assert explanation.decided is None and explanation.strongest_bands(3) == ()


def test_a_tie_is_decided_as_the_map_decides_it(tmp_path):
    """All logits are equal: the first class wins, in the map and here."""
    network = random_network((4, 5, 3))
    network = replace(network, weights=(network.weights[0], np.zeros((3, 5), np.float32)),
                      biases=(network.biases[0], np.zeros(3, np.float32)))  # fmt: skip
    model = replace(random_model(UM), network=network)
    path = LAYOUTS["bip"](tmp_path, cube(), UM, -9999.0)
    explanations = [each for _, _, each in of_every_pixel(path, model) if each is not None]
    assert {each.winner for each in explanations} == {0} and {each.margin for each in explanations} == {0}
    assert explanations[0].probabilities == pytest.approx([1 / 3] * 3)


def test_why_a_pixel_is_rejected_is_said_by_its_kind(tmp_path):
    path = LAYOUTS["bsq"](tmp_path, cube(), UM, -9999.0)
    rejected = [each for _, _, each in of_every_pixel(path, REJECTING) if each is not None and each.reject_kind]
    assert {each.reject_kind for each in rejected} == {FEATURELESS, UNLIKE}
    for explanation in rejected:
        assert explanation.reason == REJECT_KINDS[explanation.reject_kind]
        assert explanation.classes[explanation.rival].number in (1, 4)  # a mineral: another reject changes no map


def test_a_dark_pixel_is_said_to_be_dark_and_no_band_to_have_decided(tmp_path):
    path = LAYOUTS["bsq"](tmp_path, cube(), UM, -9999.0)
    explanations = of_every_pixel(path, MODELS["rejecting the dark"])
    dark = [(column, row) for column, row, each in explanations if each is not None and each.darkest]
    assert dark == [(column, 7) for column in range(3, 12)]
    with Explainer(describe(str(path)), MODELS["rejecting the dark"]) as explainer:
        for explanation in (explainer.explain(5, 7), explainer.explain_spectrum(explainer.reflectance(5, 7))):
            assert (explanation.reject_kind, explanation.mapped_number) == (FEATURELESS, UNCLASSIFIED)
            assert explanation.rival is None and explanation.decided is None and explanation.strongest_bands(3) == ()
            assert verdict(explanation, str) == TOO_DARK and without_shares(explanation, str) == ""


def test_the_rival_of_a_mineral_is_the_next_class_whichever():
    logits = np.array([3.0, 2.5, 1.0, 2.9])  # of the classes 1, 2, 4, 200
    assert rival_of(REJECTING, logits, 0) == 3
    assert rival_of(REJECTING, logits, 3) == 0
    assert rival_of(PLAIN, logits, 3) == 0
    assert rival_of(replace(PLAIN, classes=PLAIN.classes[:1]), logits, 0) is None


def test_a_model_that_does_not_fit_the_raster_is_refused(tmp_path):
    path = LAYOUTS["gtiff_band"](tmp_path, cube(), UM, -9999.0)
    with pytest.raises(BandsMissing):
        Explainer(describe(str(path)), random_model((1.0, 1.1, 1.2, 1.3)))


def test_the_shares_of_bands_and_neurons_add_up_to_the_margin(tmp_path):
    path = LAYOUTS["gtiff_pixel"](tmp_path, cube(), UM, -9999.0)
    for name in ("plain", "rejecting", "of two layers", "of the hull", "normalised"):
        for _, _, explanation in of_every_pixel(path, MODELS[name])[::5]:
            if explanation is None:
                continue
            decided = explanation.decided
            difference = explanation.margin - decided.baseline_margin
            assert decided.bands.sum() == pytest.approx(difference, abs=1e-9)
            assert sum(neuron.share for neuron in decided.neurons) == pytest.approx(difference, abs=1e-9)
            assert len(decided.neurons) == MODELS[name].network.hidden_units[-1]


def test_a_spectrum_is_explained_as_a_pixel_of_it(tmp_path):
    path = LAYOUTS["gtiff_band"](tmp_path, cube(), UM, -9999.0)
    with Explainer(describe(str(path)), PLAIN) as explainer:
        of_pixel, of_spectrum = explainer.explain(3, 7), explainer.explain_spectrum(cube()[:, 7, 3])
        assert of_pixel.winner == of_spectrum.winner
        np.testing.assert_allclose(of_pixel.logits, of_spectrum.logits, atol=1e-6)
        assert explainer.explain_spectrum(np.full(4, np.nan, np.float32)) is None


def test_a_single_class_has_no_rival_and_nothing_decided():
    model = replace(PLAIN, network=random_network((4, 9, 1)), classes=PLAIN.classes[:1])
    explanation = explained(model, np.full(4, 0.5, np.float32))
    assert (explanation.winner, explanation.rival, explanation.decided) == (0, None, None)
    assert np.isnan(explanation.margin)
