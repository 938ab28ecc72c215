# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a map by the card has the bytes of the processor's, and how fast either is.

Classes of arrays in memory need no GDAL; maps of files do, and are left out, with a sentence, where it is missing.
"""

from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import numpy as np

from mineral_prune_plugin.threads import one_thread

from .run import gdal_is_there

FEATURES = ("reflectance", "normalised", "continuum", "asai")
HIDDEN = ((30,), (64, 32))
LEAST_CONFIDENCES = (0.0, 0.6)
TWIN = 2.0**-22  # relative difference of the last layer's first two rows in the model of near ties
WITHOUT_GDAL = "GDAL is missing here: classes of arrays in memory are compared and timed, maps of files are not."
OF_DENSENETS = (
    "The plugin computes maps of DenseNets on the processor whatever the device: `mapping/classifiers.py` moves "
    "nothing of them to the card, so that their rows show only that asking for the card changes nothing."
)
BLOCK = 250  # rows of a cube for timing, which repeat


def same_bytes(record, run):
    """The section on the bytes. record : Record; run : Run"""
    there = gdal_is_there()
    compare_classes(record, run)
    if not there:
        record.note(WITHOUT_GDAL)
        return
    record.note(OF_DENSENETS)
    compare_maps(record, run)


def compare_classes(record, run):
    """Of a cube in memory, by numpy, by torch on the processor and by the card's code, in both orders of the bands."""
    from benchmarks.map.cubes import rows

    cube = with_gaps(rows(0, run.sizes.kernel_side, run.sizes.kernel_side))
    by_pixel = np.ascontiguousarray(cube.transpose(1, 2, 0)).transpose(2, 0, 1)
    with one_thread():
        for name, model, least in models():
            for order, raw in (("band", cube), ("pixel", by_pixel)):
                run.progress.raise_if_cancelled()
                record.row("Classes of arrays in memory", **compared(model, least, raw, run.device, name, order))


def compared(model, least, raw, device, name, order):
    """A row. model : Model; least : confidence; raw : int16 (n_bands, height, width); device, name, order : words"""
    kernels = kernels_of(model, least, device)
    classes = {way: classes_of(kernel, raw) for way, kernel in kernels.items()}
    known, doubtful = classes["torch"]
    card, doubtful_on_card = classes["card"]
    differs = np.flatnonzero(card != known)
    gaps = gaps_of(model, raw.reshape(len(raw), -1)[:, differs])
    return {
        "model": name,
        "least confidence": least,
        "bands by": order,
        "pixels": known.size,
        "classes": len(np.unique(known)),
        "same as torch": not len(differs),
        "same as numpy": bool(np.array_equal(card, classes["numpy"][0])),
        "differing": len(differs),
        "largest gap of these": float(gaps.max()) if len(gaps) else None,
        "settled in float64, card": doubtful_on_card,
        "settled, processor": doubtful,
    }


def models():
    """(name, Model, least confidence) of every feature and depth, and of two classes that are nearly tied."""
    from benchmarks.map.cubes import bench_model

    for feature in FEATURES:
        for hidden, least in zip(HIDDEN, LEAST_CONFIDENCES):
            yield f"{feature}, {'-'.join(map(str, hidden))}", bench_model(feature, hidden), least
        yield f"{feature}, near ties", of_twins(bench_model(feature)), 0.0


def of_twins(model):
    """The Model, of which the first two classes differ by rounding. model : Model of a Perceptron"""
    *weights, last = model.network.weights
    *biases, bias = model.network.biases
    last, bias = last.copy(), bias.copy()
    signs = np.random.default_rng(4).choice(np.float32([-TWIN, TWIN]), last.shape[1])
    last[1], bias[1] = last[0] * (1 + signs), bias[0]
    return replace(model, network=replace(model.network, weights=(*weights, last), biases=(*biases, bias)))


def with_gaps(cube):
    """The cube with pixels of the no-data value and of zeros. cube : int16 (n_bands, height, width), changed"""
    cube[:, 3, 4:40], cube[:, 5, 6], cube[2, 7, 8] = -9999, 0, -9999
    return cube


def kernels_of(model, least, device):
    """{way: kernel} for cubes of `benchmarks.map.cubes`. model, least : as of `compared`; device : of torch"""
    from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel
    from mineral_prune_plugin.mapping.kernel.pixels import RawKernel
    from mineral_prune_plugin.mapping.kernel.torch_pixels import TorchKernel
    from mineral_prune_plugin.raster.band_matching import BandSelection
    from mineral_prune_plugin.raster.validity import Scaling

    bands = model.network.inputs
    scaling = Scaling(np.full(bands, 1e-4), np.zeros(bands), (-9999.0,) * bands)
    ways = {"numpy": RawKernel, "torch": TorchKernel, "card": partial(DeviceKernel, device=device)}
    selection = BandSelection(tuple(range(1, bands + 1)))
    return {way: kernel(model, scaling, selection, least) for way, kernel in ways.items()}


def classes_of(kernel, raw):
    """(classes, uint8 (n,), how many pixels float32 did not decide), piece by piece as a worker does it.

    kernel : RawKernel or one of its kind; raw : int16 (n_bands, height, width)
    """
    scratch, parts, doubtful = kernel.scratch(), [], 0
    rows = max(1, kernel.piece // raw.shape[2])
    for start in range(0, raw.shape[1], rows):
        result = kernel.classify(raw[:, start : start + rows], None, scratch)
        parts.append(result.classes.copy())
        parts[-1][result.doubtful] = kernel.settle(result.inputs)[0]
        doubtful += len(result.doubtful)
    return np.concatenate(parts), doubtful


def gaps_of(model, raw):
    """float64 (n,): the logit of the best class less that of the next, of raw values, int16 (n_bands, n)."""
    from mineral_prune_plugin.spectra.features import compute

    if not raw.shape[1]:
        return np.zeros(0)
    features = compute(model.feature, raw * np.float32(1e-4), model.preprocessing.centres_um).astype(np.float64)
    mean, deviation = model.standardisation.mean, model.standardisation.deviation
    values = (features - mean[:, None]) / deviation[:, None]
    for place, (weight, bias) in enumerate(zip(model.network.weights, model.network.biases)):
        values = weight.astype(np.float64) @ (np.maximum(values, 0) if place else values) + bias[:, None]
    return gaps_between(values)


def gaps_between(logits):
    """(n_classes, n) -> (n,), the largest of each column less the second largest."""
    ordered = np.sort(logits, axis=0)
    return ordered[-1] - ordered[-2]


def compare_maps(record, run):
    """Files: those of the card beside those of the processor."""
    from benchmarks.map.cubes import bench_model, cube_file

    side = run.sizes.kernel_side
    kinds = [(name, model, least) for name, model, least in models() if "near" in name or least]
    kinds += [("DenseNet", densenet(bench_model("normalised")), 0.0)]
    for layout in ("GeoTIFF pixel", "ENVI BSQ"):
        raster = cube_file(run.folder, layout, side, side)
        for name, model, least in kinds:
            run.progress.raise_if_cancelled()
            files = [mapped(run, raster, model, least, device) for device in ("cpu", "cuda")]
            pixels = [pixels_of(file) for file in files]
            record.row(
                "Maps of files",
                raster=layout,
                model=name,
                pixels=pixels[0].size,
                classes=len(np.unique(pixels[0])),
                **{"same bytes": files[0].read_bytes() == files[1].read_bytes()},
                differing=int(np.count_nonzero(pixels[0] != pixels[1])),
            )


def densenet(model):
    """The Model with a DenseNet of the plugin's default size, its weights drawn. model : Model of a Perceptron"""
    from mineral_prune_plugin.models.densenet.compact import compact
    from mineral_prune_plugin.models.densenet.module import DenseNet
    from mineral_prune_plugin.pruning.sparse_settings import SparseSettings

    architecture = SparseSettings().architecture(model.network.inputs, len(model.classes))
    return replace(model, network=compact(DenseNet(architecture, 1)))


def mapped(run, raster, model, least, device):
    """The Path of a class map. raster : Path; model : Model; least : confidence; device : as of MapJob"""
    from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals

    output = run.folder / f"map_{device}.tif"
    with cards_code(run):
        map_minerals(MapJob(str(raster), model, str(output), min_confidence=least, device=device), run.progress)
    return output


@contextmanager
def cards_code(run):
    """In a trial without a card a map that asks for it runs the card's code on the processor."""
    from mineral_prune_plugin.mapping import classifiers
    from mineral_prune_plugin.mapping.kernel.cuda import DeviceKernel

    choose = classifiers.kernel_for

    def chosen(device, grid, model):
        return partial(DeviceKernel, device="cpu") if device == "cuda" else choose(device, grid, model)

    classifiers.kernel_for = choose if run.on_card else chosen
    try:
        yield
    finally:
        classifiers.kernel_for = choose


def pixels_of(path):
    from osgeo import gdal

    gdal.UseExceptions()
    return gdal.Open(str(path)).ReadAsArray()


def speed(record, run):
    """The section on speed. record : Record; run : Run"""
    there = gdal_is_there()
    time_classes(record, run)
    if not there:
        record.note(WITHOUT_GDAL)
        return
    time_maps(record, run)


def time_classes(record, run):
    """One worker, classes of an array in memory; the first call apart, which starts the card."""
    from benchmarks.map.cubes import bench_model, rows
    from benchmarks.map.timing import medians

    cube = rows(0, run.sizes.kernel_side, run.sizes.kernel_side)
    megapixels = cube[0].size / 1e6
    with one_thread():
        for feature in FEATURES:
            kernels = kernels_of(bench_model(feature), 0.0, run.device)
            first = run.seconds(lambda kernel=kernels["card"]: classes_of(kernel, cube))
            works = {way: partial(classes_of, kernel, cube) for way, kernel in kernels.items()}
            found = {f"{way}, ms/Mpixel": 1e3 * s / megapixels for way, s in medians(works, run.sizes.rounds).items()}
            record.row("One worker, arrays in memory", feature=feature, **found, **{"card, first call, s": first})


def time_maps(record, run):
    """Whole maps of files, reading and writing included, with as many workers as the plugin takes."""
    from benchmarks.map.cubes import bench_model
    from benchmarks.map.timing import medians

    for side in run.sizes.sides:
        raster = repeated_cube(run.folder, side)
        for feature in ("reflectance", "asai"):
            run.progress.raise_if_cancelled()
            model = bench_model(feature)
            first = run.seconds(lambda model=model, raster=raster: mapped(run, raster, model, 0.0, "cuda"))
            works = {way: partial(mapped, run, raster, model, 0.0, way) for way in ("cpu", "cuda")}
            seconds = medians(works, run.sizes.rounds)
            cells = {"processor, s": seconds["cpu"], "card, s": seconds["cuda"], "card, first map, s": first}
            cells["card / processor"] = seconds["cuda"] / seconds["cpu"]
            record.row("Maps of files", Mpixel=side**2 / 1e6, feature=feature, **cells)


def repeated_cube(folder, side):
    """The Path of an ENVI cube by pixel, int16, of a block of rows again and again; made if it is not there."""
    from benchmarks.map.cubes import BANDS, UM, rows

    path = folder / f"repeated_{side}.img"
    if path.with_suffix(".hdr").exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    block = np.ascontiguousarray(rows(0, min(BLOCK, side), side).transpose(1, 2, 0))
    with open(path, "wb") as file:
        for start in range(0, side, len(block)):
            file.write(block[: side - start].tobytes())
    header = ["ENVI", f"samples = {side}", f"lines = {side}", f"bands = {BANDS}", "header offset = 0"]
    header += ["file type = ENVI Standard", "data type = 2", "interleave = bip", "byte order = 0"]
    header += ["wavelength units = Micrometers", "reflectance scale factor = 10000"]
    header += ["wavelength = {" + ", ".join(f"{centre:.4f}" for centre in UM) + "}"]
    path.with_suffix(".hdr").write_text("\n".join(header) + "\n", encoding="utf-8")
    return path
