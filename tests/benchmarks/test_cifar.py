# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of sparse DenseNets: its readers, a short run that is interrupted and goes on, its page."""

import pickle
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cifar.design import ARMS, PROCESSOR, Row
from benchmarks.cifar.images import (
    decoded,
    decoded_by_pillow,
    flipped_and_shifted,
    from_binary,
    from_jpeg,
    from_python,
    read,
)
from benchmarks.cifar.page import half_width, page
from benchmarks.cifar.table import of_design, read_rows, write_rows

ROOT = Path(__file__).resolve().parents[2]


def test_the_binary_form_of_cifar_10(tmp_path):
    pixels = write_binary(tmp_path, [("data_batch_1", 3), ("data_batch_2", 2), ("test_batch", 2)])
    images, targets = from_binary(tmp_path, "train", 4)
    np.testing.assert_array_equal(images, pixels[:4])
    assert targets.tolist() == [0, 1, 2, 3]
    assert from_binary(tmp_path, "test", 9)[1].tolist() == [5, 6]


def test_the_binary_form_of_cifar_100_has_coarse_labels_too(tmp_path):
    pixels = write_binary(tmp_path, [("train", 3), ("test", 2)], coarse=[19])
    images, targets = from_binary(tmp_path, "test", 2)
    np.testing.assert_array_equal(images, pixels[3:])
    assert targets.tolist() == [3, 4]


@pytest.mark.parametrize("by", ["python 2", "python 3"])
def test_the_python_form_is_read_and_not_unpickled(tmp_path, by):
    pixels = write_binary(tmp_path, [("data_batch_1", 3), ("data_batch_2", 2), ("test_batch", 2)])
    for path in list(tmp_path.glob("*.bin")):
        rows = np.fromfile(path, np.uint8).reshape(-1, 3073)
        path.with_suffix("").write_bytes(pickled(rows[:, 1:], rows[:, 0].tolist(), by))
        path.unlink()
    found = read(tmp_path, 4, 2)
    assert found.train_targets.tolist() == [0, 1, 2, 3] and found.test_targets.tolist() == [5, 6]
    np.testing.assert_array_equal(from_python(tmp_path, "train", 9)[0], pixels[:5])
    harm = b"\x80\x02cos\nmkdir\n(U" + bytes([len(str(tmp_path / "x"))]) + str(tmp_path / "x").encode() + b"tR."
    (tmp_path / "test_batch").write_bytes(harm)
    with pytest.raises((KeyError, ValueError)):
        from_python(tmp_path, "test", 2)
    assert not (tmp_path / "x").exists()


def pickled(pixels, labels, by):
    """A batch as the authors' page has it, by Python 2 with the names of files around; or as Python 3 writes it."""
    if by == "python 3":
        return pickle.dumps({b"data": pixels, b"labels": labels, b"filenames": ["a.png", "b.png"]}, protocol=2)

    def text(value):
        return b"U" + bytes([len(value)]) + value

    numbers = b"](" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    array = b"T" + struct.pack("<i", pixels.size) + pixels.tobytes()
    named = text(b"batch_label") + text(b"batch 1 of 5") + text(b"labels") + numbers + text(b"data") + array
    return b"\x80\x02}(" + named + text(b"filenames") + b"](" + text(b"a.png") + b"e" + b"u."


def test_jpeg_files_one_behind_the_other(tmp_path):
    images, targets = from_jpeg(write_jpeg(tmp_path / "tiny.npz"), "test", 3)
    assert images.shape == (3, 3, 32, 32)
    assert targets.tolist() == [0, 1, 0]
    assert abs(float(images[1].mean()) - 200) < 3


def test_pillow_decodes_jpeg_as_gdal_does_but_for_a_level(tmp_path):
    pytest.importorskip("PIL")
    with np.load(write_jpeg(tmp_path / "tiny.npz")) as archive:
        jpeg = archive["test_jpeg"][archive["test_offsets"][1] : archive["test_offsets"][2]].tobytes()
    by_gdal, by_pillow = decoded(jpeg).astype(int), decoded_by_pillow(jpeg)
    assert by_pillow.shape == by_gdal.shape == (3, 32, 32) and by_pillow.dtype == np.uint8
    assert np.abs(by_pillow - by_gdal).max() <= 1


def test_augmented_images_are_shifted_and_mirrored_ones():
    generator = np.random.default_rng(0)
    images = generator.normal(size=(50, 3, 32, 32)).astype(np.float32)
    found = flipped_and_shifted(images, np.random.default_rng(1))
    for image, changed in zip(images, found):
        middle = changed[:, 4:28, 4:28]
        ways = [
            way[:, r : r + 24, c : c + 24] for way in (image, image[:, :, ::-1]) for r in range(9) for c in range(9)
        ]
        assert sum(np.array_equal(middle, way) for way in ways) == 1


def test_an_interrupted_benchmark_goes_on_and_writes_its_page(tmp_path):
    path = write_jpeg(tmp_path / "tiny.npz")
    table = tmp_path / "sparse_densenet_tiny.csv"
    benchmark(tmp_path, path, "--arms", "dense", "contribution")
    first = read_rows(table)
    assert [row.arm for row in first] == ["dense", "contribution"]
    output = benchmark(tmp_path, path)
    assert output.count("Row(") == 3  # nothing was run twice
    rows = read_rows(table)
    assert rows[:2] == first
    assert {row.arm for row in rows} == set(ARMS)
    dense, sparse, scratch = (
        next(row for row in rows if row.arm == arm) for arm in ("dense", "contribution", "scratch")
    )
    assert sparse.parameters < 0.4 * dense.parameters
    assert (scratch.parameters, scratch.multiply_adds) == (sparse.parameters, sparse.multiply_adds)
    text = (tmp_path / "sparse_densenet_tiny.md").read_text(encoding="utf-8")
    assert f"| dense, all inputs | {dense.parameters:,} (100.0 %) |" in text
    assert "of one seed, which decides nothing" in text


def test_the_page_says_which_arms_have_fewer_seeds_and_what_longer_training_gives():
    rows = [row("dense", seed, 30.0 + seed) for seed in (1, 2)]
    rows += [row("contribution", seed, 30.5 + seed, 0.3) for seed in (1, 2)] + [row("random", 1, 33.0, 0.3)]
    short = [replace(one, epochs=1, error=one.error + 9) for one in rows]
    text = page(rows, {}, PROCESSOR, "x", short)
    assert "| sparse, inputs dropped at random (1 seed) |" in text and text.count("seed)") == 1
    assert "| 1 | 40.50 +- 6.35 | +0.50 +- 0.00 |" in text
    assert f"| {rows[0].epochs} | 31.50 +- 6.35 | +0.50 +- 0.00 |" in text
    assert "How long" not in page(rows, {}, PROCESSOR, "x", [replace(rows[-1], epochs=1)])
    assert "paired by seed: - (`c-apoz`), +1.50 (`random`), - (`scratch`)" in text


def test_the_page_says_what_is_no_worse_by_the_margin():
    rows = [row("dense", seed, error) for seed, error in enumerate([30.0, 31.0, 32.0])]
    rows += [row("contribution", seed, error, 0.3) for seed, error in enumerate([30.1, 31.3, 32.2])]
    assert "no worse than dense by the margin of 0.25" in page(rows, {}, PROCESSOR, "x")
    worse = [replace(one, error=one.error + 1) if one.arm == "contribution" else one for one in rows]
    assert "points, worse than dense by the margin of 0.25" in page(worse, {}, PROCESSOR, "x")
    assert "30 +-" not in page(rows[:3], {}, PROCESSOR, "x")


def test_half_the_width_of_an_interval():
    assert half_width([1.0]) is None
    assert half_width([1.0, 2.0, 3.0]) == pytest.approx(4.303 / 3**0.5)


def test_rows_of_another_design_are_left_alone(tmp_path):
    rows = [row("dense", 1, 30.0), replace(row("dense", 1, 20.0), epochs=300)]
    write_rows(rows, tmp_path / "rows.csv")
    assert of_design(read_rows(tmp_path / "rows.csv"), PROCESSOR) == rows[:1]


def row(arm, seed, error, share=1.0):
    design = {name: getattr(PROCESSOR, name) for name in ("depth", "growth", "train", "test", "epochs", "batch")}
    design.update(rate=PROCESSOR.rate, target=PROCESSOR.target, stages=PROCESSOR.stages)
    return Row(
        arm,
        seed,
        **design,
        parameters=int(1000 * share),
        multiply_adds=int(1e6 * share),
        loss=0.5,
        error=error,
        minutes=1.0,
    )


def benchmark(folder, path, *arguments):
    command = [sys.executable, "-m", "benchmarks.cifar", str(path), "--train", "48", "--test", "6"]
    command += ["--epochs", "1", "--depth", "7", "--seeds", "1", "--out", str(folder), "--networks", str(folder)]
    result = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def write_binary(folder, files, coarse=()):
    """Files of as many images as asked, labelled 0, 1, 2, ... over all of them; the pixels, uint8 (n, 3, 32, 32)."""
    count = sum(number for _, number in files)
    pixels = np.random.default_rng(0).integers(0, 256, (count, 3, 32, 32), dtype=np.uint8)
    place = 0
    for name, number in files:
        rows = [bytes([*coarse, i]) + pixels[i].tobytes() for i in range(place, place + number)]
        (folder / f"{name}.bin").write_bytes(b"".join(rows))
        place += number
    return pixels


def write_jpeg(path):
    """An .npz of plain images, dark ones of class 0 and bright ones of class 1."""
    from osgeo import gdal

    parts = {}
    for part, count in (("train", 48), ("test", 6)):
        files = []
        for place in range(count):
            memory = gdal.GetDriverByName("MEM").Create("", 32, 32, 3)
            memory.WriteArray(np.full((3, 32, 32), 200 if place % 2 else 40, dtype=np.uint8))
            gdal.GetDriverByName("JPEG").CreateCopy("/vsimem/tiny.jpg", memory)
            size = gdal.VSIStatL("/vsimem/tiny.jpg").size
            file = gdal.VSIFOpenL("/vsimem/tiny.jpg", "rb")
            files.append(bytes(gdal.VSIFReadL(1, size, file)))
            gdal.VSIFCloseL(file)
        parts[f"{part}_jpeg"] = np.frombuffer(b"".join(files), dtype=np.uint8)
        parts[f"{part}_offsets"] = np.cumsum([0, *map(len, files)])
        parts[f"{part}_labels"] = np.arange(count, dtype=np.uint8) % 2
    np.savez(path, **parts)
    return path
