# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas and mean confidences that are summed while a map is written, against those of its pixels."""

from functools import partial

import numpy as np
import pytest
from making import TRANSFORM, UTM, random_model, write_geotiff

from mineral_prune_plugin.from_map.count_areas import AreaJob, measure_map
from mineral_prune_plugin.mapping import class_sums
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster import piece_readers
from mineral_prune_plugin.raster.windows import plan

UM = (2.0, 2.1, 2.2, 2.3)
DEGREES = (-117.2, 0.0006, 0.0, 37.6, 0.0, -0.0006)
MERCATOR = (-13_000_000.0, 60.0, 0.0, 4_500_000.0, 0.0, -60.0)


@pytest.fixture
def mapped(tmp_path):
    """Map a scene of random spectra: (path of the map, MapResult)."""

    def run(transform=TRANSFORM, epsg=UTM, height=60, width=40, confidence=True):
        cube = np.random.default_rng(6).uniform(0.1, 0.7, (4, height, width)).astype(np.float32)
        cube[:, 3, 5:9] = -9999
        scene = write_geotiff(tmp_path / "scene.tif", cube, UM, -9999, transform, epsg)
        output, sureness = str(tmp_path / "map.tif"), str(tmp_path / "sure.tif") if confidence else None
        job = MapJob(str(scene), random_model(), output, sureness, min_confidence=0.5, workers=1)
        return output, sureness, map_minerals(job, silent())

    return run


@pytest.mark.parametrize("transform, epsg", [(TRANSFORM, UTM), (DEGREES, 4326), (MERCATOR, 3857)])
def test_areas_and_confidences_are_those_that_the_map_itself_gives(mapped, transform, epsg):
    output, sureness, result = mapped(transform, epsg)
    measured = measure_map(AreaJob(output, confidence=sureness), silent()).whole.minerals
    assert [each.pixels for each in measured] == list(result.class_pixels.values()) and min(
        result.class_m2.values()
    ) > 0
    for each in measured:
        assert result.class_m2[each.mineral.number] == pytest.approx(each.m2, rel=2e-4)
        assert result.confidences[each.mineral.number] == pytest.approx(each.confidence, rel=1e-4)


def test_areas_in_utm_are_exact(mapped):
    _, _, result = mapped()
    assert result.class_m2 == {number: 400 * pixels for number, pixels in result.class_pixels.items()}


def test_without_a_confidence_raster_no_confidence_is_known(mapped):
    assert set(mapped(confidence=False)[2].confidences.values()) == {None}


@pytest.mark.parametrize("transform, epsg", [
    (None, None),  # nowhere
    ((-180.0, 4.0, 0.0, 80.0, 0.0, -2.0), 4326),  # pixels of a window differ too much
    ((0.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0), 4326),  # metres taken for degrees
])  # fmt: skip
def test_areas_that_would_be_guessed_are_not_given(mapped, transform, epsg):
    _, _, result = mapped(transform, epsg)
    assert result.class_m2 is None and sum(result.class_pixels.values()) > 0


def test_of_a_large_scene_evenly_spaced_rows_are_averaged_whatever_the_windows(mapped, monkeypatch):
    from osgeo import gdal

    monkeypatch.setattr(piece_readers, "plan", partial(plan, budget=4000))  # windows of a few rows
    monkeypatch.setattr(class_sums, "CONFIDENT", 40 * 60 // 4)  # every fifth row
    output, sureness, result = mapped()
    classes, confidence = (gdal.Open(path).ReadAsArray()[::5] for path in (output, sureness))
    for number, mean in result.confidences.items():
        assert mean == pytest.approx(float(confidence[classes == number].mean()), rel=1e-4)
