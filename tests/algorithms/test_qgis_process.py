# SPDX-License-Identifier: GPL-2.0-or-later
"""Through the real qgis_process: the list, a Python without torch, interrupts, a full disk, JSON."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60  # for a slow machine to start QGIS
PROMPT_S = 10  # from an interrupt to the end

pytestmark = pytest.mark.skipif(
    not (ROOT / "build" / "plugins").is_dir(), reason="the plugin is not staged: run make stage"
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What `make env` exports, with a QGIS profile of its own."""
    exports = subprocess.run(
        ["bash", "-c", 'eval "$(scripts/env.sh)"; env -0'], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    variables = dict(line.split("=", 1) for line in exports.split("\0") if "=" in line)
    profile = tmp_path_factory.mktemp("qgis")
    for version in (3, 4):
        settings = profile / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[PythonPlugins]\nmineral_prune_plugin=true\n")
    return {**variables, "QGIS_CUSTOM_CONFIG_PATH": str(profile), "LC_ALL": "C.UTF-8"}  # English, whoever tests


@pytest.fixture
def qgis_process(environment, tmp_path):
    """Run qgis_process to its end; `options` go to subprocess.run."""

    def run(*arguments, **options):
        options = {"env": environment, "cwd": tmp_path, "timeout": 3 * PATIENCE_S, **options}
        return subprocess.run(["qgis_process", *arguments], capture_output=True, text=True, **options)

    return run


def command(algorithm, **parameters):
    return ["run", f"mineralprune:{algorithm}", "--", *(f"{name}={value}" for name, value in parameters.items())]


def errors(result):
    """What a user reads of a failed run."""
    assert result.returncode == 1, (result.returncode, result.stdout, result.stderr)
    said = result.stdout + result.stderr
    assert "Traceback" not in said, said
    return said


@pytest.fixture(params=[12_000, 1_000_000])
def large(chain, tmp_path, request):
    """A virtual raster that enlarges the example scene: minutes to map, or weeks, in which no progress bar moves."""
    side = request.param
    path = tmp_path / "large.vrt"
    gdal.Translate(str(path), chain.scene, format="VRT")
    text = path.read_text()
    text = text.replace('rasterXSize="60" rasterYSize="50"', f'rasterXSize="{side}" rasterYSize="{side}"')
    path.write_text(re.sub("<DstRect [^>]*>", f'<DstRect xOff="0" yOff="0" xSize="{side}" ySize="{side}"/>', text))
    assert gdal.Open(str(path)).RasterXSize == side
    return str(path)


def test_the_list_shows_every_algorithm(qgis_process):
    from mineral_prune_plugin.provider import ALGORITHMS

    listed = qgis_process("list").stdout
    assert [kind().name() for kind in ALGORITHMS if f"mineralprune:{kind().name()}\t" not in listed] == []


def test_without_torch_the_provider_loads_and_says_how_to_get_it(qgis_process, environment, chain, tmp_path):
    bare = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    if subprocess.run(["/usr/bin/python3", "-c", "import torch"], env=bare, capture_output=True).returncode == 0:
        pytest.skip("the system's own Python has torch")
    assert "mineralprune:trainmodel" in qgis_process("list", env=bare).stdout
    model = str(tmp_path / "model.safetensors")
    said = errors(qgis_process(*command("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=model), env=bare))
    found = re.search('This needs (.*), which .*: "(.*)" -m pip install (.*)--target "(.*)" (.*)', said)
    missing, python, index, folder, packages = found.groups()
    assert index == ("--extra-index-url https://download.pytorch.org/whl/cpu " if sys.platform == "linux" else "")
    assert "torch" in missing and packages.split() == missing.split(", ")
    of_this_qgis = "import sys; print(sys.version_info[:2])"
    asked = subprocess.run([python, "-c", of_this_qgis], env=bare, capture_output=True, text=True).stdout.strip()
    assert asked == str(sys.version_info[:2])  # the venv is of the Python that QGIS embeds
    assert folder.startswith(environment["QGIS_CUSTOM_CONFIG_PATH"])
    assert not Path(model).exists()
    drawn = command("createexamplescene", WIDTH=20, HEIGHT=20, OUTPUT=tmp_path / "s.tif", LABELS=tmp_path / "l.tif")
    assert qgis_process(*drawn, env=bare).returncode == 0  # needs no torch


@pytest.fixture
def only_qgis(environment):
    """The environment of a QGIS that finds none of torch, safetensors and threadpoolctl."""
    places = str(ROOT / "tests" / "without_packages"), environment["PYTHONPATH"]
    return {**environment, "PYTHONPATH": os.pathsep.join(places)}


def test_maps_by_a_perceptron_need_nothing_that_qgis_lacks_and_are_the_same(
    run, qgis_process, only_qgis, chain, tmp_path
):
    outputs = {name: tmp_path / f"{name}.tif" for name in ("OUTPUT", "CONFIDENCE", "SETTLED")}
    known = {"OUTPUT": str(tmp_path / "known.tif"), "SETTLED": str(tmp_path / "known_settled.tif")}
    run("mapminerals", INPUT=chain.scene, MODEL=chain.model, **known)
    made = qgis_process(*command("mapminerals", INPUT=chain.scene, MODEL=chain.model, **outputs), env=only_qgis)
    assert made.returncode == 0, made.stdout + made.stderr
    for name, path in known.items():
        assert outputs[name].read_bytes() == Path(path).read_bytes()
    confidence = gdal.Open(str(outputs["CONFIDENCE"])).ReadAsArray()
    assert ((confidence > 0) == (gdal.Open(known["OUTPUT"]).ReadAsArray() > 0)).all()
    neurons = tmp_path / "neurons.tif"
    made = qgis_process(*command("mapneurons", INPUT=chain.scene, MODEL=chain.model, OUTPUT=neurons), env=only_qgis)
    assert made.returncode == 0 and gdal.Open(str(neurons)).RasterCount == 12, made.stdout + made.stderr


@pytest.mark.parametrize("needs_torch", ["a DenseNet", "a CUDA device"])
def test_a_map_that_needs_torch_says_so_in_a_sentence(qgis_process, only_qgis, chain, tmp_path, needs_torch):
    from densenets import patch_model

    from mineral_prune_plugin.models.model_file import save

    parameters = {"INPUT": chain.scene, "MODEL": chain.model, "OUTPUT": tmp_path / "map.tif"}
    if needs_torch == "a DenseNet":
        parameters["MODEL"] = tmp_path / "dense.safetensors"
        save(patch_model(), parameters["MODEL"])
    else:
        parameters["DEVICE"] = "cuda"
    said = errors(qgis_process(*command("mapminerals", **parameters), env=only_qgis))
    assert "This needs torch, threadpoolctl, which the Python of this QGIS lacks." in said
    assert not parameters["OUTPUT"].exists()


def interrupted(arguments, environment, folder, ready):
    """Start, interrupt when `ready(what it has printed so far)`, wait: (exit code, seconds until the end, output)."""
    log = folder / "log.txt"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            ["qgis_process", *arguments], env=environment, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not ready(log.read_text()):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        code = process.wait(timeout=PATIENCE_S)
        return code, time.monotonic() - started, log.read_text()
    finally:
        process.kill()


def test_an_interrupted_training_leaves_nothing(environment, chain, files, tmp_path):
    work, output = tmp_path / "work", tmp_path / "output"
    work.mkdir(), output.mkdir()
    parameters = {"INPUT": chain.scene, "SAMPLES": chain.samples, "HIDDEN_UNITS": "1500,1500", "EPOCHS": 100000}
    arguments = command("trainmodel", **parameters, MODEL=output / "model.safetensors", REPORT=output / "report.html")
    code, seconds, said = interrupted(arguments, environment, work, lambda shown: "...20" in shown)
    assert code != 0 and seconds < PROMPT_S
    assert "Cancelled; no output was written." in said and "Traceback" not in said
    assert files(output) == []


def test_an_interrupted_map_leaves_nothing(environment, chain, large, files, tmp_path):
    work, output = tmp_path / "work", tmp_path / "output"
    work.mkdir(), output.mkdir()
    chosen = {"OUTPUT": output / "map.tif", "CONFIDENCE": output / "confidence.tif"}
    arguments = command("mapminerals", INPUT=large, MODEL=chain.model, **chosen)
    code, seconds, said = interrupted(arguments, environment, work, lambda _: list(output.rglob("*.tif")))
    assert code != 0 and seconds < PROMPT_S
    assert "Cancelled; no output was written." in said and "Traceback" not in said
    assert files(output) == []


def full_disk(limit):
    """Files end at `limit` bytes, as on a disk with that much left; the write fails instead of a signal."""

    def before():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return before


def test_a_full_disk_is_said_on_the_terminal_and_leaves_nothing(qgis_process, files, tmp_path):
    output = tmp_path / "output"
    output.mkdir()
    places = {"OUTPUT": output / "scene.tif", "LABELS": output / "labels.tif"}
    said = errors(qgis_process(*command("createexamplescene", **places), preexec_fn=full_disk(100_000)))
    assert any(str(place) in said for place in places.values()), said
    assert files(output) == []


OF_A_FULL_DISK = (
    "mapminerals",
    "mapneurons",
    "exportonnx",
    "drawsamples",
    "drawsamples, nearly",
    "trainmodel",
    "prunemodel",
)


@pytest.fixture(scope="module")
def starved(chain, tmp_path_factory):
    """Runs on a full disk, all in one process: {run: (folder of its outputs, whether it went well, its errors)}."""
    scene, samples = {"INPUT": chain.scene}, {"INPUT": chain.scene, "SAMPLES": chain.samples}
    counts = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    drawn = {**scene, "LABELS": chain.labels, **counts}
    few = {"MODEL": chain.model, "ITERATIONS": 1, "RETRAIN_EPOCHS": 1, "CONTROLS": False}
    runs = {
        "mapminerals": (2_000, {**scene, "MODEL": chain.model}, {"OUTPUT": "map.tif", "CONFIDENCE": "c.tif"}),
        "mapneurons": (20_000, {**scene, "MODEL": chain.model}, {"OUTPUT": "neurons.tif"}),
        "exportonnx": (2_000, {"MODEL": chain.model}, {"OUTPUT": "model.onnx"}),
        "drawsamples": (50_000, drawn, {"OUTPUT": "samples.gpkg"}),
        "drawsamples, nearly": (85_000, drawn, {"OUTPUT": "samples.gpkg"}),
        "trainmodel": (3_000, {**samples, "EPOCHS": 2}, {"MODEL": "model.safetensors"}),
        "prunemodel": (1_000, {**samples, **few}, {"OUTPUT": "pruned.safetensors", "TABLE": "table.csv"}),
    }
    folders = [tmp_path_factory.mktemp("full") for _ in runs]
    orders = [
        (run.split(",")[0], limit, {**parameters, **{name: str(folder / file) for name, file in outputs.items()}})
        for folder, (run, (limit, parameters, outputs)) in zip(folders, runs.items())
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "build" / "plugins"), *sys.path])}
    script = [sys.executable, ROOT / "tests" / "algorithms" / "full_disk.py"]
    options = {"input": json.dumps(orders), "capture_output": True, "text": True, "timeout": 300}
    ended = subprocess.run(script, env=environment, **options)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return {run: (folder, *end) for run, folder, end in zip(runs, folders, json.loads(ended.stdout))}


@pytest.mark.parametrize("run", OF_A_FULL_DISK)
def test_a_full_disk_is_said_and_leaves_nothing(starved, files, run):
    folder, ok, said = starved[run]
    assert not ok and f"{folder}/" in said and "/." not in said and "Traceback" not in said, said
    assert files(folder) == []


def test_json_holds_the_numbers(qgis_process, chain, tmp_path):
    table = tmp_path / "table.csv"
    asked = qgis_process("--json", *command("assessmap", MAP=chain.map, SAMPLES=chain.samples, TABLE=table))
    results = json.loads(asked.stdout)["results"]
    assert 0 < results["OA"] <= 100 and -1 <= results["KAPPA"] <= 1
    assert results["TABLE"] == str(table) and table.exists()


def test_a_relative_path_means_the_folder_one_stands_in(qgis_process, tmp_path, files):
    made = qgis_process(*command("createexamplescene", WIDTH=20, HEIGHT=20, OUTPUT="s.tif", LABELS="l.tif"))
    assert made.returncode == 0, made.stderr
    assert {"s.tif", "l.tif", "l.qml"} <= set(files(tmp_path))


def test_what_is_wrong_is_told_on_the_terminal(qgis_process, chain, tmp_path):
    wrong = command("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, HIDDEN_UNITS=0, MODEL=tmp_path / "m.txt")
    assert "'Hidden units' (HIDDEN_UNITS) must be from 1 to 4096 units, but 0 was given" in errors(qgis_process(*wrong))
    assert os.listdir(tmp_path) == []
