# SPDX-License-Identifier: GPL-2.0-or-later
"""`make demo`: what it takes, what it refuses in a sentence, and what its summary reads from the results."""

import importlib.util
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "scripts" / "demo.py"
HERE = str(DEMO)  # a file that is there


@pytest.fixture
def demo():
    specification = importlib.util.spec_from_file_location("demo", DEMO)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--scene", HERE], "SCENE and LABELS go together"),
        (["--labels", HERE, "--library", "embedded"], "LABELS belong to a scene"),
        (["--minerals", "alunite"], "MINERALS are chosen from a spectral library"),
        (["--library", "nowhere.sli"], "nowhere.sli does not exist"),
        (["--scene", "nowhere.img", "--library", "embedded"], "nowhere.img does not exist"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused_before_anything_runs(arguments, sentence):
    result = subprocess.run([sys.executable, DEMO, *arguments], capture_output=True, text=True, timeout=60)
    assert result.returncode == 2 and sentence in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--scene", HERE, "--labels", HERE],
        ["--library", "embedded"],
        ["--scene", HERE, "--library", HERE, "--minerals", "alunite"],
        ["--scene", HERE, "--labels", HERE, "--library", str(ROOT / "tests")],
    ],
)
def test_a_library_takes_the_place_of_labels_or_stands_beside_them(demo, monkeypatch, arguments):
    monkeypatch.setattr(sys, "argv", ["demo.py", *arguments])
    read = demo.parse_arguments()
    given = dict(zip(arguments[::2], arguments[1::2]))
    assert (read.scene, read.labels) == (given.get("--scene"), given.get("--labels"))
    assert (read.library, read.minerals) == (given.get("--library"), given.get("--minerals"))


def test_make_hands_library_and_minerals_on_only_where_they_are_given():
    def command(*variables):
        return subprocess.run(
            ["make", "-n", "demo", *variables], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout

    assert '--library "$LIBRARY"' in command("LIBRARY=embedded")
    assert '--minerals "$MINERALS"' in command("LIBRARY=embedded", "MINERALS=alunite; mica = muscovite")
    assert "--library" not in command() and "--minerals" not in command()


def test_minerals_follow_the_class_numbers_of_the_samples_so_that_map_and_labels_agree(demo, tmp_path):
    path = str(tmp_path / "samples.gpkg")
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer("samples", geom_type=ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("mineral", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    for name, number in (("calcite", 10), ("alunite", 2), ("muscovite", 1), ("alunite", 2)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["mineral"], feature["class"] = name, number
        layer.CreateFeature(feature)
    del feature, layer, source  # in this order: written to disk
    assert demo.minerals_of(path) == ["muscovite", "alunite", "calcite"]


def test_the_summary_tells_the_accuracy_of_named_samples_from_that_of_all(demo, tmp_path):
    table = tmp_path / "accuracy.csv"
    table.write_text(
        "class,measure,successes,n,value_percent,low_percent,high_percent\n"
        ",overall_accuracy,3,4,75,30.1,95.4\n,overall_accuracy_unclassified_wrong,3,10,30,10.8,60.3\n",
        encoding="utf-8",
    )
    assert demo.overall(table) == "75.00 (30.10 to 95.40)"
    assert demo.overall(table, demo.NAMED_OR_WRONG) == "30.00 (10.80 to 60.30)"


def test_the_summary_counts_every_pixel_of_the_map(demo, tmp_path):
    path = str(tmp_path / "map.tif")
    classes = np.array([[1, 1, 2], [0, 1, 0]], np.uint8)
    written = gdal.GetDriverByName("GTiff").Create(path, 3, 2, 1, gdal.GDT_Byte)
    written.GetRasterBand(1).WriteArray(classes)
    written.GetRasterBand(1).SetRasterCategoryNames(["unclassified", "alunite", "calcite", "", "opal"])
    del written
    *minerals, (unclassified, pixels) = demo.class_counts(path)
    assert minerals == [("alunite", 3), ("calcite", 1), ("opal", 0)]
    assert unclassified.startswith("unclassified") and pixels == 2


@pytest.mark.parametrize("arguments", [[], ["--library", "embedded"]])
def test_the_summary_is_made_while_qgis_runs_for_gdal_has_no_drivers_afterwards(demo, tmp_path, monkeypatch, arguments):
    done = []

    @contextmanager
    def toolbox(plugins):
        yield lambda name, parameters: done.append(name) or {}
        done.append("end")

    monkeypatch.setitem(sys.modules, "toolbox", SimpleNamespace(toolbox=toolbox))
    monkeypatch.setattr(sys, "argv", ["demo.py", *arguments])
    monkeypatch.setattr(demo, "FOLDER", tmp_path / "demo")
    monkeypatch.setattr(demo, "minerals_of", lambda samples: ["alunite"])
    for name in ("summary", "library_summary"):
        monkeypatch.setattr(demo, name, lambda *_: done.append("summary"))
    demo.main()
    assert done[0] == "createexamplescene" and done[-2:] == ["summary", "end"]


def test_a_step_shows_a_command_to_copy_and_the_first_that_fails_ends_the_demo(demo, capsys):
    demo.step(lambda name, parameters: {}, "Train", "trainmodel", ACCURACY="test samples", MODEL="a b.safetensors")
    command = "$ qgis_process run mineralprune:trainmodel -- 'ACCURACY=test samples' 'MODEL=a b.safetensors'"
    assert command in capsys.readouterr().out.splitlines()
    with pytest.raises(SystemExit, match="'Train' failed"):
        demo.step(lambda name, parameters: None, "Train", "trainmodel")
