# SPDX-License-Identifier: GPL-2.0-or-later
"""What is never shown of an index, a proxy and a login, in whatever form it is written; and what stays readable."""

import base64
import os
import random
import string
import sys
import time
from urllib.parse import quote

import pytest

from mineral_prune_plugin.desktop.known_secrets import secrets_in, settings_of_pip
from mineral_prune_plugin.desktop.masking import without_secrets

PLAIN = "Zq7rT2mK9xWv4LpB"
ADDRESSES = [
    ("https://me:{}@example.org/simple", "https://***@example.org/simple"),
    ("https://{}@example.org/simple", "https://***@example.org/simple"),
    ("https://{}:@example.org/simple", "https://***@example.org/simple"),
    ("https://:{}@example.org:8080/simple", "https://***@example.org:8080/simple"),
    ("https://__token__:pypi-{}@example.org/simple", "https://***@example.org/simple"),
    ("https://me%40mine:{}@example.org/simple", "https://***@example.org/simple"),
    ("https://me:{}/more@example.org/simple", "https://***@example.org/simple"),
    ("https://me:{}@more@example.org/simple", "https://***@example.org/simple"),
    ("https://me:it's{}@example.org/simple", "https://***@example.org/simple"),
    ("https://me:{}?more@example.org/simple", "https://***"),
    ("https://me:{}#more@example.org/simple", "https://***@example.org/simple"),
    ("https://me:{}%40example.org/simple", "https://***%40example.org/simple"),
    ("https://{}%2540example.org/simple", "https://***%2540example.org/simple"),
    ("https://me:{}", "https://***"),
    ("https%3A%2F%2Fme%3A{}%40example.org%2Fsimple", "https%3A%2F%2F***%40example.org%2Fsimple"),
    ("https%253a%252f%252fme%253a{}%2540example.org", "https%253a%252f%252f***%2540example.org"),
    ("HTTPS://me:{}@EXAMPLE.ORG/simple", "HTTPS://***@EXAMPLE.ORG/simple"),
    ("git+ssh://me:{}@example.org/simple", "git+ssh://***@example.org/simple"),
    ("file://me:{}@example.org/simple", "file://***@example.org/simple"),
    ("socks5h://me:{}@example.org:1080", "socks5h://***@example.org:1080"),
    ("http://me:{}@[2001:db8::1]:3128/", "http://***@[2001:db8::1]:3128/"),
    ("//me:{}@example.org/simple", "//***@example.org/simple"),
    ("https:/me:{}@example.org/simple", "***@example.org/simple"),
    ("me:{}@example.org:8080", "***@example.org:8080"),
    ("https://example.org/simple?token={}", "https://example.org/simple?***"),
    ("https://example.org/simple?{}", "https://example.org/simple?***"),
    ("https://example.org/simple?token={}/torch/", "https://example.org/simple?***"),
    ("https://example.org/simple?mail=me@mine&token={}", "https://***"),
    ("https://example.org/simple%3Ftoken={}", "https://example.org/simple%3F***"),
    ("https://example.org/simple;token={}/torch", "https://example.org/simple;***"),
    ("https://example.org/simple#token={}", "https://example.org/simple#***"),
    ("https://example.org/{}/simple/", "https://example.org/***/simple/"),
    ("Authorization: Basic {}", "Authorization: ***"),
    ("{{'Proxy-Authorization': 'Basic {}'}}", "{{'Proxy-Authorization': '***'}}"),
    ("authorization=Bearer {}", "authorization=***"),
    ("via Bearer {}", "via Bearer ***"),
    ("api_key = {}", "api_key = ***"),
    ("password: {}", "password: ***"),
    ("Port could not be cast to integer value as '{}'", "Port could not be cast to integer value as ***"),
    ("the key pypi-{} is invalid", "the key *** is invalid"),
    ("Max retries exceeded with url: /simple/torch/?token={} (Caused by", "url: /simple/torch/?*** (Caused by"),
    ("Max retries exceeded with url: /{}/simple/torch/ (Caused by", "url: /***/simple/torch/ (Caused by"),
    ("broken by 'Reset(': connection')': /{}/simple/torch/", "': /***/simple/torch/"),
]
SURROUNDINGS = (
    "{}",
    "Looking in indexes: https://a.example/simple, {}",
    "ERROR: '{}' is refused",
    "<{}>",
    "[{}] ({})",
)


@pytest.mark.parametrize("form, shown", ADDRESSES, ids=[form for form, _ in ADDRESSES])
def test_a_credential_is_masked_in_every_form_and_the_rest_can_be_read(form, shown):
    for surroundings in SURROUNDINGS:
        text = surroundings.replace("{}", form).format(*[PLAIN] * 9)
        masked = without_secrets(text)
        assert PLAIN not in masked and shown.replace("{{", "{").replace("}}", "}") in masked, masked


@pytest.mark.parametrize(
    "text",
    [
        "pip 23.0.1 from /usr/lib/python3/dist-packages/pip (python 3.11)",
        "Looking in indexes: https://a.example/simple, https://wheels.example/whl/cpu",
        "Looking in links: /home/me/.local/share/QGIS/QGIS3/profiles/default/mineral_prune/new/stand-ins",
        "  Downloading https://example.org:8080/whl/torch-2.9.0%2Bcpu-cp311-cp311-manylinux_2_28_x86_64.whl (191.8 MB)",
        "Downloading https://files.example.org/torch-2.9.0.whl#sha256=0123456789abcdef (1.2 MB)",
        "WARNING: Retrying after connection broken by 'NewConnectionError': /simple/nvidia-cublas-cu12/",
        "ERROR: No matching distribution found for torch>=2.4",
        "Collecting mpmath<1.4,>=1.1.0 (from sympy>=1.13.3->torch)",
        "C:\\Users\\me\\AppData\\Roaming\\QGIS: Permission denied",
        "http://[2001:db8::1]:3128/simple and https://example.org, which is port 443",
        "proxy.example.org:8080",
    ],
)
def test_what_is_no_credential_stays_as_it_is(text):
    assert without_secrets(text, (("geologist", "3"), ("me", "1"))) == text


def test_the_login_of_the_proxy_is_masked_in_its_place_and_a_long_password_everywhere():
    short, long = ("geologist", "3"), ("geo", "p@ss: word/9")
    assert without_secrets("pip 23.0.1 by geologist:3@proxy:3128", (short,)) == "pip 23.0.1 by ***@proxy:3128"
    for form in (long[1], quote(long[1], safe=""), f"geo:{long[1]}@proxy", f"http://geo:{quote(long[1])}@proxy:8080"):
        masked = without_secrets(f"could not use {form} here", (long,))
        assert not [piece for piece in ("p@ss", "p%40ss", "word") if piece in masked], masked
    for user, password in (short, long):
        login = base64.b64encode(f"{user}:{password}".encode()).decode()
        assert login not in without_secrets(f"sent {login}", ((user, password),))


def test_no_part_of_a_drawn_password_is_shown():
    drawn = random.Random(18)
    for _ in range(3000):
        characters = string.ascii_letters + string.digits + "!$%&'()*+,-./:;<=>?@[]^_{|}~\\\"#"
        password = "".join(drawn.choice(characters) for _ in range(drawn.randint(8, 30))) + "Q9x"
        form = drawn.choice(["https://me:{}@example.org/simple", "http://me:{}@proxy:3128", "me:{}@proxy"])
        text = "ERROR: " + form.format(password) + " cannot be reached"
        masked = without_secrets(text)
        assert not [at for at in range(len(password) - 3) if password[at : at + 4] in masked], (text, masked)


def test_a_line_of_a_megabyte_is_masked_in_a_moment():
    for line in ("a:" * 500_000, "https://" + "a@" * 500_000, "/" * 1_000_000, "x" * 1_000_000, "?a=" * 300_000):
        before = time.process_time()
        without_secrets(line, (("me", "secret word"),))
        assert time.process_time() - before < 2


def test_a_name_before_a_password_is_no_secret_and_a_folder_is_no_token():
    settings = (
        "extra-index-url = https://geologist:abcdefgh9@example.org/simple\n/tmp/test_a_folder_of_2026_with_digits0/x"
    )
    assert secrets_in([settings]) == ("geologist:abcdefgh9", "abcdefgh9")


def test_what_the_settings_of_pip_hold_is_known(tmp_path):
    (tmp_path / "pip.conf").write_text("[global]\nextra-index-url =\n  https://example.org/simple?token=abcdefgh1\n")
    settings = settings_of_pip({"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "https_proxy": "me:ijklmnop2@proxy"})
    assert {"abcdefgh1", "ijklmnop2"} <= set(secrets_in(settings))


@pytest.fixture
def install(qgis, tmp_path, monkeypatch):
    """What an installation with a real pip logs, and why it ended: of an index, a proxy and settings of pip."""
    from qgis.core import QgsApplication

    from mineral_prune_plugin.desktop.installation import Installation, Request
    from mineral_prune_plugin.desktop.proxy import Proxy
    from mineral_prune_plugin.desktop.requirements import REQUIREMENTS, Size

    for name in [name for name in os.environ if name.upper().startswith(("PIP_", "HTTP", "ALL_PROXY", "NO_PROXY"))]:
        monkeypatch.delenv(name)

    def run(index="", proxy=None, settings="", **environment):
        (tmp_path / "pip.conf").write_text(f"[global]\nretries = 0\ntimeout = 2\n{settings}\n")
        monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        request = Request(
            sys.executable,
            REQUIREMENTS[1:2],
            tmp_path / "profile" / "packages",
            Size(1, 1),
            index,
            True,
            proxy or Proxy(),
        )
        installation, ended = Installation(request), []
        installation.ended.connect(ended.append)
        installation.start()
        until = time.monotonic() + 120
        while not ended and time.monotonic() < until:
            QgsApplication.processEvents()
            time.sleep(0.01)
        assert PLAIN not in repr(request)
        return "\n".join(installation.log), ended[0]

    return run


DEAD = "127.0.0.1:9"


@pytest.mark.parametrize(
    "index, settings, variables",
    [
        (f"http://me:{PLAIN}@{DEAD}/simple", "no-index = false", {}),
        (f"http://{DEAD}/simple?token={PLAIN}", "", {}),
        (f"http://me:{PLAIN}/x@{DEAD}/simple", "", {}),
        (f"http://{DEAD}/{PLAIN}/simple", "", {}),
        ("", f"extra-index-url = http://me:{PLAIN}@{DEAD}/simple?sig={PLAIN}", {}),
        ("", f"proxy = http://me:{PLAIN}/@{DEAD}", {}),
        ("", f"proxy = me:{PLAIN}@{DEAD}", {}),
        ("", f"find-links = http://me:{PLAIN}@{DEAD}/links\nverbose = 3", {}),
        ("", "", {"https_proxy": f"http://me:{PLAIN}@@{DEAD}", "http_proxy": f"me:{PLAIN}@"}),
        ("", "", {"PIP_EXTRA_INDEX_URL": f"ftp://me:{PLAIN}@{DEAD}/a http://{PLAIN}%40{DEAD}/b"}),
    ],
)
def test_a_real_pip_logs_no_credential(install, index, settings, variables):
    log, reason = install(index, settings=f"index-url = http://{DEAD}/simple\n{settings}", **variables)
    assert reason and "pip install" in log and PLAIN not in log and PLAIN[:8] not in log, log


def test_a_proxy_with_the_password_3_masks_no_version_of_pip(install):
    from mineral_prune_plugin.desktop.pip_command import proxy_variables
    from mineral_prune_plugin.desktop.proxy import Proxy

    login = ("geologist", "3")
    proxy = Proxy("127.0.0.1:9", proxy_variables("http", "127.0.0.1", 9, login), (login,))
    log, reason = install(proxy=proxy, settings="index-url = http://index.invalid/simple\ntrusted-host = index.invalid")
    assert f"(python {sys.version_info.major}.{sys.version_info.minor})" in log and reason == "nothing_found", log
    assert "geologist:3" not in log
