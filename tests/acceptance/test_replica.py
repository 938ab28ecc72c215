# SPDX-License-Identifier: GPL-2.0-or-later
"""The Cuprite replica: as accurate as the paper, and true on real pixels. Numbers are printed with `pytest -s`."""

import csv
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from benchmarks.study.design import SCENE
from benchmarks.study.statistics import t_quantile
from benchmarks.study.table import read_rows
from benchmarks.study.tables import kept_by_default

ROOT = Path(__file__).resolve().parents[2]

SEEDS = (1, 2, 3, 4, 5)
# Test pixels of the paper's Table 1; training and validation pixels are 100 a class.
TABLE_1 = "400, halloysite=240, calcite=240, chalcedony=240"
MINERALS = ("muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony")


@pytest.fixture(scope="module")
def trained(qgis, cuprite, tmp_path_factory):
    """For each seed: the results of trainmodel with default settings on samples of that seed."""
    import processing

    folder = tmp_path_factory.mktemp("replica")
    scene, labels = str(cuprite / "cuprite_replica.int"), str(cuprite / "cuprite_replica_labels.tif")
    results = []
    for seed in SEEDS:
        samples = str(folder / f"samples{seed}.gpkg")
        drawing = {"INPUT": scene, "LABELS": labels, "TEST_PER_CLASS": TABLE_1, "SEED": seed, "OUTPUT": samples}
        processing.run("mineralprune:drawsamples", drawing)
        training = {"INPUT": scene, "SAMPLES": samples, "SEED": seed, "MODEL": str(folder / f"{seed}.safetensors")}
        results.append(processing.run("mineralprune:trainmodel", training))
    return results


def test_default_perceptron_is_as_accurate_as_the_papers(trained):
    accuracies = np.array([result["TEST_OA"] for result in trained])
    print(f"\nreplica, test OA: {accuracies.round(2)}, mean {accuracies.mean():.2f} %")
    assert accuracies.mean() >= 93.0


def test_models_of_the_replica_map_real_pixels(trained, run, cuprite, tmp_path):
    raster, numbers = real_pixel_raster(cuprite / "real_pixels.csv", tmp_path / "real.tif")
    shares = []
    for seed, result in zip(SEEDS, trained):
        class_map = str(tmp_path / f"map{seed}.tif")
        run("mapminerals", INPUT=raster, MODEL=result["MODEL"], OUTPUT=class_map)
        found = gdal.Open(class_map).ReadAsArray().ravel()
        shares.append((found == numbers)[numbers > 0].mean() * 100)
    print(f"\n{(numbers > 0).sum()} real pixels, OA: {np.round(shares, 2)}, mean {np.mean(shares):.2f} %")
    assert np.mean(shares) >= 86.0


def test_default_pruning_stands_within_the_interval_of_the_study(trained, run, cuprite, tmp_path):
    own = [row for row in study_rows() if row.protocol == SCENE]
    accuracies = np.array([row.test_oa for row in kept_by_default(own)])
    found = []
    for seed, result in list(zip(SEEDS, trained))[:3]:
        inputs = {"INPUT": str(cuprite / "cuprite_replica.int"), "SAMPLES": samples_of(result), "SEED": seed}
        outputs = {"MODEL": result["MODEL"], "CONTROLS": False, "OUTPUT": str(tmp_path / f"{seed}.safetensors")}
        found.append(run("prunemodel", **inputs, **outputs)["TEST_OA"])
    share = 1 / len(accuracies) + 1 / len(found)
    half = t_quantile(0.975, len(accuracies) - 1) * accuracies.std(ddof=1) * share**0.5
    print(f"\ndefault pruning, test OA: {np.round(found, 2)}, the study's {accuracies.mean():.2f} +- {half:.2f} %")
    assert abs(np.mean(found) - accuracies.mean()) <= half


def study_rows():
    return read_rows(ROOT / "benchmarks" / "results" / "study.csv")


def samples_of(result):
    """The samples that a model was trained on lie beside it."""
    model = Path(result["MODEL"])
    return str(model.with_name(f"samples{model.stem}.gpkg"))


def real_pixel_raster(table, path):
    """(path of a one-row GeoTIFF of the table's spectra, int (n,) class numbers, 0 where unlabelled)."""
    with open(table, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    spectra = np.array([row[5:] for row in rows], dtype=np.int16)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), len(rows), 1, spectra.shape[1], gdal.GDT_Int16)
    for index, wavelength in enumerate(header[5:]):
        band = dataset.GetRasterBand(index + 1)
        band.WriteArray(spectra[None, :, index])
        band.SetMetadata({"wavelength": wavelength, "wavelength_units": "Micrometers"})
        band.SetScale(0.001)
    dataset = None
    return str(path), np.array([MINERALS.index(row[4]) + 1 if row[4] in MINERALS else 0 for row in rows])
