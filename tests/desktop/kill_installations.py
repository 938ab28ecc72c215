# SPDX-License-Identifier: GPL-2.0-or-later
"""Installations that are killed before their n-th call to the system, for every n; then one more, killed too.

python kill_installations.py FOLDER : prints as JSON how many calls there are, and every kill after which QGIS would not
find the whole old copy or the whole new one as it starts.
"""

import json
import os
import random
import shutil
import signal
import sys
from pathlib import Path

from mineral_prune_plugin.desktop import staging
from mineral_prune_plugin.interface.package_copies import put_back

EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir", "open", "os.listdir", "shutil.rmtree"}
FILES = ("torch/__init__.py", "torch/lib/libtorch.so", "safetensors/__init__.py")
calls, last = 0, 0


def count(event, arguments):
    global calls
    if last and event in EVENTS:
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)


def write(folder, text):
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def install(places, text):
    """As Installation does it, from QGIS's start to the end of the last step."""
    put_back(places.final)
    staging.prepare(places, {"numpy": "1.24.2"})
    write(places.target, text)
    staging.drop_qgis_packages(places.target)
    staging.commit(places)
    staging.discard(places)


def killed(places, text, before):
    """Whether an installation was killed before its call number `before`; else it came to its end."""
    global last
    child = os.fork()
    if not child:
        last = before
        install(places, text)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def copy_after_start(places):
    """What QGIS finds as it starts: the text that all files have, None for no file; "a part" of a copy."""
    put_back(places.final)
    texts = {(places.final / name).read_text() if (places.final / name).exists() else None for name in FILES}
    return texts.pop() if len(texts) == 1 else "a part"


def placed(folder):
    shutil.rmtree(folder, ignore_errors=True)
    places = staging.Places(folder / "packages-python311")
    write(places.final, "old")
    return places


def main(folder):
    sys.addaudithook(count)
    wrong, first = [], 1
    while killed(places := placed(folder), "new", first):
        if copy_after_start(places) not in ("old", "new"):
            wrong.append(first)
        shutil.rmtree(places.final)  # by a person, who wants to be rid of it
        if copy_after_start(places) == "a part":
            wrong.append((first, "deleted"))
        first += 1
    drawn, pairs = random.Random(18), 0
    for before in range(1, first):
        for second in drawn.sample(range(1, first + 10), 2):
            places, pairs = placed(folder), pairs + 1
            killed(places, "new", before)
            killed(places, "newer", second)
            if copy_after_start(places) not in ("old", "new", "newer"):
                wrong.append((before, second))
    install(places, "last")
    left = sorted(path.name for path in folder.iterdir())
    print(json.dumps({"calls": first - 1, "pairs": pairs, "wrong": wrong, "left": left}))


main(Path(sys.argv[1]) / "mineral_prune")
