# SPDX-License-Identifier: GPL-2.0-or-later
"""CRAMM, an expert system for EMIT (`pip install CRAMM`, no part of this project), as the teacher of a network.

The scene has EMIT's bands and is composed: where the labels name a mineral, a spectrum of it from a library, with up to
half of something else and noise; where they do not, two spectra of anything. CRAMM maps it without knowing the labels;
its map teaches a network, by the steps of docs/no-labels.md; both maps are then held against the labels.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

from benchmarks.common import RESULTS, WORK, made_on, write_page
from benchmarks.library.sensors import sensors
from benchmarks.teacher import overall, run
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.gdal_versions import category_names_of
from mineral_prune_plugin.spectral_library.matching import records_named
from mineral_prune_plugin.spectral_library.read_library import read_library
from mineral_prune_plugin.spectral_library.resample import resample

FOLDER = WORK / "teacher_cramm"
STEP = 2  # rows and columns of the labels from pixel to pixel
SIGNAL_TO_NOISE = 200
AIR_UM = ((1.34, 1.46), (1.79, 1.97))  # water vapour
# The beginnings of CRAMM's rules that stand for a mineral of the labels.
RULES = {
    "muscovite": ("muscovite", "illite"),
    "kaolinite": ("kaolinite_wxl", "kaolinite_pxl", "kaolinite_or_dickite"),
    "halloysite": ("kaolinite+clay_mica_or_halloysite",),
    "calcite": ("calcite_abundant", "calcite"),
    "montmorillonite": ("montmorillonite",),
    "alunite": ("alunite_",),
    "chalcedony": ("chalcedony", "hydrated_silica"),
}
MIXED = (".", "_mix_")  # in the name of a rule for a mixture, which is left unknown
FEWEST = 60  # pixels that CRAMM must name for a mineral to be taught
COUNTS = {"TRAIN_PER_CLASS": 30, "VALIDATION_PER_CLASS": 10, "TEST_PER_CLASS": 10}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", required=True, help="a class raster with names")
    parser.add_argument("--library", required=True, help="a spectral library, 0.4 to 2.5 um")
    parser.add_argument("--out", type=Path, default=RESULTS / "teacher_cramm.md")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    truth, names = labelled(arguments.labels)
    centres, widths, cube = composed(truth, names, arguments.library)
    scene = raster(FOLDER / "scene.tif", cube, centres, widths)
    began = time.perf_counter()
    taught = by_cramm(cube, centres, widths, names)
    seconds = time.perf_counter() - began
    counts = np.bincount(taught.ravel(), minlength=len(names))
    taught[counts[taught] < FEWEST] = 0
    teacher = classes(FOLDER / "teacher.tif", taught, names)
    samples, model, mapped = (str(FOLDER / name) for name in ("samples.gpkg", "model.safetensors", "map.tif"))
    run("drawsamples", INPUT=scene, LABELS=teacher, OUTPUT=samples, **COUNTS)
    run("trainmodel", INPUT=scene, SAMPLES=samples, FEATURES="normalised", MODEL=model)
    run("mapminerals", INPUT=scene, MODEL=model, OUTPUT=mapped)
    known = classes(FOLDER / "truth.tif", truth, names)
    rows = [
        ("the network's map is CRAMM's, where CRAMM names a mineral", overall(mapped, REFERENCE=teacher)),
        ("CRAMM's map is the labels', where it names a mineral", right(taught, truth)),
        ("the network's map is the labels', on the same pixels", right(read(mapped) * (taught > 0), truth)),
        ("the network's map is the labels', all labelled pixels", overall(mapped, REFERENCE=known)),
    ]
    write_page(arguments.out, page(rows, named_share(taught, truth), cube.shape, seconds, counts, names, arguments))


def labelled(path):
    """(class numbers, every STEP-th row and column; names by number)."""
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    names = [name.split(",")[0].strip().lower() for name in category_names_of(band)[0]]
    return band.ReadAsArray()[::STEP, ::STEP].astype(np.uint8), names


def composed(truth, names, path):
    """(centres, widths, float32 (n_bands, height, width)) of the scene."""
    bands = sensors()["EMIT"]
    library = resample(read_library(path), bands, "scene", silent())
    whole = np.flatnonzero(np.isfinite(library.reflectance).mean(axis=1) > 0.98)
    spectra = np.nan_to_num(np.where(library.reflectance > 0, library.reflectance, np.nan), nan=0.02)
    generator = np.random.default_rng(1)
    flat, pixels = truth.ravel(), np.empty((truth.size, spectra.shape[1]), np.float32)
    for number in np.unique(flat):
        places = np.flatnonzero(flat == number)
        known = np.intersect1d(records_named(library.names, [names[number]]), whole) if number else whole
        share = generator.uniform(0.5, 1.0, (len(places), 1)).astype(np.float32)
        first, second = spectra[generator.choice(known, len(places))], spectra[generator.choice(whole, len(places))]
        pixels[places] = share * first + (1 - share) * second
    pixels *= generator.uniform(0.7, 1.2, (len(pixels), 1)).astype(np.float32)
    pixels += generator.standard_normal(pixels.shape) * np.median(pixels, axis=0) / SIGNAL_TO_NOISE
    cube = np.maximum(pixels, 1e-3).astype(np.float32).T.reshape(-1, *truth.shape)
    return bands.array(), np.array(bands.widths_um), cube


def by_cramm(cube, centres, widths, names):
    """Class numbers of CRAMM's map, 0 where it names nothing, a mixture or another mineral."""
    from cramm.classifier import MicaClassifier

    classifier = MicaClassifier.from_paths(None, None)
    usable = np.flatnonzero(~np.any([(low < centres) & (centres < high) for low, high in AIR_UM], axis=0))
    spectra = np.ascontiguousarray(cube.transpose(1, 2, 0))
    result = classifier.classify(spectra, centres[usable], centres, widths, usable, n_workers=1)
    numbers = np.zeros(len(result.index), np.uint8)
    for place, rule in enumerate(result.index):
        for mineral, starts in RULES.items():
            if rule.startswith(starts) and not any(mark in rule for mark in MIXED) and mineral in names:
                numbers[place] = names.index(mineral)
    fit = np.asarray(result.fit).reshape(cube.shape[1:])
    return np.where(fit > 0, numbers[np.asarray(result.num).reshape(cube.shape[1:])], 0).astype(np.uint8)


def raster(path, cube, centres, widths):
    """Write a GeoTIFF with wavelengths and widths; its path."""
    bands, height, width = cube.shape
    made = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_Float32)
    made.SetGeoTransform((0.0, 60.0, 0.0, 0.0, 0.0, -60.0))
    for number in range(bands):
        items = {
            "wavelength": f"{centres[number]:.5f}",
            "wavelength_units": "Micrometers",
            "fwhm": f"{widths[number]:.5f}",
        }
        made.GetRasterBand(number + 1).SetMetadata(items)
        made.GetRasterBand(number + 1).WriteArray(cube[number])
    return str(path)


def classes(path, numbers, names):
    """Write a class raster with names; its path."""
    made = gdal.GetDriverByName("GTiff").Create(str(path), numbers.shape[1], numbers.shape[0], 1, gdal.GDT_Byte)
    made.SetGeoTransform((0.0, 60.0, 0.0, 0.0, 0.0, -60.0))
    made.GetRasterBand(1).SetCategoryNames(names)
    made.GetRasterBand(1).WriteArray(numbers)
    return str(path)


def read(path):
    return gdal.Open(path).ReadAsArray()


def right(mapped, truth):
    """Percent right of the pixels that both name."""
    both = (mapped > 0) & (truth > 0)
    return 100 * float((mapped == truth)[both].mean())


def named_share(taught, truth):
    """Percent of the labelled, and of the other pixels, that are named."""
    return 100 * float((taught > 0)[truth > 0].mean()), 100 * float((taught > 0)[truth == 0].mean())


def page(rows, shares, shape, seconds, counts, names, arguments):
    bands, height, width = shape
    taught = ", ".join(f"{names[n]} {counts[n]}" for n in range(1, len(names)) if counts[n] >= FEWEST)
    speed = height * width / seconds / 1000
    lines = [
        "# CRAMM as teacher\n",
        f"Made by `python -m benchmarks.teacher_cramm`, labels {Path(arguments.labels).name}, library",
        f"{Path(arguments.library).name}. {made_on()}.\n",
        f"A scene of {width} x {height} pixels in EMIT's {bands} bands, **composed** of spectra of a library, signal",
        f"to noise {SIGNAL_TO_NOISE}. CRAMM's rules were made from spectra of the same agency: nothing here is",
        f"an accuracy on the ground. CRAMM took {seconds:.1f} s on one core ({speed:.1f} thousand pixels a second).",
        f"It names {shares[0]:.0f} % of the labelled pixels, and {shares[1]:.0f} % of the others, as one of the",
        f"minerals below; its rules for mixtures are left unknown. Taught (pixels): {taught}.\n",
        "| | pixels (%) |",
        "|---|---|",
        *(f"| {text} | {value:.1f} |" for text, value in rows),
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
