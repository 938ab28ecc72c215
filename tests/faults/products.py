# SPDX-License-Identifier: GPL-2.0-or-later
"""Products as they are downloaded, damaged and changed: opened as their files say, or refused with a sentence.

What a change did not touch must be as before: the pixels where wavelengths were changed, the wavelengths where pixels
were. Each pixel must be one that the files hold, each wavelength one that they state; what is lost must be said.
"""

import functools
import random
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from faults import product_changes as changes
from faults import product_parts as parts
from faults import world
from faults.outcome import fault, refused, right
from osgeo import gdal

FACTORS = (1.0, 1e-3, 1e-4, 1e3, 1e6, 1e-9)  # of a unit in another
NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
LARGEST = 2**22  # values of an output that are compared
PIXEL_FILES = ("tif", "TIF", "jp2", "zip", "ZIP")


@dataclass(frozen=True)
class Base:
    """folder : Path of an untouched product; chosen : what a user chooses, below it; parts : as of `parts`"""

    name: str
    folder: Path
    chosen: str
    parts: dict


@dataclass(frozen=True)
class Shown:
    """What an opened product shows, a tuple or list of a value a band, but for `place`.

    sentences : of the log
    means     : whether bands may be means of two
    """

    pixels: tuple
    centres: np.ndarray
    widths: np.ndarray
    good: list
    scale: list
    place: tuple
    sentences: tuple = ()
    means: bool = False


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    base = generator.choice(bases())
    choices = {
        "MASKS": generator.random() < 0.4,
        "ORTHORECTIFY": generator.random() < 0.7,
        "OVERLAP": generator.choice(("keep", "keep", "vnir", "swir", "average")),
    }
    choices, ending, before = untouched(base.name, generator.choice((".tif", ".tif", ".vrt")), *choices.values())
    product, out = folder / "product", folder / "out"
    shutil.copytree(base.folder, product)
    out.mkdir()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        done = None
        while done is None:
            done = generator.choice(changes.CHANGES)(generator, product)
        chosen = product / base.chosen
        held = _held(product)
        answer = world.run("openproduct", {"INPUT": str(chosen), "OUTPUT": str(out / f"opened{ending}"), **choices})
        outcome = judged(done, base, replace(before, means=choices["OVERLAP"] == "average"), product, out, answer)
        if _held(product) != held:
            outcome = fault(done, "the folder of the product is another")
    finally:
        gdal.PopErrorHandler()
    return replace(outcome, what=f"{base.name}, {done}", detail=f"{ending} {choices}: {outcome.detail}"[:900])


def judged(done, base, before, product, out, answer):
    """The Outcome.

    done         : what was done
    base, before : Base, and the Shown of it
    product, out : Paths of the folders of the changed product and of the output
    answer       : world.Answer
    """
    left = sorted(path.name for path in out.iterdir())
    if answer.crash:
        return fault(done, f"raised {answer.crash}")
    if any("Traceback" in notice or "\n" in notice.strip() for notice in answer.notices):
        return fault(done, f"told {answer.notices}")
    if answer.results is None:
        return (
            fault(done, f"refused, and there is {left}: {answer.sentence}") if left else refused(done, answer.sentence)
        )
    if [name for name in left if not name.startswith("opened.")]:
        return fault(done, f"beside the output there is {left}")
    if _values(answer.results["OUTPUT"]) > LARGEST:
        return right(done, "as large as its files say: too large to be compared in the memory of a case")
    now = shown(answer.results["OUTPUT"], answer.notices)
    if now is None:
        unread = answer.results["OUTPUT"].endswith(".vrt")
        return right(done, "refers to a file that GDAL does not read") if unread else fault(done, "unreadable output")
    stated = parts.parts(product)
    wrong = difference(before, now, stated, parts.differing(base.parts, stated), done)
    return fault(done, wrong) if wrong else right(done, "as its files say")


def difference(before, now, stated, changed, done):
    """How an opened product shows what its files do not say; "" where it does not.

    before, now : Shown of the untouched and of the changed product
    stated      : parts of the changed product
    changed     : names of the parts that are others
    done        : what was done
    """
    may = set().union(*map(parts.bears_on, changed)) if changed else set()
    same = {name: _equal(getattr(before, name), getattr(now, name)) for name in parts.ALL}
    if parts.CENTRES in may and not same[parts.CENTRES]:  # bands are others, or in another order
        same[parts.PIXELS] = all(any(_equal(each, known) for known in before.pixels) for each in now.pixels)
        may |= {parts.WIDTHS, parts.GOOD, parts.SCALE}
    strange = [name for name in sorted(parts.ALL) if not same[name] and name not in may]
    if strange:
        return f"{', '.join(strange)} differ though only {changed[:4]} did"
    if changes.CUT in done and done.split(":")[0] in PIXEL_FILES and not same[parts.PIXELS]:
        return "a file that was cut short gives other pixels, without a word"
    strange = "" if same[parts.PIXELS] else _strange_pixels(before, now, stated)
    return strange or _strange_bands(before, now, stated, same)


def _strange_pixels(before, now, stated):
    """Pixels that no file holds; of means, and of files that cannot be read here, none are known."""
    if before.means or any("(unread)" in name for name in stated):
        return ""
    held = [value.ravel() for value in stated.values() if isinstance(value, np.ndarray)]
    held = np.unique(np.concatenate([each.astype(np.float64) for each in [*held, *(b.ravel() for b in before.pixels)]]))
    values = np.unique(np.concatenate([each.ravel().astype(np.float64) for each in now.pixels]))
    values = values[np.isfinite(values)]
    empty = {scale[2] for scale in now.scale}
    strange = [value for value in values[~np.isin(values, held)] if value not in empty]
    return f"pixels {strange[:3]} are in no file" if strange else ""


def _strange_bands(before, now, stated, same):
    """Wavelengths and widths that no file states, or that were lost without a word."""
    numbers, unread = _numbers(stated), any("(unread)" in name for name in stated)
    for name in (parts.CENTRES, parts.WIDTHS):
        values, known = getattr(now, name), getattr(before, name)
        for value in values[np.isfinite(values)]:
            near = np.concatenate([known, *(numbers * factor for factor in FACTORS)])
            if not unread and not np.isclose(near, value, rtol=2e-6, atol=1e-12).any():
                return f"{name}: {value!r} um is stated nowhere"
            if not 0 < value < 100:
                return f"{name}: {value!r} um cannot be"
        lost = np.isnan(values).sum() > np.isnan(known).sum()
        if lost and set(now.sentences) <= set(before.sentences):
            return f"{name} are lost without a word"
    if (
        not unread
        and not same[parts.GOOD]
        and len(now.good) == len(before.good)
        and set(now.sentences) <= set(before.sentences)
    ):
        return "bands are marked otherwise without a word"
    return ""


def _numbers(stated):
    """float64: all numbers of the parts that say something of wavelengths or widths."""
    numbers = []
    for name, value in stated.items():
        if parts.bears_on(name) & {parts.CENTRES, parts.WIDTHS}:
            values = value.ravel() if isinstance(value, np.ndarray) else map(float, NUMBER.findall(value)[:20_000])
            numbers.append(np.array(list(values), np.float64))
    numbers = np.concatenate(numbers) if numbers else np.empty(0)
    return numbers[np.isfinite(numbers)]


def _equal(first, second):
    if isinstance(first, np.ndarray):
        return first.shape == second.shape and np.array_equal(first, second, equal_nan=first.dtype.kind == "f")
    if isinstance(first, tuple) and first and isinstance(first[0], np.ndarray):
        return len(first) == len(second) and all(map(_equal, first, second))
    return repr(first) == repr(second)


def shown(path, sentences=()):
    """The Shown of a raster; None where GDAL does not read it. path : of the raster; sentences : of its making"""
    from mineral_prune_plugin.raster.band_table import read_bands

    dataset = gdal.Open(str(path))
    pixels = None if dataset is None else dataset.ReadAsArray()
    if pixels is None:
        return None
    table, _ = read_bands(dataset, Path(path).name)
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    scale = [(band.GetScale() or 1.0, band.GetOffset() or 0.0, band.GetNoDataValue()) for band in bands]
    place = dataset.GetGeoTransform(can_return_null=True), dataset.GetProjection(), dataset.GetMetadata("RPC")
    texts = tuple(re.sub(r"[\d.]+ MB|/\S*", "", each) for each in sentences)
    pixels = tuple(pixels if pixels.ndim == 3 else pixels[None])
    return Shown(pixels, table.centres_um, table.widths_um, list(table.good), scale, place, texts)


def _values(path):
    dataset = gdal.Open(str(path))
    return dataset.RasterXSize * dataset.RasterYSize * dataset.RasterCount if dataset else 0


def _held(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


@functools.cache
def untouched(name, ending, masks, orthorectify, overlap):
    """(choices, ending, Shown) of the untouched product of a name, as near to the wanted ones as it opens."""
    base = next(base for base in bases() if base.name == name)
    choices = {"MASKS": masks, "ORTHORECTIFY": orthorectify, "OVERLAP": overlap}
    with tempfile.TemporaryDirectory() as folder:
        for end in (ending, ".tif"):
            output = str(Path(folder) / f"opened{end}")
            answer = world.run("openproduct", {"INPUT": str(base.folder / base.chosen), "OUTPUT": output, **choices})
            if answer.results is not None:
                seen = shown(output, answer.notices)
                return choices, end, seen
    raise RuntimeError(f"the untouched {name} does not open: {answer}")


@functools.cache
def bases():
    """The Bases: written once a process, in its temporary folder."""
    from products.miniatures import ahsi, aster, aviris, desis, emit, enmap, prisma, sentinel2, tanager

    def emit_with_masks(folder):
        emit.build_mask(folder, np.eye(emit.ROWS, emit.COLUMNS, dtype=bool))
        return emit.build(folder)[0]

    def zipped(folder):
        made = enmap.build(folder)
        path = enmap.zipped(made, folder)
        shutil.rmtree(made.path.parent)
        return replace(made, path=path)

    builders = {
        "EMIT": emit_with_masks, "EnMAP": enmap.build, "EnMAP zip": zipped, "PRISMA": prisma.build,
        "DESIS": desis.build, "AVIRIS": aviris.build, "Tanager": tanager.build,
        "Tanager basic": functools.partial(tanager.build, basic=True), "GF-5 AHSI": ahsi.build,
        "ZY1 AHSI": functools.partial(ahsi.build, sensor="ZY1E"),
        "Sentinel-2": lambda folder: sentinel2.build(folder)[20], "ASTER": lambda folder: aster.build(folder)["VNIR"],
    }  # fmt: skip
    return tuple(_built(name, build) for name, build in builders.items())


def _built(name, build):
    folder = Path(tempfile.mkdtemp())
    chosen = build(folder).path.relative_to(folder)
    return Base(name, folder, str(chosen), parts.parts(folder))


def prepare(folder):
    """The inputs, before the first case, whose memory is not theirs. folder : of the worker"""
    world.qgis()
    for base in bases():
        untouched(base.name, ".tif", False, True, "keep")
