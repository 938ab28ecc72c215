# SPDX-License-Identifier: GPL-2.0-or-later
"""Every algorithm of the plugin on small inputs, as a run of its own process that can be killed.

The process is a fork of one that has QGIS and torch loaded, so that a thousand runs are bearable.
"""

import contextlib
import functools
import importlib
import json
import os
import pkgutil
import re
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from faults import world

MINERALS = "muscovite; kaolinite; halloysite; calcite; montmorillonite; alunite; chalcedony"
SHORT = {  # parameters of a short run beside inputs and outputs
    "createexamplescene": {"WIDTH": 30, "HEIGHT": 20},
    "openproduct": {},
    "drawsamples": {"TRAIN_PER_CLASS": "8", "VALIDATION_PER_CLASS": "8", "TEST_PER_CLASS": "8"},
    "trainmodel": {"EPOCHS": 3, "HIDDEN_UNITS": "8", "UNLABELLED": 0},
    "trainfromlibrary": {"EPOCHS": 1, "UNLABELLED": 50, "HIDDEN_UNITS": "8", "MINERALS": MINERALS},
    "comparehiddensizes": {"SIZES": "4, 6", "SEEDS": 1, "EPOCHS": 2, "UNLABELLED": 0},
    "prunemodel": {"ITERATIONS": 1, "RETRAIN_EPOCHS": 2, "UNLABELLED": 0},
    "trainsparsedensenet": {"PATCH_SIZE": 3, "DEPTH": 2, "GROWTH": 4, "STAGES": 2, "EPOCHS": 2, "UNLABELLED": 0},
    "mapminerals": {},
    "mapneurons": {},
    "exportonnx": {},
    "explainpixels": {},
    "assessmap": {},
    "comparemodels": {},
    "tidymap": {"SMALLEST": 3},
    "mappolygons": {},
    "areas": {},
}
FILES = {"rasterDestination": ".tif", "sink": ".gpkg"}
ENDINGS = {"MODEL": ".safetensors", "TABLE": ".csv", "REPORT": ".html"}
FILES_OF = {("prunemodel", "OUTPUT"): ".safetensors", ("exportonnx", "OUTPUT"): ".onnx"}
ADDED_TO = {"SCENES"}  # outputs of which what is there stays
WRITTEN_AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d \(UTC[+-]\d{4}\)")
PATIENCE_S, BUSY = 100, 3  # of the processor; of the clock so many times as much, for the machine may be busy


@functools.cache
def chain():
    """Input by parameter name, files in a folder of this process, made by the plugin itself."""
    folder = Path(tempfile.mkdtemp())
    names = {"INPUT": "scene.tif", "LABELS": "labels.tif", "SAMPLES": "samples.gpkg", "MODEL": "model.safetensors"}
    names |= {"MODEL_B": "second.safetensors", "MAP": "map.tif"}
    files = {name: str(folder / file) for name, file in names.items()}
    seen, labelled = ({name: files[name] for name in ("INPUT", second)} for second in ("SAMPLES", "LABELS"))
    for algorithm, parameters in (
        ("createexamplescene", {"WIDTH": 40, "HEIGHT": 30, "OUTPUT": files["INPUT"], "LABELS": files["LABELS"]}),
        ("drawsamples", {**SHORT["drawsamples"], **labelled, "OUTPUT": files["SAMPLES"]}),
        ("trainmodel", {**SHORT["trainmodel"], **seen, "EPOCHS": 20, "MODEL": files["MODEL"]}),
        ("trainmodel", {**SHORT["trainmodel"], **seen, "SEED": 5, "EPOCHS": 20, "MODEL": files["MODEL_B"]}),
        ("mapminerals", {"INPUT": files["INPUT"], "MODEL": files["MODEL"], "OUTPUT": files["MAP"]}),
    ):  # fmt: skip
        answer = forked(algorithm, parameters).answer
        if answer is None or answer.results is None:
            raise RuntimeError(f"{algorithm} did not run: {answer}")
    for algorithm in ("trainmodel", "comparehiddensizes"):  # what they import later is there for all the forks to come
        learn_imports(algorithm, {**SHORT[algorithm], **seen, **outputs_of(algorithm, folder / "learnt")})
    return {**files, "MODEL_A": files["MODEL"], "POINTS": files["SAMPLES"]}


def inputs_of(algorithm):
    """Parameters of a short run, without outputs. algorithm : short id"""
    names = [d.name() for d in made(algorithm).parameterDefinitions() if not d.isDestination()]
    return {**{name: chain()[name] for name in names if name in chain()}, **SHORT[algorithm]}


def outputs_of(algorithm, folder):
    """A file for every destination that a run replaces. algorithm : short id; folder : Path"""
    outputs = {}
    for definition in made(algorithm).destinationParameterDefinitions():
        name = definition.name()
        if name in ADDED_TO:
            continue
        ending = FILES_OF.get((algorithm, name)) or ENDINGS.get(name, ".tif")
        outputs[name] = str(folder / f"{name.lower()}{FILES.get(definition.type(), ending)}")
    return outputs


@functools.cache
def made(algorithm):
    """The algorithm itself, held: its definitions die with it. algorithm : short id"""
    load()
    from qgis.core import QgsApplication

    return QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")


@functools.cache
def load():
    """All that a run imports, so that it is there after a fork. No threads are started."""
    world.qgis()
    import mineral_prune_plugin

    for name in ("torch", "safetensors.numpy", "threadpoolctl", "matplotlib", "onnx"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for module in pkgutil.walk_packages(mineral_prune_plugin.__path__, "mineral_prune_plugin."):
        if ".desktop" not in module.name and ".resources" not in module.name:
            importlib.import_module(module.name)


def learn_imports(algorithm, parameters):
    """Import here what a run of an algorithm imports. algorithm, parameters : as of `forked`"""
    Path(parameters["REPORT"]).parent.mkdir(exist_ok=True)
    for name in forked(algorithm, parameters).modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


class Ended:
    """How a forked run ended.

    answer : world.Answer, None where it was killed
    code   : exit code, minus the signal where it was killed
    events : that its trigger counted, of files and of questions whether it is cancelled
    seconds: that it took
    modules: names of those that are imported in it
    """

    def __init__(self, answer, code, events, seconds, modules=()):
        self.answer, self.code, self.events, self.seconds, self.modules = answer, code, events, seconds, modules


def forked(algorithm, parameters, before=lambda log: None, during=lambda process: None, after=lambda: None):
    """Run an algorithm in a fork of this process: Ended.

    algorithm, parameters : as of world.run
    before                : called in the fork with the Log of the run
    during                : called here with the id of the fork
    after                 : called in the fork when the run has ended, before it writes its answer
    """
    run = start(algorithm, parameters, before, after)
    during(run[0])
    return finish(*run)


def start(algorithm, parameters, before=lambda log: None, after=lambda: None):
    """(id of the fork, path of its answer, when it started). As of `forked`"""
    load()
    descriptor, path = tempfile.mkstemp()
    os.close(descriptor)
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        _run_and_exit(algorithm, parameters, before, after, path)
    return process, path, started


def finish(process, path, started):
    """The Ended of a run that was started. process, path, started : as of `start`"""
    code = _wait(process, started)
    text = Path(path).read_text()
    Path(path).unlink()
    answer, events, modules = json.loads(text) if text else (None, {}, ())
    return Ended(world.Answer(**answer) if answer else None, code, events, time.monotonic() - started, modules)


def _run_and_exit(algorithm, parameters, before, after, path):
    try:
        log = world.Log()
        before(log)
        try:
            answer = world.run(algorithm, parameters, log)
        except BaseException as error:  # an interrupt from the keyboard
            answer = world.Answer(crash=repr(error), notices=tuple(log.notices))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        after()
        events = {"files": EVENTS["files"], "questions": log.questions}
        document = {**asdict(answer), "results": None if answer.results is None else {}}
        Path(path).write_text(json.dumps([document, events, sorted(sys.modules)]))
    finally:
        os._exit(0)


def _wait(process, started):
    while _spent(process) < PATIENCE_S and time.monotonic() < started + BUSY * PATIENCE_S:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    raise RuntimeError(f"hang: the run did not end within {PATIENCE_S} s of the processor, or {BUSY} times as many")


def _spent(process):
    """Seconds of the processor that a process has taken."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


# --- what happens at the n-th time that a run has to do with files

TOUCHING = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "open", "os.listdir", "os.scandir"}
EVENTS = {"files": 0}


def at_file_event(number, act):
    """Arrange in a fork that `act()` is called before its number-th file event, from 1."""

    def count(event, arguments):
        if event in TOUCHING:
            EVENTS["files"] += 1
            if EVENTS["files"] == number:
                act()

    sys.addaudithook(count)


# --- what is in a folder


def visible(folder):
    """Name -> content of the files that a user sees below a folder. folder : Path"""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(p.relative_to(folder)): content(p) for p in paths if ".partial" not in str(p.relative_to(folder))}


def hidden(folder):
    """Paths of hidden drafts below a folder. folder : Path"""
    return [path for path in folder.rglob("*.partial") if path.name.startswith(".")]


def content(path):
    """The bytes of a file as text, without the minute of a report; of a GeoPackage, which holds one too, its features.

    path : Path
    """
    if path.suffix != ".gpkg" or path.read_bytes()[:6] != b"SQLite":
        return WRITTEN_AT.sub("", path.read_bytes().decode("latin-1"))
    from osgeo import ogr

    source = ogr.Open(str(path))
    if source is None:
        return "no layer can be read"
    return repr([feature.ExportToJson() for layer in source for feature in layer])


def untouched(files):
    """Name, size and time of change of each file beside the inputs. files : as of `chain`"""
    folder = Path(files["INPUT"]).parent
    return [(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(folder.rglob("*"))]
