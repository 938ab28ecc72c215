# SPDX-License-Identifier: GPL-2.0-or-later
"""The command maps every scene of an archive, and a second run only what is missing."""

import json
import os
import sqlite3

from making import random_model
from osgeo import gdal

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.progress import silent


def rows(archive, columns="path, state, failure, attempts"):
    with sqlite3.connect(archive.out / "ledger.sqlite") as ledger:
        return ledger.execute(f"SELECT {columns} FROM scenes ORDER BY path").fetchall()


def test_every_scene_gets_the_map_that_the_algorithm_makes_with_names_and_colours_inside(three):
    archive, scenes = three
    ended = archive.map(*scenes)
    assert ended.code == 0, ended.log
    assert "3 scenes: 3 mapped" in ended.out
    for scene in scenes:
        place = archive.out / scene.stem / scene.name
        plain = archive.folder / "plain.tif"
        map_minerals(MapJob(str(scene), load(archive.model), str(plain)), silent())
        cloud, expected = gdal.Open(str(place)), gdal.Open(str(plain))
        assert cloud.GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (cloud.ReadAsArray() == expected.ReadAsArray()).all()
        assert cloud.GetGeoTransform() == expected.GetGeoTransform()
        band, other = cloud.GetRasterBand(1), expected.GetRasterBand(1)
        assert band.GetMetadata()["class_name_1"] == "alunite"
        assert band.GetNoDataValue() == 0
        colours = [each.GetColorTable().GetColorEntry(2) for each in (band, other)]
        assert colours[0] == colours[1]
        assert place.with_suffix(".qml").read_text() == plain.with_suffix(".qml").read_text()
        facts = json.loads(place.with_suffix(".json").read_text())
        assert facts["scene"] == str(scene)
        assert sum(facts["pixels"].values()) == 40 * 40
        assert len(facts["model"]["sha256"]) == 64
        assert facts["versions"]["gdal"]


def test_processes_of_dask_map_the_same_bytes_as_one_process(three):
    archive, scenes = three
    archive.map(*scenes)
    ended = archive.map(*scenes, "--workers", 2, out=archive.folder / "dask")
    assert ended.code == 0, ended.log
    assert archive.maps() == archive.maps(archive.folder / "dask")


def test_what_a_killed_run_left_of_the_layer_over_all_maps_goes_with_the_next_run(three):
    """At once: a kill in the moment in which it was written left a hidden folder until a minute had passed."""
    archive, scenes = three
    draft = archive.out / ".minerals-abcd1234.partial"
    draft.mkdir(parents=True)
    for name in (".lock", "minerals.qml"):
        (draft / name).write_text("")
    assert archive.map(*scenes).code == 0
    assert not draft.exists() and (archive.out / "minerals.vrt").exists()


def test_a_second_run_maps_only_what_is_missing_or_has_changed(three):
    archive, scenes = three
    archive.map(*scenes)
    before = {scene: (archive.out / scene.stem / scene.name).stat().st_mtime_ns for scene in scenes}
    (archive.out / scenes[0].stem / scenes[0].name).unlink()
    archive.add(scenes[1].name, seed=9)
    ended = archive.map(*scenes, archive.add("scene3.tif"))
    assert "4 scenes: 3 mapped" in ended.out
    assert "1 mapped before" in ended.out
    after = {scene: (archive.out / scene.stem / scene.name).stat().st_mtime_ns for scene in scenes}
    assert [before[scene] == after[scene] for scene in scenes] == [False, False, True]


def with_header(scene, wavelengths):
    """The header that ENVI writes beside a GeoTIFF."""
    text = f"ENVI\nfile type = TIFF\nwavelength units = Micrometers\nwavelength = {{{wavelengths}}}\n"
    scene.with_suffix(".hdr").write_text(text)


def test_a_scene_whose_header_has_changed_is_mapped_again(archive):
    """GDAL lists the header of a GeoTIFF among its files from 3.13 on alone."""
    scene = archive.add("scene.tif")
    with_header(scene, "2.0, 2.1, 2.2, 2.3")
    assert "1 mapped" in archive.map(scene).out
    assert "0 mapped, 1 mapped before" in archive.map(scene).out
    with_header(scene, "2.3, 2.2, 2.1, 2.0")
    assert "1 scenes: 1 mapped" in archive.map(scene).out


def test_bad_input_is_tried_again_once_its_header_is_corrected(archive):
    scene = archive.add("scene.tif")
    with_header(scene, "2.0, 2.1")
    assert "lists 2 values under 'wavelength'" in archive.map(scene).log + archive.map(scene).out
    with_header(scene, "2.0, 2.1, 2.2, 2.3")
    assert "1 mapped" in archive.map(scene).out


def test_another_model_maps_all_of_them_again(three):
    archive, scenes = three
    archive.map(*scenes)
    save(random_model(seed=1), archive.model)
    assert "3 scenes: 3 mapped" in archive.map(*scenes).out
    assert "3 scenes: 3 mapped" in archive.map(*scenes, "--min-confidence", 0.5).out
    assert "3 scenes: 0 mapped, 3 mapped before" in archive.map(*scenes, "--min-confidence", 0.5).out


def test_bad_input_is_named_and_the_others_go_on_and_it_is_not_tried_again_until_it_changes(three):
    archive, scenes = three
    broken, absent = archive.folder / "broken.tif", archive.folder / "absent.tif"
    broken.write_bytes(b"no raster")
    ended = archive.map(*scenes, broken, absent, "--json-lines")
    assert ended.code == 1
    failures = {event["name"]: event for event in ended.events if event["event"] == "scene" and event["failure"]}
    assert set(failures) == {"broken", "absent"}
    assert failures["broken"]["failure"] == "bad input"
    assert "broken.tif cannot be read as a raster" in failures["broken"]["reason"]
    assert failures["broken"]["attempts"] == 1
    assert [path for path in os.listdir(archive.out) if path.startswith("broken")] == []
    again = archive.map(*scenes, broken, absent)
    assert again.code == 1
    assert "0 mapped, 3 mapped before, 2 failed" in again.out
    archive.add("broken.tif")
    repaired = archive.map(*scenes, broken, absent)
    assert "1 mapped" in repaired.out
    assert ("broken.tif", "done") in [(os.path.basename(path), state) for path, state, *_ in rows(archive)]


def test_the_exit_code_tells_all_from_some_from_none_from_not_begun(three):
    archive, scenes = three
    broken = archive.folder / "broken.tif"
    broken.write_bytes(b"no raster")
    assert archive.map(broken).code == 3
    archive.model.write_bytes(b"no model")
    refused = archive.map(*scenes)
    assert refused.code == 2
    assert "model.safetensors is not a usable model" in refused.log
