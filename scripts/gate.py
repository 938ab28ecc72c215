#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What stops an upload to plugins.qgis.org, tried on the zip before: the site's own rules and tools, and its limits.

Exit code 0 if the site would take it, 1 with a line a problem. The site calls each address too; this needs no network.
"""

import argparse
import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 25_000_000  # bytes
REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")
ADDRESSES = ("homepage", "repository", "tracker")
RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "localhost", "test")  # RFC 2606
SUSPICIOUS = (".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd", ".pyc")
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
HIDDEN_ALLOWED = (".gitignore", ".gitattributes", ".bandit", ".secrets.baseline", ".flake8")
BANDIT_TESTS_OFF = "B404,B410,B411"  # importing subprocess, lxml, xmlrpc: the site reports them and blocks nothing
EXECUTABLE = 0o111


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="the zip that `make package` writes")
    parser.add_argument("--requirements", type=Path, default=ROOT / "requirements" / "run.txt")
    options = parser.parse_args(arguments)
    count = 0
    for title, problems in checks(options.archive, packages(options.requirements)):
        problems = list(problems)
        print(f"{title}:" if problems else f"{title}: ok", *problems, sep="\n  ", flush=True)
        count += len(problems)
    print(f"Problems: {count}. The site would refuse this zip." if count else "The site would take this zip.")
    return 1 if count else 0


def checks(archive, required_packages):
    """(title, problems) of each check. required_packages : that metadata.txt must name"""
    with zipfile.ZipFile(archive) as zipped, tempfile.TemporaryDirectory() as folder:
        structure = [*size_problems(archive), *structure_problems(zipped)]
        yield "size and structure", structure
        if structure:
            return
        zipped.extractall(folder)
        (plugin,) = Path(folder).iterdir()
        metadata = read_metadata(plugin / "metadata.txt")
        yield "metadata", metadata_problems(metadata, required_packages)
        yield "addresses", address_problems(metadata)
        yield "suspicious files", suspicious_files(zipped)
        yield "bandit", bandit_findings(folder)
        yield "detect-secrets", secrets(folder)


def packages(requirements):
    """Names of packages. requirements : a file for pip"""
    lines = (line.split("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return [re.split(r"[<>=!~\[; ]", line)[0] for line in lines if line]


def size_problems(archive):
    size = archive.stat().st_size
    return [f"{size:,} bytes, and {LARGEST:,} are allowed"] if size > LARGEST else []


def structure_problems(zipped):
    names = zipped.namelist()
    damaged = zipped.testzip()
    if damaged:
        yield f"{damaged} is damaged"
    for name in names:
        if ".." in name or "\\" in name or name.startswith("/") or re.match("[A-Za-z]:", name):
            yield f"{name} leaves its folder"
        if FORBIDDEN_FOLDERS & set(name.split("/")):
            yield f"{name} lies in a folder that the site forbids"
    folders = {name.split("/")[0] for name in names}
    if len(folders) != 1 or not min(folders).isidentifier():
        yield f"one folder with a Python name is expected at the top, not {', '.join(sorted(folders)) or 'none'}"
        return
    (folder,) = folders
    for name in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{folder}/{name}" not in names:
            yield f"{name} is missing"


def read_metadata(path):
    """The general section as a dict."""
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return dict(parser.items("general"))


def metadata_problems(metadata, required_packages):
    problems = [f"{key} is missing or empty" for key in REQUIRED if not metadata.get(key, "").strip()]
    about = metadata.get("about", "")
    problems += [f"about does not name the package {name}" for name in required_packages if name not in about]
    if "/" in metadata.get("author", ""):
        problems.append("author has a slash")
    return problems


def address_problems(metadata):
    """Of addresses that stand in for real ones, by name."""
    hosts = {key: urlsplit(metadata.get(key, "")).hostname or "" for key in ADDRESSES}
    hosts["email"] = metadata.get("email", "").rpartition("@")[2]
    for key, host in hosts.items():
        reserved = any(host == name or host.endswith("." + name) for name in RESERVED)
        web = key == "email" or urlsplit(metadata.get(key, "")).scheme in ("http", "https")
        if not host or not web or reserved:
            yield f"{key} is no working public address: {metadata.get(key, '')}"


def suspicious_files(zipped):
    for entry in zipped.infolist():
        name = entry.filename.rsplit("/", 1)[-1]
        if name.lower().endswith(SUSPICIOUS):
            yield f"{entry.filename} may be a program"
        if name.startswith(".") and name not in HIDDEN_ALLOWED:
            yield f"{entry.filename} is hidden"
        if not entry.is_dir() and (entry.external_attr >> 16) & EXECUTABLE:
            yield f"{entry.filename} may be executed"


def bandit_findings(folder):
    """Whatever its severity: the site does not ask for it."""
    report = report_of("bandit", "-r", folder, "-f", "json", "--quiet", "-s", BANDIT_TESTS_OFF)
    problems = [f"{failed['filename']} could not be read: {failed['reason']}" for failed in report["errors"]]
    for result in report["results"]:
        place = f"{Path(result['filename']).relative_to(folder)}:{result['line_number']}"
        problems.append(f"{place} {result['test_id']} {result['issue_text']}")
    return problems


def secrets(folder):
    """By the report: its exit code says nothing."""
    excluded = ("--exclude-files", r"metadata\.txt", "--disable-plugin", "IPPublicDetector")
    results = report_of("detect_secrets", "-C", folder, "scan", "--all-files", *excluded, ".", cwd=folder)["results"]
    return [
        f"{file}:{secret['line_number']} {secret['type']}" for file, secrets in results.items() for secret in secrets
    ]


def report_of(module, *arguments, cwd=None):
    """What a module that is run prints as JSON. A tool that fails must not look like one that finds nothing."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit(f"{module} failed: {done.stderr.strip() or done.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main())
