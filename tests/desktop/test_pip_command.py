# SPDX-License-Identifier: GPL-2.0-or-later
"""How pip is called, and what is never shown."""

from pathlib import Path

import pytest

from mineral_prune_plugin.desktop import pip_command, requirements, staging

PLACES = staging.Places(Path("/a profile/mineral_prune/packages-python311"))


def option(arguments, name):
    return arguments[arguments.index(name) + 1]


def test_pip_installs_beside_the_place_under_the_constraints():
    arguments = pip_command.install_arguments(requirements.REQUIREMENTS[:2], PLACES)
    assert arguments[:3] == ["-m", "pip", "install"] and arguments[-2:] == ["torch>=2.4", "safetensors>=0.4"]
    assert Path(option(arguments, "--target")).is_relative_to(PLACES.work) and PLACES.work.parent == PLACES.final.parent
    assert option(arguments, "--constraint") == str(PLACES.constraints)
    assert "--extra-index-url" not in arguments and "--index-url" not in arguments


def test_an_index_stands_beside_pips_own():
    arguments = pip_command.install_arguments(requirements.REQUIREMENTS, PLACES, "https://example.org/cpu")
    assert option(arguments, "--extra-index-url") == "https://example.org/cpu"


@pytest.mark.parametrize(
    "text, address",
    [
        ("https://example.org/cpu", "https://example.org/cpu"),
        ("pip3 install torch --index-url https://example.org/cpu ", "https://example.org/cpu"),
        ('pip install torch --index-url "https://example.org/cpu"', "https://example.org/cpu"),
        ("HTTPS://example.org/cpu", "HTTPS://example.org/cpu"),
        ("https://me:it's@example.org/cpu", "https://me:it's@example.org/cpu"),
        ("the CPU one", ""),
        ("", ""),
    ],
)
def test_the_address_is_found_in_what_was_pasted(text, address):
    assert pip_command.index_address(text) == address


def test_a_proxy_with_a_login_and_exceptions():
    variables = pip_command.proxy_variables("http", "proxy", 8080, ("me@mine", "a:b/c"), ("localhost", "intra"))
    assert variables["https_proxy"] == variables["HTTP_PROXY"] == "http://me%40mine:a%3Ab%2Fc@proxy:8080"
    assert variables["no_proxy"] == "localhost,intra"
    assert pip_command.proxy_variables("http", "proxy", 8080, ("", ""))["http_proxy"] == "http://proxy:8080"
