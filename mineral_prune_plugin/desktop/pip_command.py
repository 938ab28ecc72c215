# SPDX-License-Identifier: GPL-2.0-or-later
"""How pip is called: arguments, environment, proxy. Nothing here runs anything."""

import re
from urllib.parse import quote

ADDRESS = re.compile(r"(?i)(?:https?|file)://\S+")


def install_arguments(requirements, places, index=""):
    """Arguments of the Python that runs pip.

    requirements : Requirements to install
    places       : staging.Places; they go into its target
    index        : an address beside pip's own index, "" for none

    Wheels only: nothing is compiled on a geologist's computer, and no foreign setup script runs. No cache: it would
    keep a second copy of a large download. `index` stands beside pip's own index and not instead of it, because
    PyTorch's has torch only; of two builds of one version, pip takes the one marked as a local build (2.9.0+cpu).
    """
    arguments = ["-m", "pip", "install", "--target", str(places.target), "--upgrade-strategy", "only-if-needed"]
    arguments += ["--only-binary", ":all:", "--no-cache-dir", "--no-input", "--progress-bar", "off"]
    arguments += ["--disable-pip-version-check"]
    arguments += ["--constraint", str(places.constraints), "--find-links", str(places.stand_ins)]
    arguments += ["--extra-index-url", index] if index else []
    return arguments + [requirement.specifier for requirement in requirements]


def pip_environment(places):
    """Variables for pip: temporary files in our own folder, so that they end with it, and its words in UTF-8.

    A user's settings for pip stay in force (index, certificates, timeouts) but for the two that forbid --target.
    """
    temporary = {name: str(places.scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    output = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    return {**temporary, **output, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def proxy_variables(scheme, host, port, login, excluded=()):
    """The variables in which pip looks for a proxy; it prefers the small letters, other tools the capitals.

    scheme, host, port : of the proxy, such as "http", "proxy.example.org", 8080
    login              : (user, password); "" as the user where the proxy needs none
    excluded           : hosts that are reached without the proxy
    """
    before = ":".join(quote(part, safe="") for part in login) + "@" if login[0] else ""
    address = f"{scheme}://{before}{host}:{port}"
    variables = {"http_proxy": address, "https_proxy": address}
    if excluded:
        variables["no_proxy"] = ",".join(excluded)
    return {**variables, **{name.upper(): value for name, value in variables.items()}}


def index_address(text):
    """The address in what was pasted, which may be the whole command of an installation page; "" where none is."""
    addresses = ADDRESS.findall(text)
    return addresses[-1].rstrip("'\"") if addresses else ""  # within, a quotation mark may be of a password
