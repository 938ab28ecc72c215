# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes are named by paths, patterns, CSV files and STAC items; runs side by side share them."""

import json

from osgeo import gdal


def names(archive):
    return sorted(path.parent.name for path in archive.out.glob("*/*.tif"))


def item(name, href, roles=("data",), time="2024-05-06T07:08:09Z"):
    assets = {"reflectance": {"href": href, "roles": list(roles)}, "look": {"href": "x.png", "roles": ["thumbnail"]}}
    return {"type": "Feature", "id": name, "properties": {"datetime": time}, "assets": assets}


def test_patterns_and_tables_and_stac_items_name_scenes_and_each_is_mapped_once(three):
    archive, scenes = three
    table = archive.folder / "jobs.csv"
    table.write_text("\ufeffscene,name,note\nscene0.tif,first,x\nscene1.tif,,y\n,,\n", encoding="utf-8")
    items = archive.folder / "items.json"
    items.write_text(json.dumps({"type": "FeatureCollection", "features": [item("stac", "./scene2.tif")]}))
    ended = archive.map(table, f"--manifest={items}", archive.folder / "scene?.tif")
    assert ended.code == 0, ended.log
    assert names(archive) == ["first", "scene1", "stac"]
    stac = json.loads((archive.out / "stac" / "stac.stac.json").read_text())
    assert stac["properties"]["datetime"] == "2024-05-06T07:08:09Z"
    assert stac["assets"]["map"]["href"] == "./stac.tif"
    assert stac["assets"]["map"]["classification:classes"][0]["name"] == "alunite"
    assert stac["properties"]["proj:epsg"] == 32611
    west, south, east, north = stac["bbox"]
    assert -117.01 < west < east < -116.98
    assert 37.57 < south < north < 37.60


def test_files_of_one_name_get_outputs_of_two(archive):
    for folder in ("a", "b"):
        (archive.folder / folder).mkdir()
        archive.add(f"{folder}/scene.tif", seed=ord(folder))
    ended = archive.map(archive.folder / "?/scene.tif")
    assert ended.code == 0, ended.log
    assert len(names(archive)) == 2
    assert all(name.startswith("scene-") for name in names(archive))
    assert "2 mapped before" in archive.map(archive.folder / "?/scene.tif").out


def test_lists_that_cannot_be_used_are_refused_with_what_was_expected(archive):
    def refused(name, text, *options):
        path = archive.folder / name
        path.write_text(text)
        ended = archive.map(path, *options)
        assert ended.code == 2, ended.log
        return ended.log

    assert "its columns are file, x. Expected is a CSV file with a column 'scene'" in refused("a.csv", "file,x\n1,2\n")
    assert "Expected is a STAC item or item collection" in refused("a.json", "{not json")
    assert "There is no scene in" in refused("b.csv", "scene\n")
    assert "an entry has no assets" in refused("b.json", json.dumps({"type": "FeatureCollection", "features": [1]}))
    twice = {
        **item("x", "a.tif"),
        "assets": {"a": {"href": "a.tif", "roles": ["data"]}, "b": {"href": "b.tif", "roles": ["data"]}},
    }
    assert "x has 2 assets that may be the scene (a, b): name one" in refused("c.json", json.dumps(twice))
    assert "x has no asset c; it has a, b" in refused("d.json", json.dumps(twice), "--asset", "c")
    clash = refused("c.csv", "scene,name\na.tif,same\nb.tif,same\n")
    assert "would both be written to same" in clash
    assert "No file matches" in archive.map(archive.folder / "absent*.tif").log


def test_runs_side_by_side_share_the_scenes_and_a_last_run_maps_none_and_shows_all(three):
    archive, scenes = three
    for number in (1, 2):
        ended = archive.map(*scenes, "--shard", f"{number}/2")
        assert ended.code == 0, ended.log
        assert f"{3 - number} mapped" in ended.out
    assert not (archive.out / "minerals.vrt").exists()
    ended = archive.map(*scenes)
    assert "3 scenes: 0 mapped, 3 mapped before" in ended.out
    assert (archive.out / "minerals.vrt").is_file()


def test_one_layer_shows_all_maps_with_names_and_colours_and_moves_with_them(archive):
    first = archive.add("first.tif", seed=1)
    beside = archive.add("beside.tif", seed=2, transform=(500_800.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0))
    nowhere = archive.add("nowhere.tif", transform=None, epsg=None)
    ended = archive.map(first, beside, nowhere)
    assert ended.code == 0, ended.log
    assert "1 maps have no place on the Earth" in ended.log
    moved = archive.folder / "moved"
    archive.out.rename(moved)
    together = gdal.Open(str(moved / "minerals.vrt"))
    assert (together.RasterXSize, together.RasterYSize) == (80, 40)
    maps = [gdal.Open(str(moved / name / f"{name}.tif")).ReadAsArray() for name in ("first", "beside")]
    assert (together.ReadAsArray()[:, :40] == maps[0]).all()
    assert (together.ReadAsArray()[:, 40:] == maps[1]).all()
    assert together.GetRasterBand(1).GetCategoryNames()[1] == "alunite"
    assert 'label="kaolinite"' in (moved / "minerals.qml").read_text()
    assert str(archive.folder) not in (moved / "minerals.vrt").read_text()


def test_a_map_in_another_zone_is_shown_warped_and_told(archive):
    scenes = [archive.add("a.tif"), archive.add("b.tif"), archive.add("c.tif", epsg=32610)]
    ended = archive.map(*scenes)
    assert ended.code == 0, ended.log
    assert "1 maps are in another coordinate system than most" in ended.log
    assert len(gdal.Open(str(archive.out / "minerals.vrt")).GetFileList()) >= 3
