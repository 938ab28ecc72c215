# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all, whatever goes wrong on the way."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import TRANSFORM, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.classes import MineralClass
from mineral_prune_plugin.errors import (
    Cancelled,
    OutputFailed,
    OutputFolderMissing,
    OutputIsInput,
    OutputLinkBroken,
    OutputTwice,
)
from mineral_prune_plugin.outputs import all_whole, refuse_input_as_output, whole
from mineral_prune_plugin.outputs.output_notices import StyleKept
from mineral_prune_plugin.outputs.side_files import HEAD
from mineral_prune_plugin.progress import silent


def everything(folder):
    """Name -> content of all files below a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_finished_output_stands_in_its_place_with_its_side_files(tmp_path):
    with whole(tmp_path / "map.tif") as partial:
        partial.write_bytes(b"map")
        partial.with_suffix(".qml").write_bytes(b"style")
        (partial.parent / "map.tif.aux.xml").write_bytes(b"aux")
        assert partial.name == "map.tif" and partial.parent.parent == tmp_path
        assert not (tmp_path / "map.tif").exists()
    assert everything(tmp_path) == {"map.tif": b"map", "map.qml": b"style", "map.tif.aux.xml": b"aux"}
    assert [child.name for child in tmp_path.iterdir() if child.is_dir()] == []


@pytest.mark.parametrize("failure", [Cancelled(), ValueError("bug"), KeyboardInterrupt(), MemoryError()])
def test_nothing_stays_of_a_run_that_raises(tmp_path, failure):
    (tmp_path / "map.tif").write_bytes(b"old")
    with pytest.raises(type(failure)), whole(tmp_path / "map.tif") as partial:
        partial.write_bytes(b"half")
        partial.with_suffix(".qml").write_bytes(b"style")
        raise failure
    assert everything(tmp_path) == {"map.tif": b"old"}
    assert len(list(tmp_path.iterdir())) == 1


def test_an_existing_output_is_replaced(tmp_path):
    (tmp_path / "map.tif").write_bytes(b"old")
    with whole(tmp_path / "map.tif") as partial:
        partial.write_bytes(b"new")
        assert (tmp_path / "map.tif").read_bytes() == b"old"
    assert everything(tmp_path) == {"map.tif": b"new"}


@pytest.mark.parametrize("suffix", [".aux.xml", ".ovr", ".msk"])
def test_side_files_of_the_raster_that_is_replaced_do_not_stay(tmp_path, suffix):
    (tmp_path / "map.tif").write_bytes(b"old")
    (tmp_path / f"map.tif{suffix}").write_bytes(b"statistics, overviews or a mask of the old map")
    (tmp_path / f"other.tif{suffix}").write_bytes(b"another's")
    with whole(tmp_path / "map.tif") as partial:
        partial.write_bytes(b"new")
    assert everything(tmp_path) == {"map.tif": b"new", f"other.tif{suffix}": b"another's"}


def test_a_missing_folder_is_refused_before_the_work(tmp_path):
    with pytest.raises(OutputFolderMissing) as refused, whole(tmp_path / "no" / "map.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts == {"output": "map.tif", "folder": str(tmp_path / "no")}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputFolderMissing) as refused, whole(tmp_path / "file" / "map.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts["folder"] == str(tmp_path / "file")


def test_a_folder_that_cannot_be_written_is_refused():
    with pytest.raises(OutputFailed) as refused, whole("/proc/map.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts["output"] == "/proc/map.tif"
    assert refused.value.facts["reason"]


def test_a_folder_in_place_of_the_output_is_refused_before_the_work(tmp_path):
    (tmp_path / "map.tif").mkdir()
    with pytest.raises(OutputFailed) as refused, whole(tmp_path / "map.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts == {"output": str(tmp_path / "map.tif"), "reason": "Is a directory"}
    assert [path.name for path in tmp_path.iterdir()] == ["map.tif"]


def test_a_failed_write_of_the_system_is_an_output_that_failed(tmp_path):
    with pytest.raises(OutputFailed) as failed, whole(tmp_path / "map.tif"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert failed.value.facts == {"output": str(tmp_path / "map.tif"), "reason": "No space left on device"}
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_a_writer_names_the_output_and_not_the_hidden_folder(tmp_path):
    with pytest.raises(OutputFailed) as failed, all_whole(tmp_path / "a.tif", tmp_path / "b.tif") as (_, second):
        raise OutputFailed(output=str(second), reason=f"{second}: No space left on device")
    place = str(tmp_path / "b.tif")
    assert failed.value.facts == {"output": place, "reason": f"{place}: No space left on device"}


def test_two_outputs_appear_only_when_both_are_finished(tmp_path):
    with pytest.raises(Cancelled), all_whole(tmp_path / "a.tif", tmp_path / "b.tif") as (first, second):
        first.write_bytes(b"a")
        second.write_bytes(b"b")
        raise Cancelled()
    assert list(tmp_path.iterdir()) == []
    with all_whole(tmp_path / "a.tif", None, "", tmp_path / "b.tif") as (first, none, empty, second):
        assert none is None and empty is None
        first.write_bytes(b"a")
        second.write_bytes(b"b")
    assert everything(tmp_path) == {"a.tif": b"a", "b.tif": b"b"}


def test_one_file_for_two_outputs_is_refused(tmp_path):
    with pytest.raises(OutputTwice) as refused, all_whole(tmp_path / "a.tif", tmp_path / "." / "a.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts == {"output": str(tmp_path / "a.tif")}


def test_two_rasters_that_would_share_a_style_are_refused(tmp_path):
    with pytest.raises(OutputTwice), all_whole(tmp_path / "q.tif", tmp_path / "q.tiff"):
        pytest.fail("the block must not run")
    with all_whole(tmp_path / "q.tif", tmp_path / "q.csv", tmp_path / "r.tiff") as files:
        for file in files:
            file.write_text("new")


def test_an_output_that_is_an_input_is_refused_by_whatever_name(tmp_path):
    raster = tmp_path / "scene.tif"
    raster.write_bytes(b"")
    (tmp_path / "link.tif").symlink_to(raster)
    for output in (raster, tmp_path / "link.tif", tmp_path / "." / "scene.tif", str(raster)):
        with pytest.raises(OutputIsInput) as refused:
            refuse_input_as_output(output, None, tmp_path / "missing.tif", raster)
        assert refused.value.facts == {"output": str(output)}
    refuse_input_as_output(tmp_path / "map.tif", raster)
    refuse_input_as_output(None, raster)


def test_an_output_in_a_folder_that_is_read_replaces_none_of_its_files(tmp_path):
    folder = tmp_path / "library"
    (folder / "below").mkdir(parents=True)
    (tmp_path / "link").symlink_to(folder)
    for place in (folder, folder / "below"):
        (place / "spectra.csv").write_bytes(b"")
    for output in (folder / "spectra.csv", folder / "below" / "spectra.csv", tmp_path / "link" / "spectra.csv"):
        with pytest.raises(OutputIsInput) as refused:
            refuse_input_as_output(str(output), str(folder))
        assert refused.value.facts == {"output": str(output)}
    (tmp_path / "library of another.csv").write_bytes(b"")
    for output in (folder / "new.csv", tmp_path / "library of another.csv"):
        refuse_input_as_output(output, folder)


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writes beyond the limit then fail like those on a full disk
import numpy as np
from pathlib import Path
from mineral_prune_plugin.errors import OutputFailed
from mineral_prune_plugin.raster.geotiff import Layout, geotiff
from mineral_prune_plugin.outputs import whole
from mineral_prune_plugin.raster.source import Grid
from mineral_prune_plugin.raster.windows import Window

folder, what = Path(sys.argv[1]), sys.argv[2]
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    if what == "text":
        with whole(folder / "out") as path:
            path.write_text("x" * 50_000)
    else:
        grid = Grid(512, 512, (0, 1, 0, 0, 0, -1), "", True)
        noise = np.random.default_rng(1).integers(0, 255, (1, 512 * 512), np.uint8)
        rows = 512 if what == "at once" else 64
        with whole(folder / "out") as path, geotiff(path, Layout(grid, np.uint8, ("noise",))) as writer:
            for row in range(0, 512, rows):
                writer.write(Window(0, row, 512, rows), noise[:, row * 512 : (row + rows) * 512])
except OutputFailed as error:
    print("OutputFailed", Path(error.facts["output"]).name, bool(error.facts["reason"]))
"""


@pytest.mark.parametrize("what", ["text", "at once", "in parts"])
def test_a_full_disk_is_an_error_and_leaves_no_file(tmp_path, what):
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root / "build" / "plugins")}
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), what]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == "OutputFailed out True", result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_raster_that_replaces_another_has_none_of_its_statistics(tmp_path):
    path = write_geotiff(tmp_path / "map.tif", np.full((1, 4, 4), 9, np.uint8))
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetStatistics(False, True)[1] == 9
    dataset = None
    assert (tmp_path / "map.tif.aux.xml").exists()
    with whole(path) as partial:
        write_geotiff(partial, np.full((1, 4, 4), 3, np.uint8), transform=TRANSFORM)
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetStatistics(False, True)[1] == 3


def test_an_output_that_is_a_link_replaces_what_it_leads_to_and_the_link_stays(tmp_path):
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "real.tif", tmp_path / "map.tif"
    real.write_bytes(b"old")
    link.symlink_to("far/real.tif")
    (tmp_path / "map.tif.aux.xml").write_bytes(b"statistics of the old map")
    (tmp_path / "map.qml").write_bytes(HEAD + b"style of the old map")
    for _ in range(2):
        with whole(link) as partial:
            assert partial.name == "real.tif"
            partial.write_bytes(b"new")
            partial.with_suffix(".qml").write_bytes(HEAD + b"style")
    assert os.readlink(link) == "far/real.tif" and real.read_bytes() == link.read_bytes() == b"new"
    assert (tmp_path / "map.qml").read_bytes() == HEAD + b"style"  # QGIS looks for it beside the link
    assert sorted(everything(tmp_path)) == ["far/real.qml", "far/real.tif", "map.qml", "map.tif"]


def test_a_link_to_a_file_that_is_to_be_made_leads_to_it_then(tmp_path):
    (tmp_path / "map.tif").symlink_to("real.tif")
    with whole(tmp_path / "map.tif") as partial:
        partial.write_bytes(b"new")
    assert os.readlink(tmp_path / "map.tif") == "real.tif" and (tmp_path / "real.tif").read_bytes() == b"new"


@pytest.mark.parametrize("target", ["no such folder/real.tif", "map.tif"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path, target):
    (tmp_path / "map.tif").symlink_to(target)
    with pytest.raises(OutputLinkBroken) as refused, whole(tmp_path / "map.tif"):
        pytest.fail("the block must not run")
    assert refused.value.facts == {"output": str(tmp_path / "map.tif"), "target": target}
    assert os.readlink(tmp_path / "map.tif") == target


def test_two_links_to_one_file_are_one_output(tmp_path):
    for name in ("a.tif", "b.tif"):
        (tmp_path / name).symlink_to("real.tif")
    with pytest.raises(OutputTwice), all_whole(tmp_path / "a.tif", tmp_path / "b.tif"):
        pytest.fail("the block must not run")


def styled(path, style, told):
    with whole(path, replace(silent(), tell=told.append)) as partial:
        partial.write_bytes(b"map")
        partial.with_suffix(".qml").write_bytes(style)


def test_a_style_of_the_plugin_is_replaced_and_one_that_a_person_saved_is_kept(tmp_path):
    told, mine = [], b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\">mine"
    styled(tmp_path / "map.tif", HEAD + b"first", told)
    styled(tmp_path / "map.tif", HEAD + b"second", told)
    assert told == [] and everything(tmp_path) == {"map.tif": b"map", "map.qml": HEAD + b"second"}
    for _ in range(2):
        (tmp_path / "map.qml").write_bytes(mine)
        styled(tmp_path / "map.tif", HEAD + b"third", told)
    assert (tmp_path / "map.qml").read_bytes() == HEAD + b"third"
    assert (tmp_path / "map (kept).qml").read_bytes() == (tmp_path / "map (kept 2).qml").read_bytes() == mine
    assert [type(notice) for notice in told] == [StyleKept] * 2 and told[0].serious
    assert str(tmp_path / "map.qml") in str(told[0]) and "map (kept).qml" in str(told[0])


def test_the_styles_that_the_plugin_writes_are_known_as_its_own(qgis):
    from mineral_prune_plugin.interface.layer_styles import samples_style
    from mineral_prune_plugin.mapping.legend import confidence_style, style

    minerals = [MineralClass(1, "alunite", "#ff0000")]
    for text in (style(minerals), confidence_style(), samples_style(minerals)):
        assert text.encode().startswith(HEAD)


def test_no_sentence_names_the_hidden_folder(tmp_path):
    with pytest.raises(OutputFailed) as failed, whole(tmp_path / "map.tif") as partial:
        raise OutputFailed(output=str(partial), reason=f"cannot write {partial}: No space left")
    assert str(failed.value).startswith(f"{tmp_path}/map.tif could not be written (cannot write {tmp_path}/map.tif: No")
