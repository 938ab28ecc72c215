# SPDX-License-Identifier: GPL-2.0-or-later
"""Take the pictures of the guide: a real QGIS window on a screen without glass, in each language of the guide."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from mineral_prune_plugin.colours import KNOWN_COLOURS  # noqa: E402

BUILD = ROOT / "build" / "screenshots"
IMAGES = ROOT / "docs" / "images"
TOUR = ROOT / "scripts" / "tour"
MODEL3 = ROOT / "resources" / "models" / "mineral_map.model3"
HOME = Path(tempfile.gettempdir()) / "geologist"  # short, for the dialogs in the pictures show it
WORK = HOME / "cuprite"
LOCALES = {"en": "en_US", "zh_CN": "zh-Hans"}  # the guide's name of a language -> QGIS's
SETTINGS = "[PythonPlugins]\nmineral_prune_plugin=true\n\n[locale]\noverrideFlag=true\nuserLocale={locale}\n"
STORIES = ("packages", "chain", "product")
ALL_COLOURS, EXACT_COLOURS = 128, 80  # of a palette, which makes a picture five times smaller
SWATCHES = ("#FF0000", "#00FF00", "#0000FF")  # of the bands in QGIS's legend: small, and must stay what they are
TALLEST = 1200  # pixels: of a report its beginning


def main():
    arguments = parse_arguments()
    with screen() as display:
        for language in arguments.languages or LOCALES:
            for name in STORIES if arguments.stories is None else arguments.stories:
                times = tell(name, language, display)
                print(language, name, json.dumps({step: round(seconds, 1) for step, seconds in times.items()}))
            shrink(BUILD / language / "pictures", IMAGES / language)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", nargs="*", choices=LOCALES)
    parser.add_argument("--stories", nargs="*", choices=STORIES)
    return parser.parse_args()


@contextmanager
def screen():
    """The name of an X display without a screen behind it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with open(reading, encoding="ascii") as numbers:
            yield ":" + numbers.readline().strip()
    finally:
        server.terminate()
        server.wait()


def tell(story, language, display):
    """Start a QGIS that has never run before and has it tell a story of scripts/tour. returns : seconds of each step"""
    folder = BUILD / language
    pictures, report = folder / "pictures", folder / f"{story}.json"
    for place in (pictures, WORK):
        place.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    orders = folder / "orders.json"
    places = {"pictures": pictures, "work": WORK, "report": report, "model3": MODEL3}
    orders.write_text(json.dumps({name: str(place) for name, place in places.items()}), encoding="utf-8")
    variables = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
        "QGIS_CUSTOM_CONFIG_PATH": str(new_profile(HOME / "qgis", language)),
        "MINERAL_PRUNE_TOUR": str(orders),
        "MINERAL_PRUNE_TOUR_CODE": str(TOUR),
    }
    if story == "packages":
        variables.pop("PYTHONPATH", None)  # where torch is
    command = ["qgis", "--nologo", "--noversioncheck", "--code", str(TOUR / f"{story}.py")]
    completed = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=900)
    told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"failed": completed.stderr[-3000:]}
    if "failed" in told:
        sys.exit(f"{story} in {language}: {told['failed']}")
    return told


def new_profile(folder, language):
    """A QGIS profile with the plugin and a language and nothing else. returns : its folder"""
    shutil.rmtree(folder, ignore_errors=True)
    for version in (3, 4):
        settings = folder / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS.format(locale=LOCALES[language]), encoding="utf-8")
    return folder


def shrink(pictures, place):
    """Copy pictures with a palette instead of all colours."""
    place.mkdir(parents=True, exist_ok=True)
    for path in sorted(pictures.glob("*.png")):
        image = Image.open(path).convert("RGB")
        image = image.crop((0, 0, image.width, min(image.height, TALLEST)))
        with_palette(image).save(place / path.name, optimize=True)


def with_palette(image):
    """Colours of minerals, of bands and the most frequent ones stay as they are, for a legend must not change; the
    others share what is left."""
    pixels = np.asarray(image).reshape(-1, 3).astype(np.int64) @ (65536, 256, 1)
    found, where, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    of_legends = np.isin(found, [int(colour[1:], 16) for colour in (*KNOWN_COLOURS.values(), *SWATCHES)])
    exact = np.lexsort((-counts, ~of_legends))[:EXACT_COLOURS]
    rest = image.quantize(ALL_COLOURS - EXACT_COLOURS, dither=Image.Dither.NONE)
    index_of = np.full(len(found), -1)
    index_of[exact] = np.arange(len(exact))
    index = np.where(index_of[where] < 0, np.asarray(rest).reshape(-1) + EXACT_COLOURS, index_of[where])
    made = Image.fromarray(index.reshape(image.height, image.width).astype(np.uint8), "P")
    exact_values = np.stack([found[exact] >> 16, found[exact] >> 8 & 255, found[exact] & 255], axis=1)
    unused = np.zeros((EXACT_COLOURS - len(exact), 3), int)
    others = rest.getpalette()[: 3 * (ALL_COLOURS - EXACT_COLOURS)]
    made.putpalette([*np.concatenate([exact_values, unused]).ravel().tolist(), *others])
    return made


if __name__ == "__main__":
    main()
