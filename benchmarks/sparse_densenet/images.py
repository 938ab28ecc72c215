# SPDX-License-Identifier: GPL-2.0-or-later
"""CIFAR-10 and CIFAR-100 from what people have of them: the binary form, or one .npz of JPEG files.

The binary form is that of the authors' page ("binary version (suitable for C programs)"): data_batch_1.bin to
data_batch_5.bin and test_batch.bin, or train.bin and test.bin of CIFAR-100. Their python form is pickled, and is not
read: a pickle may run code. An .npz holds JPEG files one behind the other, `train_jpeg`, `train_offsets`,
`train_labels`, and the same for `test`; JPEG loses a little, so errors are not quite those of the original images.
"""

from dataclasses import dataclass

import numpy as np

SIDE, PIXELS = 32, 3 * 32 * 32


@dataclass(frozen=True)
class Images:
    """images : standardised float32 (n, 3, 32, 32), by the training images' mean and deviation a colour
    targets : int64 (n,)"""

    train: np.ndarray
    train_targets: np.ndarray
    test: np.ndarray
    test_targets: np.ndarray

    @property
    def classes(self):
        return int(self.train_targets.max()) + 1


def read(path, train, test):
    """The first `train` and `test` Images of a folder of the binary form or of an .npz of JPEG files."""
    read_part = from_jpeg if path.suffix == ".npz" else from_binary
    images, targets = read_part(path, "train", train)
    test_images, test_targets = read_part(path, "test", test)
    mean, deviation = (of(images, axis=(0, 2, 3), keepdims=True) for of in (np.mean, np.std))
    mean, deviation = mean.astype(np.float32), deviation.astype(np.float32)
    return Images((images - mean) / deviation, targets, (test_images - mean) / deviation, test_targets)


def from_binary(folder, part, count):
    """(uint8 (n, 3, 32, 32), int64 (n,)); of CIFAR-100 the fine labels."""
    files = {"train": "data_batch_*.bin", "test": "test_batch.bin"}
    fine = (folder / "train.bin").exists()
    labels = 2 if fine else 1
    paths = [folder / f"{part}.bin"] if fine else sorted(folder.glob(files[part]))
    rows = np.concatenate([np.fromfile(path, dtype=np.uint8).reshape(-1, labels + PIXELS) for path in paths])[:count]
    return rows[:, labels:].reshape(-1, 3, SIDE, SIDE), rows[:, labels - 1].astype(np.int64)


def from_jpeg(path, part, count):
    """(uint8 (n, 3, 32, 32), int64 (n,)), decoded by GDAL."""
    with np.load(path, allow_pickle=False) as archive:
        encoded, offsets = archive[f"{part}_jpeg"], archive[f"{part}_offsets"][: count + 1]
        targets = archive[f"{part}_labels"][:count].astype(np.int64)
    parts = (encoded[start:end].tobytes() for start, end in zip(offsets, offsets[1:]))
    return np.stack([decoded(part) for part in parts]), targets


def decoded(jpeg):
    from osgeo import gdal

    gdal.UseExceptions()
    name = "/vsimem/cifar.jpg"
    gdal.FileFromMemBuffer(name, jpeg)
    try:
        return gdal.Open(name).ReadAsArray()
    finally:
        gdal.Unlink(name)


def flipped_and_shifted(images, generator):
    """The usual augmentation: half of the images mirrored, each shifted by up to 4 pixels with zeros behind."""
    count = len(images)
    padded = np.pad(images, ((0, 0), (0, 0), (4, 4), (4, 4)))
    shifts, mirrored = generator.integers(0, 9, (count, 2)), generator.random(count) < 0.5
    found = np.empty_like(images)
    for place, ((row, column), mirror) in enumerate(zip(shifts, mirrored)):
        found[place] = padded[place, :, row : row + SIDE, column : column + SIDE][:, :, :: -1 if mirror else 1]
    return found
