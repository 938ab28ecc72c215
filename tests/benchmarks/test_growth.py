# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of growth: its rasters are all data, its slopes are those by hand, what was measured is kept."""

import json
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from benchmarks import growth, repeated_tiff
from benchmarks.growth import SIZES, Case, Row, cases, larger_half, measured, page, publish, slope, steepest
from benchmarks.repeated_tiff import write_repeated
from mineral_prune_plugin.mapping.class_map import MapJob, source_of
from mineral_prune_plugin.progress import silent


def rows(part, power=1.0, sizes=None):
    """Rows whose times and memory grow by a power of what grows."""
    plain = Row(part, *vars(Case()).values(), 0.0, 0.0, 0.0, 3, 0.2, 4.0, "2026-01-02")
    return [
        replace(plain, **{part: size}, seconds=1e-3 * size**power, processor=2e-3 * size**power, peak=7.0 + size)
        for size in sizes or SIZES[part]
    ]


@pytest.mark.parametrize(("pixels", "bands"), [(90_000, 3), (400_000, 50)])
def test_the_raster_is_read_straight_from_the_file_as_gdal_reads_it_and_every_pixel_is_data(
    tmp_path, monkeypatch, pixels, bands
):
    monkeypatch.setattr(repeated_tiff, "DISTINCT", 20_000_000)
    path = tmp_path / "scene.tif"
    write_repeated(path, pixels, bands)
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray()
    assert len(values) == bands and values.dtype == np.int16 and values[0].size >= pixels and values.min() > 0
    assert path.stat().st_size < 21_000_000 and values.std() > 500
    source = source_of(MapJob(str(path), growth.perceptron(Case(bands=bands)), ""), silent())
    with source.open() as reader:
        for window in source.windows():
            for piece in reader.pieces(window):
                top, left = window.row + piece.row, window.column + piece.column
                high, wide = piece.raw.shape[1:]
                assert np.array_equal(piece.raw, values[:, top : top + high, left : left + wide])
    assert source.layout is not None


def test_strips_beyond_those_that_differ_are_the_first_ones_again(tmp_path, monkeypatch):
    monkeypatch.setattr(repeated_tiff, "DISTINCT", 2 * 256 * 1_000 * 2)
    write_repeated(tmp_path / "scene.tif", 1_000_000, 1)
    values = gdal.Open(str(tmp_path / "scene.tif")).ReadAsArray()
    strips = np.split(values[: 1_000 // 128 * 128], 1_000 // 128)
    assert np.array_equal(strips[0], strips[4]) and not np.array_equal(strips[0], strips[1])


def test_slopes_are_the_powers_and_of_the_larger_half_of_the_sizes():
    assert slope(rows("bands", 1.5), "seconds") == pytest.approx(1.5)
    assert [row.size for row in larger_half(rows("pixels"))] == [10**7, 3 * 10**7, 10**8, 3 * 10**8, 10**9]
    assert [row.size for row in larger_half(rows("hidden"))] == [100, 200, 500, 1_000]
    doubled = [replace(row, seconds=seconds) for row, seconds in zip(rows("bands", 1, (10, 20, 40)), (1.0, 2.0, 8.0))]
    assert steepest(doubled, "seconds") == pytest.approx(2) and slope(doubled, "seconds") == pytest.approx(1.5)


def test_the_page_says_what_grows_more_than_linearly():
    plain = [row for part in SIZES for row in rows(part)]
    assert "Nothing is above 1.1." in page(plain)
    steep = [row for part in SIZES for row in rows(part, 1.2 if part == "hidden" else 1.0)]
    text = page(steep)
    assert "(above 1.1): time over hidden units (1.20); processor time over hidden units (1.20)." in text
    table = [line for line in text.splitlines() if line.startswith("| hidden units | 100 to 1,000 |")]
    assert [cell.strip() for cell in table[0].split("|")[3:5]] == ["1.20", "1.20"]
    assert "| 1,000,000,000 | 1e+06 | 2e+06 | 1000000007 | 3 |" in text


def test_a_page_has_its_figures_and_keeps_what_was_written_by_hand(tmp_path):
    every = [row for part in SIZES for row in rows(part)]
    publish(every, tmp_path)
    path = tmp_path / "growth.md"
    path.write_text(path.read_text() + "\n## Why\n\nBecause.\n")
    publish(every, tmp_path)
    assert path.read_text().endswith("\n## Why\n\nBecause.\n") and path.read_text().count("## Why") == 1
    for part in SIZES:
        assert f"(growth_{part}.svg)" in path.read_text() and (tmp_path / f"growth_{part}.svg").stat().st_size < 60_000


def test_most_leaves_out_larger_rasters_and_makes_the_others_as_small():
    plan = cases(SIZES, 10**6)
    assert [case.pixels for part, case in plan if part == "pixels"] == [10**5, 3 * 10**5, 10**6]
    assert {case.pixels for part, case in plan if part != "pixels"} == {10**6}
    assert len(cases(SIZES, 10**9)) == sum(map(len, SIZES.values()))


def test_a_second_run_measures_only_what_is_missing(tmp_path, monkeypatch):
    plan = [("classes", Case(20_000, 5, 5, classes)) for classes in (2, 3)]
    table = tmp_path / "growth.csv"
    first = measured(plan[:1], table, tmp_path / "rasters")
    assert first[0].seconds > 0 and first[0].processor > 0 and first[0].turns > 1 and 0 <= first[0].peak < 500
    again = measured(plan, table, tmp_path / "rasters")
    assert again[0] == first[0] and [row.size for row in again] == [2, 3]
    assert len(table.read_text().splitlines()) == 3 and not list((tmp_path / "rasters").iterdir())


def test_the_processes_of_a_case_map_its_raster(tmp_path):
    case = Case(20_000, 5, 5, 3)
    write_repeated(tmp_path / "scene.tif", case.pixels, case.bands)
    seconds, processor, peak, turns = json.loads(json.dumps(growth.measure(case, tmp_path / "scene.tif")))
    assert gdal.Open(str(tmp_path / "map.tif")).RasterXSize == 141 and turns == growth.TURNS
    assert 0 < seconds < 60 and 0 < processor < 60 and peak >= 0
