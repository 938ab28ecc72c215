# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes in an object store that is busy, slow or down, and some that are not there."""

from collections import Counter

from benchmarks.cluster.store import BUCKET, Faults, ObjectStore


def test_a_store_that_answers_500_and_waits_is_asked_again_and_the_map_is_the_same(archive):
    local = archive.add("busy.tif", side=60)
    archive.add("down.tif", side=60)
    asked = Counter()

    def fails(path):
        asked[path.split("?")[0]] += 1
        return "down.tif" in path or ("busy.tif" in path and asked[path.split("?")[0]] % 2)

    scenes = [f"s3://{BUCKET}/{name}.tif" for name in ("busy", "down", "absent")]
    out = archive.folder / "remote"
    with ObjectStore(archive.folder, Faults(fails, lambda path: asked[path] == 2)) as store:
        scenes.append(f"http://{store.variables['AWS_S3_ENDPOINT']}/{BUCKET}/gone.tif")
        variables = {**store.variables, "GDAL_HTTP_MAX_RETRY": "2"}
        ended = archive.map(*scenes, "--json-lines", "--pause", 0.1, out=out, **variables)
    states = {event["name"]: event for event in ended.events if event["event"] == "scene"}
    assert ended.code == 1, ended.log
    assert states["busy"]["state"] == "done", states["busy"]["reason"]
    assert (states["down"]["failure"], states["down"]["attempts"]) == ("passing", 3), states["down"]["reason"]
    assert (states["absent"]["failure"], states["absent"]["attempts"]) == ("bad input", 1), states["absent"]["reason"]
    assert (states["gone"]["failure"], states["gone"]["attempts"]) == ("bad input", 1), states["gone"]["reason"]
    assert store.failed > 5
    archive.map(local)
    assert archive.maps(out)["busy/busy.tif"] == archive.maps()["busy/busy.tif"]
