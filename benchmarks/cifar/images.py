# SPDX-License-Identifier: GPL-2.0-or-later
"""CIFAR-10 and CIFAR-100 from what people have of them: the binary form, the python form, or one .npz of JPEG files.

The first two are those of the authors' page. Binary: data_batch_1.bin to data_batch_5.bin and test_batch.bin, or
train.bin and test.bin of CIFAR-100. Python: data_batch_1 to data_batch_5 and test_batch, or train and test; these are
pickled, and are searched for their numbers, not unpickled, for a pickle may run code. An .npz holds JPEG files one
behind the other, `train_jpeg`, `train_offsets`, `train_labels`, and the same for `test`; JPEG loses a little, so errors
are not quite those of the original images.
"""

import io
import pickletools
from dataclasses import dataclass

import numpy as np

SIDE, PIXELS = 32, 3 * 32 * 32
STRINGS = ("BINSTRING", "SHORT_BINSTRING", "BINUNICODE", "SHORT_BINUNICODE", "BINBYTES", "SHORT_BINBYTES")
INTEGERS = ("BININT", "BININT1", "BININT2")


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
    """The first `train` and `test` Images of a folder of the binary or python form or of an .npz of JPEG files."""
    read_part = from_jpeg if path.suffix == ".npz" else from_binary if any(path.glob("*.bin")) else from_python
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


def from_python(folder, part, count):
    """(uint8 (n, 3, 32, 32), int64 (n,)); of CIFAR-100 the fine labels."""
    fine = (folder / "train").exists()
    names = {"train": "data_batch_*", "test": "test_batch"}
    paths = [folder / part] if fine else sorted(folder.glob(names[part]))
    batches = [pickled_numbers(path, "fine_labels" if fine else "labels") for path in paths]
    images, targets = (np.concatenate(parts)[:count] for parts in zip(*batches))
    return images.reshape(-1, 3, SIDE, SIDE), targets


def pickled_numbers(path, labels):
    """(uint8 (n, PIXELS), int64 (n,)) of a pickled dictionary: its longest string, and the integers after a key."""
    longest, key, numbers = "", None, {}
    with open(path, "rb") as file:
        for code, value, _ in pickletools.genops(file):
            if code.name in STRINGS and len(value) > len(longest):
                longest = value
            if code.name in STRINGS:
                key = value if isinstance(value, str) else value.decode("latin-1")
            elif code.name in INTEGERS:
                numbers.setdefault(key, []).append(value)
    pixels = longest.encode("latin-1") if isinstance(longest, str) else longest
    return np.frombuffer(pixels, np.uint8).reshape(-1, PIXELS), np.array(numbers[labels], np.int64)


def from_jpeg(path, part, count):
    """(uint8 (n, 3, 32, 32), int64 (n,)), decoded by GDAL, or by Pillow where GDAL is missing."""
    with np.load(path, allow_pickle=False) as archive:
        encoded, offsets = archive[f"{part}_jpeg"], archive[f"{part}_offsets"][: count + 1]
        targets = archive[f"{part}_labels"][:count].astype(np.int64)
    parts = (encoded[start:end].tobytes() for start, end in zip(offsets, offsets[1:]))
    return np.stack([decoded(part) for part in parts]), targets


def decoded(jpeg):
    try:
        from osgeo import gdal
    except ImportError:
        return decoded_by_pillow(jpeg)
    gdal.UseExceptions()
    name = "/vsimem/cifar.jpg"
    gdal.FileFromMemBuffer(name, jpeg)
    try:
        return gdal.Open(name).ReadAsArray()
    finally:
        gdal.Unlink(name)


def decoded_by_pillow(jpeg):
    """Levels may differ by one from GDAL's, for either has its own libjpeg."""
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).transpose(2, 0, 1)


def flipped_and_shifted(images, generator):
    """The usual augmentation: half of the images mirrored, each shifted by up to 4 pixels with zeros behind."""
    count = len(images)
    padded = np.pad(images, ((0, 0), (0, 0), (4, 4), (4, 4)))
    shifts, mirrored = generator.integers(0, 9, (count, 2)), generator.random(count) < 0.5
    found = np.empty_like(images)
    for place, ((row, column), mirror) in enumerate(zip(shifts, mirrored)):
        found[place] = padded[place, :, row : row + SIDE, column : column + SIDE][:, :, :: -1 if mirror else 1]
    return found
