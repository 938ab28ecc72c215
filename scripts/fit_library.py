#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fit the tables of the embedded library to the records of a splib07 library: python scripts/fit_library.py FILE.sli

For each material some records that differ are chosen; each becomes a constant times the exponential of a sum of
Gaussians, seen through the bands of the library. Needs scipy. The same file gives the same tables on the same
machine; other versions of numpy and scipy may change last digits, and with them a choice.
"""

import argparse
import csv
import datetime
import math
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, nnls
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "build" / "plugins"))

from mineral_prune_plugin.progress import silent  # noqa: E402
from mineral_prune_plugin.spectra.hull import upper_hull  # noqa: E402
from mineral_prune_plugin.spectral_library import embedded  # noqa: E402
from mineral_prune_plugin.spectral_library.band_response import response_weights  # noqa: E402
from mineral_prune_plugin.spectral_library.matching import Mineral, match_records, records_of  # noqa: E402
from mineral_prune_plugin.spectral_library.materials import MATERIALS, NO_MINERAL  # noqa: E402
from mineral_prune_plugin.spectral_library.read_library import read_library  # noqa: E402

TABLES = ROOT / "mineral_prune_plugin" / "spectral_library"
PAGE = ROOT / "benchmarks" / "results" / "embedded_library.md"

WHOLE_UM, SWIR_UM = (0.40, 2.50), (2.00, 2.48)
FITTED_UM = (0.39, 2.51)  # a band more at either end, so that the ends are held
MOST_MISSING = 8  # bands of a record, none of them in the SWIR

# Rocks, coatings, mixtures and treated samples whose names begin as a mineral's.
NO_PURE_SAMPLE = re.compile(
    r"_Phyllite|_Serpentine|_Dolomit|_Mx|Coat|Thin_Film|others|_on_|Rhyolite|Sand_Mix|exp?(and)? ?Ore|_veg|dried|"
    r"Leaves-1 dry|LP-Needles-2|dryNPV|yellow|wet|-HCL|\.HCl|RTGC|\+(?!Hydromag)",
    re.IGNORECASE,
)
IMPURE = re.compile(r" [A-Z0-9]+[cdu][a-z]* [A-Z]+$")  # the USGS's code of purity after the spectrometer's
ALWAYS = {
    "alunite": ("Alunite GDS84 Na03", "Alunite GDS82 Na82"),
    "kaolinite": ("Kaolinite KGa-1", "Kaolinite CM9"),
    "green vegetation": ("Lawn_Grass GDS91", "Aspen_Leaf-A", "Juniper IH91", "Sagebrush IH91"),
}
MOST_VARIANTS = 8
LEAST_DIFFERENCE = 0.012  # of two variants: see `differences`

WIDTHS_UM = np.array([0.010, 0.015, 0.022, 0.03, 0.042, 0.06, 0.085, 0.12, 0.17, 0.25, 0.36, 0.5, 0.75, 1.1, 1.6])
CENTRES_UM, NARROWEST_UM, WIDEST_UM, DEEPEST = (0.25, 2.9), 0.008, 2.0, 12.0
SWIR_WEIGHT = 4.0
GAUSSIANS = (8, 12, 16, 20, 24, 28, 32)  # refined at each of these numbers
GOOD_SWIR, GOOD_WHOLE = 0.0020, 0.006  # rms error at which no more are added
DARKEST = 1e-3  # noise below


@dataclass(frozen=True)
class Record:
    """A spectrum to fit: bands that are there. um, width_um, reflectance : float64 (n_bands,)"""

    name: str
    um: np.ndarray
    width_um: np.ndarray
    reflectance: np.ndarray


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", help="splib07 as an ENVI library at about 10 nm, such as s07_AV95_envi.sli")
    parser.add_argument("--only", nargs="*", help="materials, for a look: nothing is written")
    options = parser.parse_args()
    (library,) = read_library(options.library)
    variants = []
    for material in MATERIALS:
        if not options.only or material.name in options.only:
            records = chosen_records(material, library)
            fitted = [fitted_variant(material.name, at, record) for at, record in enumerate(records, start=1)]
            variants += fitted
            print(summary(material.name, fitted), flush=True)
    if not options.only:
        write_tables(variants)
        PAGE.write_text(page(variants, Path(options.library).name), encoding="utf-8")


def chosen_records(material, library):
    """Records that span those of the material: the most usual, then always the one that differs most from all."""
    mineral = Mineral(material.name, material.patterns)
    rows = records_of(match_records(library.names, (mineral,), library.title, silent()), material.name)
    records = [record_of(library, row) for row in rows if not NO_PURE_SAMPLE.search(library.names[row])]
    records = [record for record in records if is_whole(record)]
    records = [record for record in records if not IMPURE.search(record.name)] or records
    apart = differences(records)
    always = [at for at, record in enumerate(records) if record.name.startswith(ALWAYS.get(material.name, ("\n",)))]
    chosen = always[:1] or [int(np.argmin(np.median(apart, axis=1)))]
    while len(chosen) < min(MOST_VARIANTS, len(records)):
        nearest = apart[:, chosen].min(axis=1)
        farthest = next((at for at in always if nearest[at] > LEAST_DIFFERENCE), int(np.argmax(nearest)))
        if nearest[farthest] < LEAST_DIFFERENCE:
            break
        chosen.append(farthest)
    return [records[at] for at in chosen]


def record_of(library, row):
    um = library.wavelengths_um
    there = np.isfinite(library.reflectance[row]) & (um >= FITTED_UM[0]) & (um <= FITTED_UM[1])
    reflectance = library.reflectance[row, there].astype(np.float64)
    return Record(library.names[row], um[there], library.widths_um[there], reflectance)


def is_whole(record):
    """Whether hardly a band is missing, and the spectrum goes on through the SWIR."""
    within = inside(record.um, WHOLE_UM).sum()
    gap = np.diff(record.um[inside(record.um, (1.98, 2.50))]).max(initial=0.0 if within > 100 else 1.0)
    return within >= 211 - MOST_MISSING and gap < 0.015


def inside(um, ends):
    return (um >= ends[0]) & (um <= ends[1])


def hull(um, reflectance):
    """The upper convex hull of a spectrum, float64 (n_bands,)."""
    return np.maximum(upper_hull(reflectance.astype(np.float32)[:, None], um)[:, 0].astype(np.float64), DARKEST)


def quotient(um, reflectance, ends):
    """Reflectance over its upper convex hull, between two wavelengths."""
    within = inside(um, ends)
    return reflectance[within] / hull(um[within], reflectance[within])


def differences(records):
    """float64 (n_records, n_records): how much they differ over the whole range, and in shape in the SWIR."""
    grid = np.arange(0.41, 2.49, 0.01)
    shapes = []
    for record in records:
        whole = 1 - quotient(grid, np.interp(grid, record.um, record.reflectance), WHOLE_UM)
        swir = 1 - quotient(grid, np.interp(grid, record.um, record.reflectance), SWIR_UM)
        swir = 0.1 * swir / (math.sqrt(np.mean(swir**2)) + 0.01)  # twice as deep is no other shape
        shapes.append(np.concatenate([whole / math.sqrt(len(whole)), swir / math.sqrt(len(swir))]))
    shapes = np.array(shapes)
    return np.sqrt(((shapes[:, None] - shapes) ** 2).sum(axis=2))


def fitted_variant(material, number, record):
    """The embedded.Variant of a record, its numbers rounded as the table has them."""
    brightness = round(min(1.0, 1.01 * record.reflectance.max()), 4)
    problem = Problem(record, brightness)
    gaussians = np.zeros((0, 3))
    for count in GAUSSIANS:
        gaussians = problem.refined(problem.with_more(gaussians, count - len(gaussians)))
        variant = rounded_variant(material, number, record, brightness, gaussians)
        if variant.rms_swir < GOOD_SWIR and variant.rms < GOOD_WHOLE:
            break
    return variant


class Problem:
    """A record's reflectance as brightness * exp(-sum of Gaussians): rows of centre, width and height.

    Errors are weighted as those of the quotient by the hull, in the SWIR several times.
    """

    def __init__(self, record, brightness):
        self.record, self.brightness = record, brightness
        self.grid = embedded.WAVELENGTHS_UM
        far = np.full(len(record.um), 1.0)
        self.response = csr_matrix(response_weights(self.grid, record.um, record.width_um, far))
        swir = inside(record.um, SWIR_UM)
        continuum = hull(record.um, record.reflectance)
        continuum[swir] = hull(record.um[swir], record.reflectance[swir])
        self.weight = np.where(swir, SWIR_WEIGHT, 1.0) / continuum
        self.optical_depth = -np.log(np.clip(record.reflectance / brightness, DARKEST, 1.0))
        self.slope = self.weight * brightness * np.exp(-self.optical_depth)  # of an error, by optical depth
        self.dictionary = dictionary()
        self.columns = self.through_bands(self.dictionary)

    def through_bands(self, gaussians):
        """float64 (n_bands, n_gaussians): Gaussians of height 1 as bands see them, weighted."""
        centres, widths = gaussians[:, 0], gaussians[:, 1]
        seen = np.hypot(widths, self.record.width_um[:, None])
        return self.slope[:, None] * widths / seen * embedded.gaussians(self.record.um[:, None], centres, seen)

    def with_more(self, gaussians, count):
        """Orthogonal matching pursuit: the Gaussian that explains most of what is left joins, all heights follow."""
        target = self.slope * self.optical_depth
        norms = np.sqrt((self.columns**2).sum(axis=0)) + 1e-12
        for _ in range(count):
            columns = self.through_bands(gaussians)
            left = target - columns @ gaussians[:, 2]
            best = self.dictionary[np.argmax(self.columns.T @ left / norms)]
            gaussians = np.vstack([gaussians, best])
            gaussians[:, 2] = nnls(self.through_bands(gaussians), target)[0]
        return gaussians

    def refined(self, gaussians):
        """Centres, widths and heights after some Gauss-Newton steps on the reflectance that the bands average."""
        least, most = bounds(gaussians)
        start = np.clip(scaled(gaussians), least + 1e-9, most - 1e-9)
        result = least_squares(self.errors, start, self.jacobian, (least, most), x_scale="jac", max_nfev=30)
        gaussians = unscaled(result.x)
        return gaussians[gaussians[:, 2] > 2e-4]

    def shapes(self, gaussians):
        return embedded.gaussians(self.grid, gaussians[:, :1], gaussians[:, 1:2])

    def errors(self, numbers):
        gaussians = unscaled(numbers)
        model = self.brightness * np.exp(-gaussians[:, 2] @ self.shapes(gaussians))
        return self.weight * (self.response @ model - self.record.reflectance)

    def jacobian(self, numbers):
        gaussians = unscaled(numbers)
        shapes = self.shapes(gaussians)
        centres, widths, heights = gaussians.T[:, :, None]
        model = self.brightness * np.exp(-(heights * shapes).sum(axis=0))
        offsets = (self.grid - centres) / widths
        steep = 2 * embedded.HALF_MAXIMUM * heights * shapes * offsets
        by_number = np.stack([steep / widths, steep * offsets, shapes], axis=1).reshape(-1, len(self.grid))
        return self.weight[:, None] * (self.response @ (-model * by_number).T)


def dictionary():
    """float64 (n_gaussians, 3): centres a third of a width apart, for each width; heights 0."""
    rows = []
    for width in WIDTHS_UM:
        first, last = max(CENTRES_UM[0], FITTED_UM[0] - width), min(CENTRES_UM[1], FITTED_UM[1] + width)
        rows += [(centre, width, 0.0) for centre in np.arange(first, last, width / 3)]
    return np.array(rows)


def scaled(gaussians):
    """Rows as one array of numbers; widths as logarithms, so that a step is a share."""
    return np.column_stack([gaussians[:, 0], np.log(gaussians[:, 1]), gaussians[:, 2]]).ravel()


def unscaled(numbers):
    centres, widths, heights = numbers.reshape(-1, 3).T
    return np.column_stack([centres, np.exp(widths), heights])


def bounds(gaussians):
    least = np.array([CENTRES_UM[0], math.log(NARROWEST_UM), 0.0])
    most = np.array([CENTRES_UM[1], math.log(WIDEST_UM), DEEPEST])
    return np.tile(least, len(gaussians)), np.tile(most, len(gaussians))


def rounded_variant(material, number, record, brightness, gaussians):
    """The embedded.Variant, with the errors of the rounded numbers."""
    rounded = [(round(c, 4), round(w, 4), float(f"{h:.4g}")) for c, w, h in sorted(gaussians.tolist())]
    variant = embedded.Variant(material, number, record.name, brightness, 0.0, 0.0, 0.0, np.array(rounded))
    grid = embedded.WAVELENGTHS_UM
    weights = response_weights(grid, record.um, record.width_um, np.full(len(record.um), 1.0))
    model = weights @ embedded.spectra([variant], grid)[0].astype(np.float64)
    swir, whole = (
        quotient(record.um, model, ends) - quotient(record.um, record.reflectance, ends) for ends in (SWIR_UM, WHOLE_UM)
    )
    errors = (math.sqrt(np.mean(swir**2)), math.sqrt(np.mean(whole**2)), np.abs(whole).max())
    rms_swir, rms, largest = (math.ceil(1e4 * error) / 1e4 for error in errors)
    return replace(variant, rms_swir=rms_swir, rms=rms, largest_error=largest)


def write_tables(variants):
    absorptions = (
        (variant.material, variant.number, f"{centre:.4f}", f"{width:.4f}", f"{height:.4g}")
        for variant in variants
        for centre, width, height in variant.absorptions
    )
    write_table(embedded.ABSORPTIONS, embedded.ABSORPTION_COLUMNS, absorptions)
    facts = ((v.material, v.number, v.record, v.brightness, v.rms_swir, v.rms, v.largest_error) for v in variants)
    write_table(embedded.VARIANTS, embedded.VARIANT_COLUMNS, facts)


def write_table(name, columns, rows):
    with open(TABLES / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def summary(material, variants):
    worst = max(variants, key=lambda variant: variant.rms_swir)
    gaussians = [len(variant.absorptions) for variant in variants]
    return (
        f"| {material} | {len(variants)} | {min(gaussians)} to {max(gaussians)} "
        f"| {np.median([v.rms_swir for v in variants]):.4f} | {worst.rms_swir:.4f} "
        f"| {np.median([v.rms for v in variants]):.4f} | {max(v.rms for v in variants):.4f} "
        f"| {max(v.largest_error for v in variants):.3f} |"
    )


def page(variants, library):
    """The results page: all and by material."""
    minerals = [material.name for material in MATERIALS if material.group != NO_MINERAL]
    count = sum(len(variant.absorptions) for variant in variants)
    rows = "\n".join(
        summary(material.name, [variant for variant in variants if variant.material == material.name])
        for material in MATERIALS
    )
    swir = np.array([variant.rms_swir for variant in variants])
    whole = np.array([variant.rms for variant in variants])
    quantiles = "\n".join(
        f"| {name} | " + " | ".join(f"{value:.4f}" for value in np.quantile(errors, (0.5, 0.75, 0.9, 0.95, 1.0))) + " |"
        for name, errors in (("2.0 to 2.48 um", swir), ("0.4 to 2.5 um", whole))
    )
    return f"""# How well the embedded library is fitted

Made by `python scripts/fit_library.py {library}` (after `make stage`; scipy), {datetime.date.today()}: {len(variants)}
spectra of {len(MATERIALS)} materials ({len(minerals)} minerals and {len(MATERIALS) - len(minerals)} other surfaces),
{count} Gaussians in optical depth, fitted to records of the USGS spectral library splib07 (Kokaly et al. 2017,
doi 10.5066/F7RR1WDJ, public domain) at the bands of AVIRIS 1995. No measured spectrum is in the plugin.

Errors are those of reflectance over its upper convex hull (0 to 1), the model seen through the library's bands, less
the record's. They tell how well the numbers repeat a record, not how well records stand for a mineral.

| rms error over | median | 75 % | 90 % | 95 % | largest |
|---|---|---|---|---|---|
{quantiles}

Rms error below 0.005 in 2.0 to 2.48 um: {int((swir < 0.005).sum())} of {len(variants)} spectra.

| material | spectra | Gaussians each | rms 2.0-2.48, median | worst | rms 0.4-2.5, median | worst | largest error |
|---|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
