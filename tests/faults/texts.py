# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile texts wherever an algorithm takes or reads one: refused with one sentence, or nothing live is written.

Parameters, paths, names of minerals, classes, bands and library records, and the texts of headers.
"""

import random
import re
import shutil
from pathlib import Path

import numpy as np
from faults import every_algorithm as runs
from faults import world
from faults.outcome import fault, refused, right
from osgeo import gdal

TEXTS = (
    "\x00",
    "a\x00b",
    "\ud800",
    "x\udcffy",
    "\n",
    "a\nb",
    "a\r\nb",
    "\t",
    "\x1b[31mred",
    "\x07",
    "\u2028",
    "\u202egpj.exe",
    "a\u200bb",
    "\u2066x\u2069",
    "\ufeffx",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;",
    "%1 %2 %s",
    "{}",
    "{0} {output}",
    "{raster!r:>9999}",
    "${HOME}",
    "=1+1",
    "-1+1",
    "@SUM(A1)",
    "+1",
    "'; drop table x",
    '"',
    "'",
    "\\",
    "a" * 300,
    "\u4e00" * 90,
    "y" * 20_000,
    "e\u0301" * 50,
    "\U0001d518",
    "\u200f\u05d0",
    "NULL",
    "nan",
    "inf",
    "None",
    "1e999",
    "../../x",
    "/",
    "C:\\x",
    "~",
    ";",
    "a=b=c",
    ";;=;",
    ",,,",
    "-",
    "--help",
    " ",
    "\u3000",
    "CON",
    ".",
    "..",
    "1_000",
    "\u0663\u0660",
)
LIVE = re.compile(r"(?i)<script>alert|<img src=x|<b>x</b>")
ALGORITHMS = [name for name in runs.SHORT if name not in ("createexamplescene", "trainsparsedensenet")]


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    text = generator.choice(TEXTS)
    return generator.choice((_parameter, _parameter, _path, _place, _minerals, _bands, _legend, _library))(
        generator, text, folder
    )


def judged(what, algorithm, parameters, folder):
    """The Outcome of a run.

    what                  : of the Outcome
    algorithm, parameters : as of world.run
    folder                : Path of what it may write
    """
    answer = world.run(algorithm, parameters)
    if answer.crash:
        return fault(what, f"{algorithm} raised {answer.crash}")
    for notice in answer.notices:
        if "Traceback" in notice or "\n" in notice.strip() or not notice.isprintable():
            return fault(what, f"{algorithm} told {notice!r}")
    if answer.results is None:
        shown = answer.sentence if answer.sentence.isprintable() else f"{answer.sentence!r}\n"
        return refused(what, shown) if len(shown) < 4000 else fault(what, f"{algorithm}: {len(shown)} characters")
    for path in folder.rglob("*"):
        if path.suffix == ".html" and LIVE.search(path.read_text(encoding="utf-8")):
            return fault(what, f"{algorithm}: live HTML in {path.name}")
        if (
            path.suffix == ".csv"
            and path.parent.name == "out"
            and re.search(r"(?m)(^|,)\"?[=@]", path.read_text("utf-8"))
        ):
            return fault(what, f"{algorithm}: a formula in {path.name}")
    return right(what, algorithm)


def outputs(algorithm, folder):
    (folder / "out").mkdir(exist_ok=True)
    return runs.outputs_of(algorithm, folder / "out")


def _parameter(generator, text, folder):
    algorithm = generator.choice(ALGORITHMS)
    kinds = ("string", "field", "file", "raster", "source", "enum", "number", "range", "maplayer")
    names = [d.name() for d in runs.made(algorithm).parameterDefinitions() if d.type() in kinds]
    strings = [d.name() for d in runs.made(algorithm).parameterDefinitions() if d.type() in ("string", "field")]
    name = generator.choice(strings if strings and generator.random() < 0.7 else names)
    parameters = {**runs.inputs_of(algorithm), **outputs(algorithm, folder), name: text}
    return judged("a parameter", algorithm, parameters, folder)


def _named(generator, text, folder, ending):
    """A path in a folder whose name has the text as far as a name may; None where none can be."""
    name = text.replace("/", "").replace("\x00", "")[:60]
    path = folder / f"{name}{generator.choice(('', 'x'))}{ending}"
    try:
        path.write_bytes(b"")
        path.unlink()
    except (OSError, UnicodeError, ValueError):
        return None
    return path


def _path(generator, text, folder):
    """An input file with such a name."""
    algorithm = generator.choice([name for name in ALGORITHMS if name != "openproduct"])
    inputs = runs.inputs_of(algorithm)
    name = generator.choice([key for key in inputs if key in runs.chain() and key != "MAP"] or ["MAP"])
    source = Path(inputs[name])
    path = _named(generator, text, folder, source.suffix)
    if path is None:
        return right("a path that cannot be")
    shutil.copy(source, path)
    if generator.random() < 0.5:
        path.write_bytes(path.read_bytes()[: generator.choice((0, 10, 300, 2000))])
    return judged("the path of an input", algorithm, {**inputs, **outputs(algorithm, folder), name: str(path)}, folder)


def _place(generator, text, folder):
    """An output with such a name, or in such a folder, which may not be there."""
    algorithm = generator.choice(ALGORITHMS)
    given = outputs(algorithm, folder)
    name = generator.choice(sorted(given))
    file = Path(given[name])
    place = folder / text.replace("\x00", "")[:60] if generator.random() < 0.5 else None
    if place is not None and generator.random() < 0.7:
        try:
            place.mkdir(parents=True, exist_ok=True)
        except (OSError, UnicodeError):
            return right("a path that cannot be")
    path = f"{place}/{file.name}" if place else f"{file.parent}/{text}{file.suffix}"
    return judged("the path of an output", algorithm, {**runs.inputs_of(algorithm), **given, name: path}, folder)


def _minerals(generator, text, folder):
    """Samples with such names of minerals, splits or fields."""
    from qgis.core import QgsFeature, QgsField, QgsFields, QgsGeometry, QgsPointXY, QgsVectorLayer
    from qgis.PyQt.QtCore import QVariant

    source = QgsVectorLayer(runs.chain()["SAMPLES"], "samples", "ogr")
    layer = QgsVectorLayer(f"Point?crs={source.crs().authid()}", text[:50].replace("\x00", ""), "memory")
    odd = generator.choice(("mineral", "split", "class", "field"))
    fields = QgsFields()
    for name, kind in (("mineral", QVariant.String), ("class", QVariant.Int), ("split", QVariant.String)):
        fields.append(QgsField(text if odd == "field" and name == "mineral" else name, kind))
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features, share = [], generator.choice((1.0, 0.3, 0.02))
    for each in source.getFeatures():
        point = each.geometry().asPoint()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(point.x(), point.y())))
        values = [each["mineral"], each["class"], each["split"]]
        number = {"mineral": 0, "split": 2}.get(odd)
        if number is not None and generator.random() < share:
            values[number] = None if text == "NULL" else text
        if odd == "class" and generator.random() < share:
            values[1] = generator.choice((None, -1, 0, 2**31 - 1))
        feature.setAttributes(values)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    algorithm = generator.choice(("trainmodel", "assessmap", "comparemodels", "prunemodel", "comparehiddensizes"))
    parameters = {**runs.inputs_of(algorithm), **outputs(algorithm, folder), "SAMPLES": layer}
    return judged(f"samples, {odd}", algorithm, parameters, folder)


def _bands(generator, text, folder):
    """A raster whose bands, wavelengths, units or header have the text."""
    source = gdal.Open(runs.chain()["INPUT"])
    cube = source.ReadAsArray()
    path, clean = (
        folder / "scene.img",
        text.replace("\x00", "").encode("utf-8", "surrogateescape" if "\udcff" in text else "replace"),
    )
    gdal.GetDriverByName("ENVI").CreateCopy(str(path), source)
    header = path.with_suffix(".hdr")
    lines = header.read_bytes().decode("latin-1")
    shown = clean.decode("latin-1")
    key = generator.choice(
        ("band names", "wavelength", "wavelength units", "description", "bbl", "map info", "fwhm", "x y")
    )
    lines = re.sub(rf"(?ms)^{key} = (\{{.*?\}}|.*?)\n(?=[a-z ]+ =|\Z)", "", lines)
    count = len(cube)
    listed = ", ".join(generator.choice((shown, str(1.9 + 0.01 * n))) for n in range(count))
    value = shown if key in ("wavelength units", "x y") else f"{{{listed}}}"
    header.write_bytes(f"{lines.rstrip()}\n{key} = {value}\n".encode("latin-1"))
    algorithm = generator.choice(
        ("mapminerals", "mapneurons", "trainmodel", "drawsamples", "trainfromlibrary", "openproduct")
    )
    return judged(
        f"header, {key}",
        algorithm,
        {**runs.inputs_of(algorithm), **outputs(algorithm, folder), "INPUT": str(path)},
        folder,
    )


def _legend(generator, text, folder):
    """A class raster whose category names have the text."""
    labels = gdal.Open(runs.chain()["LABELS"])
    labels.GetMetadata()
    names = list(labels.GetRasterBand(1).GetCategoryNames() or ["", *"abcdefg"])
    clean = text.replace("\x00", "")
    try:
        clean.encode()
    except UnicodeError:
        clean = "\ufffd"
    for number in range(len(names)):
        if generator.random() < generator.choice((0.2, 0.9)):
            names[number] = clean
    path = folder / "labels.tif"
    copy = gdal.GetDriverByName("GTiff").CreateCopy(str(path), gdal.GetDriverByName("MEM").CreateCopy("", labels))
    copy.GetRasterBand(1).SetCategoryNames(names)
    copy = None
    algorithm, name = generator.choice((("drawsamples", "LABELS"), ("assessmap", "MAP"), ("assessmap", "REFERENCE")))
    parameters = {**runs.inputs_of(algorithm), **outputs(algorithm, folder), name: str(path)}
    if name == "REFERENCE":
        parameters.pop("SAMPLES", None)
    if name == "LABELS":
        parameters |= {f"{split}_PER_CLASS": "2" for split in ("TRAIN", "VALIDATION", "TEST")}
    return judged(f"class names of {name}", algorithm, parameters, folder)


def _library(generator, text, folder):
    """A table of spectra, or of ENVI, whose names or headings have the text."""
    um = np.linspace(1.9, 2.5, 40)
    names = [generator.choice((text, f"{text} {n}", f"muscovite {n}", f"alunite {n}")) for n in range(6)]
    heading = generator.choice(("wavelength (um)", text, f"wavelength ({text})"))
    rows = [
        [heading, *names],
        *([f"{each:.4f}", *(f"{0.4 + 0.05 * n * np.sin(9 * each):.4f}" for n in range(6))] for each in um),
    ]
    if generator.random() < 0.2:
        rows[generator.randrange(1, 40)][generator.randrange(7)] = text
    path = folder / "library.csv"
    quote = generator.choice(("", '"'))
    lines = [",".join(f"{quote}{cell}{quote}" for cell in row) for row in rows]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    algorithm = generator.choice(("trainfromlibrary", "prunemodel"))
    minerals = generator.choice((text, "", f"{text} = muscovite; b = alunite", f"a = {text}; b = alunite"))
    parameters = {**runs.inputs_of(algorithm), **outputs(algorithm, folder), "LIBRARY": str(path)}
    parameters |= {"MINERALS": minerals} if algorithm == "trainfromlibrary" else {}
    return judged("a library", algorithm, parameters, folder)


def prepare(folder):
    """The inputs, before the first case, whose memory is not theirs. folder : of the worker"""
    runs.chain()
