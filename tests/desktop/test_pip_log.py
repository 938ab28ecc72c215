# SPDX-License-Identifier: GPL-2.0-or-later
"""What is read out of pip's own words."""

import pytest

from mineral_prune_plugin.desktop import pip_log

UNREACHED = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(': Failed to establish a new "
    "connection: [Errno -3] Temporary failure in name resolution')': /simple/torch/\n"
)
NOT_FOUND = "ERROR: No matching distribution found for torch>=2.0"


@pytest.mark.parametrize(
    "log, reason",
    [
        (UNREACHED + NOT_FOUND, "offline"),
        (NOT_FOUND, "no_build"),
        ("ERROR: Could not find a version that satisfies ... (from versions: none)\n" + NOT_FOUND, "nothing_found"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk_full"),
        ("OSError: [WinError 112] There is not enough space on the disk: 'C:\\\\Users'", "disk_full"),
        (UNREACHED + "OSError: [Errno 28] No space left on device", "disk_full"),
        ("/usr/bin/python3: No module named pip", "no_pip"),
        ("ERROR: ... InvalidSchema: Missing dependencies for SOCKS support.", "socks"),
        (UNREACHED.replace("NewConnectionError", "ProxyError"), "proxy"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "proxy"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("ERROR: ResolutionImpossible: for help visit", "conflict"),
        ("PermissionError: [Errno 13] Permission denied: '/profile'", "denied"),
        ("HINT: This error might have occurred since this system does not have Windows Long Path support", "long_path"),
        ("something that nobody foresaw", "unknown"),
    ],
)
def test_the_reason_is_the_one_to_tell(log, reason):
    assert pip_log.reason(log) == reason


def test_every_reason_has_a_sentence_of_its_own(qgis):
    from mineral_prune_plugin.desktop import words

    facts = {
        "python": "PYTHON",
        "version": "3.11",
        "folder": "FOLDER",
        "free": "1 MB",
        "needed": "2 GB",
        "package": "P",
    }
    more = ["no_python", "other_python", "busy", "no_room", "cuda", "cancelled", "trial", "in_use", "unknown"]
    reasons = [name for name, _ in pip_log.REASONS] + more
    assert len({words.sentence(name, **facts) for name in reasons}) == len(reasons)


@pytest.mark.parametrize(
    "line, file, size",
    [
        ("  Downloading torch-2.9.0-cp311-win_amd64.whl (109.3 MB)", "torch-2.9.0-cp311-win_amd64.whl", 109_300_000),
        ("Downloading https://x/y/a-1.0-py3-none-any.whl (63 kB)", "a-1.0-py3-none-any.whl", 63_000),
        ("Downloading b-1.0.whl.metadata (912 bytes)", "b-1.0.whl.metadata", 912),
        ("Collecting torch", "", 0),
    ],
)
def test_what_pip_announces(line, file, size):
    assert pip_log.announced(line) == (file, size)


@pytest.mark.parametrize(
    "line, cuda",
    [
        ("Collecting nvidia-cublas==13.1.1.3", True),
        ("Collecting nvidia-nccl-cu12==2.27 (from torch>=2.0)", True),
        ("Processing /files/nvidia_nvtx-13.0.85-py3-none-manylinux_2_5_x86_64.whl", True),
        ("Collecting triton==3.8.0", True),
        ("Collecting cuda-toolkit[cublas,cudart]==13.0.3", True),
        ("  Downloading torch-2.14.1-cp311-cp311-manylinux_2_28_x86_64.whl (554.6 MB)", True),
        ("  Downloading torch-2.13.0%2Bcpu-cp311-cp311-manylinux_2_28_x86_64.whl (191.8 MB)", False),
        ("  Downloading torch-2.9.0-cp312-win_amd64.whl (109.3 MB)", False),
        ("Collecting sympy>=1.13.3", False),
    ],
)
def test_a_cuda_build_is_told_by_its_size_and_by_what_it_brings(line, cuda):
    assert pip_log.is_cuda(line) is cuda


def test_the_python_that_pip_runs_on():
    assert pip_log.python_of("pip 23.0.1 from /usr/lib/python3/dist-packages/pip (python 3.11)") == "3.11"
    assert pip_log.python_of("no pip at all") == ""
