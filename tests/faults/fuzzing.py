# SPDX-License-Identifier: GPL-2.0-or-later
"""Coverage-guided fuzzing of what reads files of strangers, with atheris, which is in no requirements of the plugin.

    python -m venv --system-site-packages build/atheris && build/atheris/bin/pip install atheris safetensors
    PYTHONPATH=build/plugins:tests build/atheris/bin/python -m faults.fuzz_model -max_total_time=3600

Found inputs stay in build/faults/fuzz-NAME, and the next run starts with them. What crashes, hangs over 30 s or takes
over 2 GB ends the run and is kept in a file there.
"""

import sys
from pathlib import Path

from faults.rooms import BUILD

LIMITS = ["-timeout=30", "-rss_limit_mb=2048", "-print_final_stats=1"]


def fuzz(name, check, seeds, longest):
    """Fuzz until the time is over.

    name    : of the folder of inputs
    check   : called with bytes; whatever it raises is a fault
    seeds   : bytes of right files, to begin with
    longest : bytes of an input
    """
    import atheris

    corpus = BUILD / f"fuzz-{name}" / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate(seeds):
        (corpus / f"seed-{index}").write_bytes(data)
    artifacts = f"-artifact_prefix={corpus.parent}/"
    arguments = [sys.argv[0], *LIMITS, f"-max_len={longest}", artifacts, *sys.argv[1:], str(corpus)]
    atheris.Setup(arguments, check)
    atheris.Fuzz()


def memory_file(folder="/dev/shm"):
    """Path of a file of this process alone, in memory where the system has such a folder. folder : of it"""
    import os
    import tempfile

    return Path(tempfile.mkdtemp(dir=folder if os.path.isdir(folder) else None)) / "input.bin"
