# SPDX-License-Identifier: GPL-2.0-or-later
"""Two warm servers, each in its own copy of the checkout under build/mutants/."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading

from benchmarks.mutants.rooms import BUILD, ROOT, test_files

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")}


class Workers:
    """As many servers as `count`; a context manager, which ends them."""

    def __init__(self, count):
        self.servers = [start(number) for number in range(count)]
        for server in self.servers:
            ask(server, {"collect": test_files()})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.stdin.close()
        for server in self.servers:
            server.wait()

    def map(self, work, items):
        """(item, work(ask, item)) as they come; `ask(request)` waits for a server's answer."""
        waiting, done = queue.SimpleQueue(), queue.SimpleQueue()
        for item in items:
            waiting.put(item)

        def drive(server):
            try:
                while True:
                    item = waiting.get_nowait()
                    done.put((item, work(lambda request: ask(server, request), item), None))
            except queue.Empty:
                pass
            except Exception as error:  # raised again where the results are read
                done.put((None, None, error))

        for server in self.servers:
            threading.Thread(target=drive, args=(server,), daemon=True).start()
        for _ in items:
            item, result, error = done.get()
            if error:
                raise error
            yield item, result


def ask(server, request):
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())


def start(number):
    tree = BUILD / f"tree-{number}"
    copy_checkout(tree)
    subprocess.run([tree / "scripts" / "stage.sh"], check=True)
    data = os.environ.get("MINERAL_PRUNE_DATA", str(ROOT.parent / "shared" / "data"))
    environment = {**os.environ, **ONE_THREAD, "MINERAL_PRUNE_DATA": data, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # bytecode is most of a mutant's speed
    environment.pop("PYTHONPYCACHEPREFIX", None)
    command = [sys.executable, "-m", "benchmarks.mutants.server"]
    return subprocess.Popen(
        command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def copy_checkout(tree):
    """The files that git knows or would add; those that are the same keep their time stamps, and so their bytecode."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    names = {name for name in listed if name and (ROOT / name).is_file() and not (ROOT / name).is_symlink()}
    for old in tree.rglob("*.py"):
        if str(old.relative_to(tree)) not in names and "build" not in old.relative_to(tree).parts:
            old.unlink()
    for name in names:
        target = tree / name
        if not target.exists() or target.read_bytes() != (ROOT / name).read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
