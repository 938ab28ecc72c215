# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectral libraries of every format, damaged and changed: read as they say, or refused with a sentence.

Each wavelength, width and value must be a number that the files state; fewer spectra need a word in the log. A tenth of
the cases train a model from the library, through QGIS, where the reader must have refused first what training refuses.
"""

import functools
import random
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from faults import every_algorithm as runs
from faults import world
from faults.hostile_values import TEXTS, spoilt
from faults.library_parts import numbers, unstated
from faults.outcome import fault, refused, right
from spectra_files import write_ecostress, write_sli, write_values

TRAINED = 0.1  # share of the cases
UM = np.round(np.linspace(1.95, 2.52, 40), 4)
NAMES = tuple(f"{mineral} {number}" for mineral in ("muscovite", "alunite") for number in range(3))
VALUES = np.round(0.5 + 0.2 * np.sin(np.arange(1, 7)[:, None] * 1.7 + UM * np.arange(5, 11)[:, None]), 4)
UNITS = (1.0, 1e-3, 1e-4, 1e4)  # micrometres, nanometres, angstroms; wavenumbers are not stated here
SCALES = (1.0, 1e-2, 1e-4, 1e-3)
NUMBERS = (
    "nan",
    "inf",
    "1e999",
    "1_000",
    "0.4_5",
    "0.\u0664\u0665",
    "\u0663",
    "0x10",
    "",
    "-",
    "1,5",
    "1.2.3",
    "--5",
    "7",
    "-0.3",
    "1e30",
    "2.1d0",
)


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    kind = generator.choice(list(BASES))
    shutil.copytree(base(kind)[0], folder / "library")
    place = folder / "library" / base(kind)[1]
    change = generator.choice(CHANGES)
    what = f"{kind}, {change(generator, folder / 'library')}"
    train = generator.random() < TRAINED
    return trained(what, place, folder) if train else read(what, place, folder, len(base(kind)[2]))


def read(what, place, folder, spectra):
    """The Outcome of reading.

    what    : of the Outcome
    place   : Path of what a user chooses
    folder  : of the case
    spectra : how many the untouched library has
    """
    from mineral_prune_plugin.errors import MineralPruneError
    from mineral_prune_plugin.progress import silent
    from mineral_prune_plugin.spectral_library.read_library import read_library

    told = []
    try:
        libraries = read_library(place, replace(silent(), tell=told.append))
    except MineralPruneError as refusal:
        return refused(what, str(refusal))
    for notice in told:
        if "\n" in str(notice).strip() or not str(notice).isprintable():
            return fault(what, f"told {str(notice)!r}")
    wrong = next(filter(None, (wrong_in(each, numbers(folder / "library")) for each in libraries)), "")
    if wrong:
        return fault(what, wrong)
    if sum(map(len, libraries)) < spectra and not told and not re.search("missing|cut|a file is", what):
        return fault(what, "spectra were left out without a word")
    return right(what, "; ".join(map(str, told)) or "as its files say")


def wrong_in(library, stated):
    """How a Library is not what its files state; "" where it is. stated : as of `numbers`"""
    centres, widths, values = library.wavelengths_um, library.widths_um, library.reflectance
    if not (np.diff(centres) > 0).all() or not np.isfinite(centres).all() or not len(library):
        return "its bands are in no order, or there is no spectrum"
    if widths is not None and not (np.isnan(widths) | ((widths > 0) & (widths < 10))).all():
        return f"widths {widths[:5]}"
    if any("\n" in name or not name.strip() for name in library.names):
        return f"names {library.names[:3]}"
    if values.shape != (len(library.names), len(centres)) or np.isinf(values).any():
        return f"{values.shape} values for {len(library.names)} names and {len(centres)} bands, or infinite ones"
    for name, some, factors in (("wavelength", centres, UNITS), ("width", widths, UNITS), ("value", values, SCALES)):
        strange = None if some is None else unstated(np.ravel(some), stated, factors)
        if strange is not None:
            return f"a {name} of {strange!r} is stated nowhere"
    return ""


def trained(what, place, folder):
    """The Outcome of training a model. what, place, folder : as of `read`"""
    outputs = runs.outputs_of("trainfromlibrary", folder)
    parameters = {**runs.inputs_of("trainfromlibrary"), "LIBRARY": str(place), "MINERALS": "a = muscovite; b = alunite"}
    answer = world.run("trainfromlibrary", {**parameters, **outputs})
    what, there = f"{what}, trained", [path for path in outputs.values() if Path(path).exists()]
    if answer.crash:
        return fault(what, f"raised {answer.crash}")
    for notice in answer.notices:
        if "Traceback" in notice or "\n" in notice.strip() or not notice.isprintable():
            return fault(what, f"told {notice!r}")
    if answer.results is None:
        return fault(what, f"refused, and there is {there}") if there else refused(what, answer.sentence)
    from mineral_prune_plugin.models.model_file import load

    model = load(outputs["MODEL"])
    minerals = {mineral.name for mineral in model.minerals}
    return right(what, "trained") if minerals <= {"a", "b"} and minerals else fault(what, f"minerals {minerals}")


# --- the libraries, each written into a folder; gives what a user chooses of it


def envi(folder):
    write_sli(folder / "lib.sli", VALUES.astype(np.float32), NAMES, wavelength=list(UM), wavelength_units="Micrometers")
    return "lib.sli"


def envi_integers(folder):
    facts = {"wavelength_units": "Nanometers", "reflectance_scale_factor": 10_000, "fwhm": [10.0] * len(UM)}
    values = np.round(VALUES * 10_000).astype(np.int16)
    write_sli(folder / "lib.sli", values, NAMES, order=">", wavelength=list(np.round(UM * 1000, 1)), **facts)
    return "lib.hdr"


def usgs(folder):
    title = " splib07a Record={}: {} {} BECKb AREF"
    for at, (name, values) in enumerate(zip(NAMES, VALUES)):
        write_values(folder / f"{name}.txt", title.format(at + 10, *name.split()), values.tolist())
    write_values(folder / "waves.txt", " splib07a Record=1: Wavelengths BECK Beckman microns", UM.tolist())
    write_values(folder / "fwhm.txt", " splib07a Record=2: Bandpass (FWHM) BECK Beckman in microns", [0.012] * len(UM))
    return "."


def ecostress(folder):
    for name, values in zip(NAMES, VALUES):
        points = [(um, round(100 * value, 4)) for um, value in zip(UM.tolist()[::-1], values.tolist()[::-1])]
        write_ecostress(folder / f"{name}.spectrum.txt", points, name, **{"Sample_No.": "1"})
    return "."


def table(folder, delimiter=","):
    rows = [["wavelength (um)", *NAMES], *([um, *values] for um, values in zip(UM.tolist(), VALUES.T.tolist()))]
    (folder / "lib.csv").write_text("\n".join(delimiter.join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
    return "lib.csv"


def table_across(folder):
    rows = [["name", *UM.tolist()], *([name, *values] for name, values in zip(NAMES, VALUES.tolist()))]
    text = "\n".join(";".join(map(str, row)) for row in rows) + "\n"
    (folder / "lib.csv").write_text(text.replace(".", ","), encoding="utf-8")
    return "lib.csv"


BASES = {
    "ENVI": envi, "ENVI integers": envi_integers, "splib07 folder": usgs, "ECOSTRESS folder": ecostress, "CSV": table,
    "tabs": functools.partial(table, delimiter="\t"), "CSV, decimal commas": table_across,
}  # fmt: skip


@functools.cache
def base(kind):
    """(folder, what a user chooses in it, names of its spectra) of a library of a kind, a key of BASES."""
    folder = Path(tempfile.mkdtemp())
    chosen = BASES[kind](folder)
    return folder, chosen, NAMES


# --- the changes: each (random, folder) -> what was done


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def bytes_spoilt(generator, folder):
    path = generator.choice(files(folder))
    kind, data = spoilt(generator, path.read_bytes())
    path.write_bytes(data)
    return f"{path.suffix[1:]}: {kind}"


def texts(folder):
    return [path for path in files(folder) if path.suffix != ".sli"]


def number_changed(generator, folder):
    path = generator.choice(texts(folder) or files(folder))
    text = path.read_text(encoding="utf-8")
    match = generator.choice(list(re.finditer(r"\d+[.,]?\d*", text)))
    path.write_text(text[: match.start()] + generator.choice(NUMBERS) + text[match.end() :], encoding="utf-8")
    return "a number is another"


def line_changed(generator, folder):
    path = generator.choice(texts(folder))
    lines, kind = path.read_text(encoding="utf-8").split("\n"), generator.choice(("missing", "twice", "swapped", "odd"))
    at = generator.randrange(len(lines) - 1)
    if kind == "swapped":
        lines[at : at + 2] = lines[at : at + 2][::-1]
    elif kind == "odd":
        lines.insert(at, generator.choice(TEXTS).replace("\ud800", "?"))
    else:
        lines[at : at + 1] = [] if kind == "missing" else [lines[at]] * 2
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"a line is {kind}"


def encoded(generator, folder):
    path, code = generator.choice(texts(folder)), generator.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7", "cp037"))
    path.write_bytes(path.read_text(encoding="utf-8").encode(code))
    return f"encoded as {code}"


def file_wrong(generator, folder):
    path, kind = (
        generator.choice(files(folder)),
        generator.choice(("missing", "empty", "a folder", "another's", "a link")),
    )
    data = generator.choice(files(folder)).read_bytes()
    path.unlink()
    if kind == "a folder":
        path.mkdir()
    elif kind == "a link":
        path.symlink_to(folder)
    elif kind != "missing":
        path.write_bytes(b"" if kind == "empty" else data)
    return f"a file is {kind}"


def word_changed(generator, folder):
    path = generator.choice(texts(folder))
    text = path.read_text(encoding="utf-8")
    words = list(re.finditer(r"[A-Za-z]{2,}", text))
    match, new = generator.choice(words), generator.choice((*TEXTS, "nm", "um", "cm-1", "percent", "2", "{", "}", "="))
    text = text[: match.start()] + new + text[match.end() :]
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return "a word is another"


CHANGES = (bytes_spoilt, bytes_spoilt, number_changed, number_changed, line_changed, encoded, file_wrong, word_changed)


def prepare(folder):
    """The inputs, before the first case, whose memory is not theirs. folder : of the worker"""
    runs.chain()
    trained("", base("ENVI")[0] / "lib.sli", Path(tempfile.mkdtemp()))
