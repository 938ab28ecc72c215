# SPDX-License-Identifier: GPL-2.0-or-later
"""A map by a network of patches equals its patches cut out one by one: at edges, holes and seams, by any worker."""

from dataclasses import replace

import numpy as np
import pytest
from densenets import patch_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import LAYOUTS, random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import Cancelled, ScaleDiffers, SceneWithoutData
from mineral_prune_plugin.mapping.agreement_map import compare_maps
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.kernel import patches as patches_module
from mineral_prune_plugin.mapping.kernel.patches import PatchKernel, classifying_patches
from mineral_prune_plugin.mapping.kernel.pixels import PIECE
from mineral_prune_plugin.models.compatibility import SAMPLE
from mineral_prune_plugin.models.densenet.cost import maps_at_a_time, multiply_adds_of_a_pixel
from mineral_prune_plugin.models.densenet.network import Convolution, Group
from mineral_prune_plugin.models.two_models import readers_for
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import halo
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.halo import Overlapping, Strips
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window, plan
from mineral_prune_plugin.spectra.features import compute

UM = (2.0, 2.1, 2.2, 2.3)
NO_DATA = -1.0


def scene(height, width, seed=0, holes=0.1):
    """(4, height, width) of float32 reflectance; no-data pixels here and there."""
    generator = np.random.default_rng(seed)
    cube = generator.uniform(0.05, 0.9, (4, height, width)).astype(np.float32)
    cube[:, generator.random((height, width)) < holes] = NO_DATA
    return cube


def patch_by_patch(model, cube):
    """Logits (n_classes, height, width) in float64, each patch padded by hand and computed alone; NaN at no data."""
    valid = ~(cube == NO_DATA).any(axis=0)
    mean, deviation = model.standardisation.mean, model.standardisation.deviation
    features = compute(model.feature, np.where(valid, cube, 1).reshape(len(cube), -1), np.array(UM))
    standard = ((features - mean[:, None]) / deviation[:, None]).reshape(cube.shape).astype(np.float64) * valid
    logits = np.full((len(model.classes), *valid.shape), np.nan)
    for row, column in np.argwhere(valid):
        rows, columns = (mirrored(place, model.patch, size) for place, size in zip((row, column), valid.shape))
        logits[:, row, column] = logits_of_patch(model.network, standard[:, rows][:, :, columns])
    return logits


def mirrored(centre, side, size):
    """Places of a neighbourhood, walking back wherever the raster ends."""
    places = []
    for step in range(-(side // 2), side // 2 + 1):
        place, direction = centre, 1 if step > 0 else -1
        for _ in range(abs(step)):
            if not 0 <= place + direction < size:
                direction = -direction
            place = place + direction if 0 <= place + direction < size else place
        places.append(place)
    return places


def logits_of_patch(network, maps):
    """Logits of a patch, float64, by the definition of DenseNetwork."""
    maps = convolved(maps, network.first)
    for index, layers in enumerate(network.blocks):
        if index:
            maps = of_convolution(maps, network.transitions[index - 1])
        for layer in layers:
            added = maps
            for convolution in layer:
                added = of_convolution(added, convolution)
            lost = (maps.shape[1] - added.shape[1]) // 2
            maps = np.concatenate([maps[:, lost : maps.shape[1] - lost, lost : maps.shape[2] - lost], added])
    maps = np.maximum(maps * network.scale[:, None, None] + network.shift[:, None, None], 0)
    return network.weight @ maps.mean((1, 2)) + network.bias


def of_convolution(maps, convolution):
    return np.concatenate(
        [
            convolved(np.maximum(maps[g.reads] * g.scale[:, None, None] + g.shift[:, None, None], 0), g.weight)
            for g in convolution.groups
        ]
    )


def convolved(maps, weight):
    side = weight.shape[-1]
    views = np.lib.stride_tricks.sliding_window_view(maps, (side, side), (1, 2))
    return np.einsum("ihwkl,oikl->ohw", views, weight.astype(np.float64))


def assert_agrees(class_map, logits, model):
    """Classes equal those of the largest logit, but for ties within rounding; 0 where there is no data."""
    numbers = np.array([mineral.number for mineral in model.classes])
    valid = np.isfinite(logits[0])
    assert (class_map[~valid] == 0).all()
    classes = np.searchsorted(numbers, class_map[valid])
    assert (numbers[classes] == class_map[valid]).all()
    chosen = logits[:, valid][classes, np.arange(len(classes))]
    assert (chosen >= logits[:, valid].max(axis=0) - 2e-5).all()


def mapped(tmp_path, path, model, **job):
    output = tmp_path / "map.tif"
    result = map_minerals(MapJob(str(path), model, str(output), **job), silent())
    return gdal.Open(str(output)).ReadAsArray(), result


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    height=st.integers(1, 23),
    width=st.integers(1, 23),
    patch=st.sampled_from([1, 3, 5, 7]),
    budget=st.sampled_from([4 * 4 * 9, 4 * 4 * 60, 2**24]),
    rows=st.sampled_from([0, 1, 6, 20]),
    side=st.sampled_from([1, 3, 8, 64]),
    workers=st.integers(1, 3),
    seed=st.integers(0, 99),
    feature=st.sampled_from(["reflectance", "normalised", "asai"]),
)
def test_a_map_equals_its_patches_one_by_one(
    tmp_path, monkeypatch, height, width, patch, budget, rows, side, workers, seed, feature
):
    """budget : bytes of a window; rows : of a strip, or 0; side : pixels of a piece. Seams lie everywhere."""
    model = patch_model(patch, seed=seed, feature=feature)
    cube = scene(height, width, seed)
    if (cube == NO_DATA).all():
        return
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    monkeypatch.setattr(patches_module, "_piece_side", lambda network: side)
    windows = plan(width, height, (2, 2), 16, budget)
    monkeypatch.setattr(
        halo,
        "surroundings",
        lambda source, margin: (
            Strips(source.info.grid, margin, max(1, 2 * margin, rows))
            if rows
            else Overlapping(source.info.grid, margin, windows)
        ),
    )
    class_map, _ = mapped(tmp_path, path, model, workers=workers)
    assert_agrees(class_map, patch_by_patch(model, cube), model)


@given(width=st.integers(1, 5000), height=st.integers(1, 200), side=st.integers(8, 128))
def test_pieces_of_low_windows_are_wider(width, height, side):
    wide, high = patches_module._piece(Window(0, 0, width, height), side)
    assert wide * high <= side * side
    assert wide == width or wide * high >= side * side / 3


@pytest.mark.parametrize("shape", [{"bottleneck": True, "compression": 0.5}, {"blocks": (1,)}, {"blocks": (1, 2, 1)}])
@pytest.mark.parametrize("patch", [3, 9])
def test_logits_of_a_block_are_those_of_its_patches(tmp_path, shape, patch):
    model, cube = patch_model(patch, **shape), scene(20, 17, holes=0)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM)
    kernel = PatchKernel(model, Source.of(describe(str(path)), BandSelection((1, 2, 3, 4)), PIECE))
    standard = (cube - np.float32(0.4)) / np.float32(0.2)
    logits = kernel.logits(standard)
    margin = patch // 2
    expected = patch_by_patch(model, cube)[:, margin : 20 - margin, margin : 17 - margin]
    assert np.abs(logits - expected).max() < 1e-5


@pytest.mark.parametrize("feature", ["reflectance", "normalised", "continuum", "asai"])
def test_inputs_of_a_large_piece_are_standardised_features_to_its_end(tmp_path, feature):
    model, raw = patch_model(5, feature=feature), np.int16(scene(100, 90, holes=0) * 1e4 - 5000)
    path = write_geotiff(tmp_path / "scene.tif", raw, UM, scale=1e-4, offset=0.5)
    kernel = PatchKernel(model, Source.of(describe(str(path)), BandSelection((1, 2, 3, 4)), PIECE))
    unmasked = np.random.default_rng(1).random((100, 90)) < 0.9
    found, valid = kernel.inputs(raw, unmasked)
    values = (raw * 1e-4 + 0.5).reshape(4, -1).astype(np.float32)
    known = (compute(feature, values, np.array(UM)).reshape(4, 100, 90) - np.float32(0.4)) / np.float32(0.2)
    assert (valid == unmasked).all() and not found[:, ~valid].any()
    assert np.abs(found - known)[:, valid].max() < 2e-5


def with_last_weights(model, change):
    """The model with other last weights and biases. change : (weight, bias) -> the same, of the new ones."""
    weight, bias = change(model.network.weight, model.network.bias)
    return replace(model, network=replace(model.network, weight=np.float32(weight), bias=np.float32(bias)))


def test_near_twins_are_told_apart_but_for_ties_within_rounding(tmp_path):
    shares = np.random.default_rng(2).uniform(-1e-3, 1e-3, (2, 1))
    model, cube = patch_model(5, seed=1), scene(40, 37, seed=3)
    model = with_last_weights(
        model, lambda weight, bias: (np.vstack([weight[0], weight[0] + shares * weight[1:]]), bias[[0, 0, 0]])
    )
    logits = patch_by_patch(model, cube)
    gaps = np.diff(np.sort(logits[:, np.isfinite(logits[0])], axis=0)[-2:], axis=0)
    assert 2e-5 < np.median(gaps) < 1e-3
    for rows in ("BLOCKYSIZE=3", "BLOCKYSIZE=40"):
        path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA, options=(rows,))
        assert_agrees(mapped(tmp_path, path, model)[0], logits, model)


def test_the_first_of_equal_classes_wins(tmp_path):
    model, cube = patch_model(5, seed=1), scene(40, 37, seed=3)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    equal = with_last_weights(model, lambda weight, bias: (weight[[0, 0, 1]], bias * 0))
    logits = patch_by_patch(equal, cube)
    step = np.float32(np.nanmedian(logits[0] - logits[2]))  # half of the pixels are of the third class then
    equal = with_last_weights(equal, lambda weight, bias: (weight, [0, 0, step]))
    logits[2] += step
    found, result = mapped(tmp_path, path, equal)
    assert_agrees(found, logits, equal)
    assert result.class_pixels[1] > 50 and result.class_pixels[2] == 0 and result.class_pixels[4] > 50


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_map(tmp_path, layout):
    model, cube = patch_model(5), scene(40, 37, seed=3)
    class_map, result = mapped(tmp_path, LAYOUTS[layout](tmp_path, cube, UM, NO_DATA), model)
    assert_agrees(class_map, patch_by_patch(model, cube), model)
    assert result.no_data_pixels == (cube[0] == NO_DATA).sum()
    assert sum(result.class_pixels.values()) == (cube[0] != NO_DATA).sum()


def test_confidence_is_the_softmax_of_the_logits_and_pixels_below_the_least_are_unclassified(tmp_path):
    model, cube = patch_model(5), scene(12, 14)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    logits = patch_by_patch(model, cube)
    shares = np.exp(logits - logits.max(axis=0))
    expected = (shares / shares.sum(axis=0)).max(axis=0)
    least = float(np.nanmedian(expected))
    class_map, result = mapped(tmp_path, path, model, confidence=str(tmp_path / "sure.tif"), min_confidence=least)
    confidence = gdal.Open(str(tmp_path / "sure.tif")).ReadAsArray()
    holes = cube[0] == NO_DATA
    assert (confidence[holes] == -1).all() and np.allclose(confidence[~holes], expected[~holes], atol=1e-5)
    clear = ~holes & (np.abs(expected - least) > 1e-5)
    assert ((class_map[clear] == 0) == (expected[clear] < least)).all()
    assert result.unclassified_pixels == ((class_map == 0) & ~holes).sum()


def test_the_number_of_workers_changes_nothing(tmp_path):
    model, cube = patch_model(7), scene(60, 60)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA, options=("BLOCKYSIZE=4",))
    maps = [mapped(tmp_path, path, model, workers=workers)[0] for workers in (1, 2, 5)]
    assert (maps[0] == maps[1]).all() and (maps[0] == maps[2]).all()


def test_bands_of_another_sensor_are_interpolated(tmp_path):
    model, cube = patch_model(5), scene(14, 15, holes=0)
    um = np.array(UM)[:, None] + [-0.02, 0.02]  # each band lies between two of the raster's
    path = write_geotiff(tmp_path / "scene.tif", np.repeat(cube, 2, axis=0), um.ravel())
    class_map, _ = mapped(tmp_path, path, model, interpolate=True)
    assert_agrees(class_map, patch_by_patch(model, cube), model)


def test_a_mask_makes_holes(tmp_path):
    model, cube = patch_model(3), scene(12, 13, holes=0)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM)
    masked = np.ones(cube.shape[1:], bool)
    masked[3:5, 4:9] = False
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(masked, 255, 0).astype(np.uint8))
    dataset = None
    class_map, result = mapped(tmp_path, path, model)
    assert_agrees(class_map, patch_by_patch(model, np.where(masked, cube, np.float32(NO_DATA))), model)
    assert result.no_data_pixels == (~masked).sum()


def test_a_scene_without_data_is_refused(tmp_path):
    path = write_geotiff(tmp_path / "scene.tif", np.full((4, 6, 6), NO_DATA, np.float32), UM, NO_DATA)
    with pytest.raises(SceneWithoutData):
        mapped(tmp_path, path, patch_model(5))


def test_cancelled_it_leaves_nothing(tmp_path, watcher):
    path = write_geotiff(tmp_path / "scene.tif", scene(30, 30), UM, NO_DATA)
    stopping = replace(watcher.progress, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        map_minerals(MapJob(str(path), patch_model(5), str(tmp_path / "map.tif")), stopping)
    assert [child.name for child in tmp_path.iterdir()] == ["scene.tif"]


@pytest.mark.parametrize("second", [random_model(), patch_model(3, seed=5), patch_model(7, feature="normalised")])
def test_an_agreement_map_takes_any_two_models(tmp_path, second):
    models, cube = (patch_model(5), second), scene(25, 31)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    readers = readers_for(models, describe(str(path)))
    pairs = compare_maps(models, readers, tmp_path / "agreement.tif", silent())
    maps = [mapped(tmp_path, path, model)[0] for model in models]
    agreement = gdal.Open(str(tmp_path / "agreement.tif")).ReadAsArray()
    assert (agreement == np.where(maps[0] == maps[1], maps[0], 255)).all()
    assert pairs[0, 0] == (cube[0] == NO_DATA).sum() and pairs.sum() == cube[0].size


def kernel_for_file(path, model, *confidence):
    return PatchKernel(model, Source.of(describe(str(path)), BandSelection((1, 2, 3, 4)), PIECE), *confidence)


@pytest.mark.parametrize("side", [1, 3, 5])
def test_seams_of_pieces_do_not_show(tmp_path, monkeypatch, side):
    model, cube = patch_model(5, seed=2), scene(11, 13, seed=4, holes=0.3)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    monkeypatch.setattr(patches_module, "_piece_side", lambda network: side)
    class_map, result = mapped(tmp_path, path, model, confidence=str(tmp_path / "sure.tif"))
    logits = patch_by_patch(model, cube)
    assert_agrees(class_map, logits, model)
    confidence = gdal.Open(str(tmp_path / "sure.tif")).ReadAsArray()
    expected = 1 / np.exp(logits - logits.max(axis=0)).sum(axis=0)
    assert np.allclose(confidence, np.where(np.isfinite(expected), expected, -1), atol=1e-5)
    assert result.no_data_pixels == (cube[0] == NO_DATA).sum()


def test_a_piece_without_a_least_confidence_has_no_confidences_and_no_unclassified_pixel(tmp_path):
    path = write_geotiff(tmp_path / "scene.tif", scene(20, 17, holes=0), UM)
    kernel = kernel_for_file(path, patch_model(5))
    classes, confidence, finite = kernel.classify(kernel.inputs(scene(20, 17, holes=0), None)[0])
    assert confidence is None and classes.all() and finite.all()


def test_a_pixel_is_unclassified_below_the_least_confidence_and_classified_at_it(tmp_path):
    cube = scene(20, 17, holes=0)
    path = write_geotiff(tmp_path / "scene.tif", cube, UM)
    kernel = kernel_for_file(path, patch_model(5), 0.0, True)
    inputs = kernel.inputs(cube, None)[0]
    all_classes, confidence, _ = kernel.classify(inputs)
    least = float(np.sort(confidence, axis=None)[100])  # of one of the pixels
    for with_confidence in (False, True):
        classes, *_ = kernel_for_file(path, patch_model(5), least, with_confidence).classify(inputs)
        assert np.array_equal(classes, np.where(confidence < least, 0, all_classes))
        assert np.count_nonzero(classes == 0) == 100


def window_of(path, model, width, height, side):
    """WindowClasses of a raster that is a single window, in pieces of a side."""
    source = Source.of(describe(str(path)), BandSelection((1, 2, 3, 4)), PIECE)
    kernel = PatchKernel(model, source)
    kernel.side = side
    window = Window(0, 0, width, height)
    with classifying_patches(kernel, source, Overlapping(source.info.grid, kernel.margin, [window])) as classify:
        return classify(window, lambda: False)


@pytest.mark.parametrize(("rows", "sampled"), [(0, SAMPLE), (1, 2 * SAMPLE - 32), (32, SAMPLE), (64, 0)])
def test_pieces_of_a_window_are_sampled_until_there_are_enough_pixels(tmp_path, rows, sampled):
    """rows : without data, at the top."""
    cube = scene(64, 32, holes=0)
    cube[:, :rows] = NO_DATA
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, NO_DATA)
    result = window_of(path, patch_model(1), 32, 64, 32)
    assert (result.sample is None) == (sampled == 0)
    assert sampled == 0 or np.array_equal(result.sample, cube[:, rows:].reshape(4, -1)[:, :sampled])
    assert result.valid == (64 - rows) * 32 and result.counts.shape == (256,) and result.counts[0] == rows * 32


def test_values_of_another_scale_are_refused(tmp_path):
    path = write_geotiff(tmp_path / "scene.tif", scene(20, 17, holes=0) * 1000, UM)
    with pytest.raises(ScaleDiffers):
        mapped(tmp_path, path, patch_model(5))


@pytest.mark.parametrize(
    ("maps", "products"),
    [(0, 0), *((maps, 0) for maps in (300, 500, 700, 1500, 3000, 16_000, 100_000))]
    + [(0, products) for products in (150_000, 300_000, 700_000, 1_200_000, 5_000_000, 40_000_000)],
)
def test_the_side_of_a_piece_is_the_largest_that_memory_and_the_time_to_cancel_allow(maps, products):
    """Maps of a piece take 16 MiB, its products number 2^31, at most; sides are multiples of 8 from 8 to 128."""
    network, none = patch_model(5).network, np.zeros(0, np.float32)
    wide = Group(none.astype(np.int64), none, none, np.zeros((maps, 0, 1, 1), np.float32))
    busy = Group(np.zeros(1, np.int64), none, none, np.broadcast_to(np.float32(0), (1, products, 1, 1)))
    network = replace(network, transitions=(Convolution((*network.transitions[0].groups, wide, busy)),))

    def fits(side):
        return side**2 * 4 * maps_at_a_time(network) <= 2**24 and side**2 * multiply_adds_of_a_pixel(network) <= 2**31

    side = patches_module._piece_side(network)
    assert side % 8 == 0 and 8 <= side <= 128
    assert (side == 8 or fits(side)) and (side == 128 or not fits(side + 8))


def test_maps_without_readers_take_no_gigabytes(tmp_path):
    """A file says cheaply that a bottleneck makes 16,000 maps of nothing: its pieces are the smaller for it."""
    model, none = patch_model(5, bottleneck=True), np.zeros(0, np.float32)
    wide = Group(none.astype(np.int64), none, none, np.zeros((16_000, 0, 1, 1), np.float32))
    first, *rest = model.network.blocks[0]
    blocks = ((Convolution((wide,)), first[1]), *rest), *model.network.blocks[1:]
    path = write_geotiff(tmp_path / "scene.tif", scene(9, 9), UM, NO_DATA)
    kernel = PatchKernel(
        replace(model, network=replace(model.network, blocks=blocks)),
        Source.of(describe(str(path)), BandSelection((1, 2, 3, 4)), PIECE),
    )
    assert 4 * 16_000 * (kernel.side + 2 * kernel.margin) ** 2 < 2**25
