# SPDX-License-Identifier: GPL-2.0-or-later
"""What pip's output shows: what failed, how much it fetches, whether it unpacks already."""

import re

REASONS = (  # in this order: the first that the log shows is reported
    (
        "disk_full",
        r"No space left on device|WinError 112|not enough space on the disk|Disk quota exceeded|File too large",
    ),
    ("no_pip", r"No module named '?pip'?"),
    ("socks", r"Missing dependencies for SOCKS support"),
    ("proxy", r"ProxyError|Cannot connect to proxy|Proxy Authentication Required|Tunnel connection failed"),
    ("certificate", r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError"),
    (
        "offline",
        r"Failed to establish a new connection|NewConnectionError|NameResolutionError|name resolution"
        r"|getaddrinfo failed|Network is unreachable|Connection refused|ConnectTimeoutError|ReadTimeoutError"
        r"|Read timed out|Connection(Reset| aborted| broken)|RemoteDisconnected|IncompleteRead",
    ),
    ("conflict", r"ResolutionImpossible|conflicting dependencies"),
    ("long_path", r"Long Path support"),
    ("denied", r"Permission denied|Access is denied|WinError 5\b|Read-only file system"),
    ("nothing_found", r"\(from versions: none\)"),
    ("no_build", r"No matching distribution found for"),
)
MULTIPLES = {"bytes": 1, "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}
LARGEST_CPU_TORCH = 450 * 10**6  # bytes; CPU builds are 80 to 250 MB, CUDA builds 550 MB and more


def reason(log):
    """Why pip failed, one of REASONS, or "unknown"."""
    return next((name for name, pattern in REASONS if re.search(pattern, log)), "unknown")


def announced(line):
    """The file and the bytes that pip is about to fetch, ("", 0) where the line names none."""
    match = re.search(r"Downloading (\S+) \(([\d.]+) (bytes|[kMG]?B)\)", line)
    return (match[1].split("/")[-1], round(float(match[2]) * MULTIPLES[match[3]])) if match else ("", 0)


def is_cuda(line):
    """Whether the line shows that pip went for a CUDA build, which is gigabytes."""
    file, size = announced(line)
    if file.startswith("torch-") and size > LARGEST_CPU_TORCH:
        return True
    return bool(re.match(r"\s*(Collecting |Processing \S*/|Downloading (\S*/)?)(nvidia|cuda|triton)(?![a-z])", line))


def package_not_found(log):
    """The package that pip looked for in vain, "" where the log names none."""
    match = re.search(r"No matching distribution found for ([\w.-]+)", log)
    return match[1] if match else ""


def is_unpacking(line):
    return line.startswith("Installing collected packages")


def python_of(line):
    """The Python that pip reports to run on, "3.11"; "" where the line names none."""
    match = re.search(r"\(python (\d+\.\d+)\)", line)
    return match[1] if match else ""
