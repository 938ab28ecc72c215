# SPDX-License-Identifier: GPL-2.0-or-later
"""After eval "$(make -s env)" qgis_process finds the plugin, from any folder."""

import os
import re
import subprocess

import pytest


def bash(script, folder, **variables):
    environment = {**os.environ, "MINERAL_PRUNE_PROFILES": "", **variables}
    return subprocess.run(
        ["bash", "-ec", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def exports(checkout, **variables):
    result = bash('"$SCRIPT"', "/", SCRIPT=str(checkout / "scripts" / "env.sh"), **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_prints_exports_and_nothing_else(checkout):
    lines = exports(checkout).splitlines()
    assert len(lines) == 6
    assert all(re.match(r"export [A-Z_]+=\S", line) for line in lines)


def test_what_was_set_stays_behind_ours_and_a_second_eval_adds_nothing(checkout):
    once = exports(checkout, PYTHONPATH="/their modules", PATH=os.environ["PATH"])
    script = f'{once}\neval "$("$SCRIPT")"\nprintf "%s\\n" "$PYTHONPATH" "$PATH"'
    result = bash(script, "/", SCRIPT=str(checkout / "scripts" / "env.sh"))
    python_path, path = result.stdout.splitlines()
    assert re.fullmatch(
        re.escape(str(checkout)) + r"/\.venv/lib/python3\.\d+/site-packages:/their modules", python_path
    )
    assert path.split(":").count(str(checkout / "scripts" / "bin")) == 1


@pytest.mark.parametrize("given", ["", "/nowhere"])
def test_qt_gets_a_runtime_folder_of_its_owner_only(checkout, given):
    result = bash(exports(checkout, XDG_RUNTIME_DIR=given) + 'stat -c "%a %u" "$XDG_RUNTIME_DIR"', "/")
    assert result.stdout.split() == ["700", str(os.getuid())]


@pytest.mark.parametrize("settings", ["", "[PythonPlugins]\nmineral_prune_plugin=false\nother=true\n", "[UI]\nx=1\n"])
def test_the_plugin_is_enabled_once_and_other_settings_stay(checkout, settings):
    path = checkout / "build/qgis/profiles/default/QGIS/QGIS3.ini"
    path.parent.mkdir(parents=True)
    path.write_text(settings)
    exports(checkout)
    exports(checkout)
    lines = path.read_text().splitlines()
    assert lines[lines.index("[PythonPlugins]") + 1] == "mineral_prune_plugin=true"
    assert sum(line.startswith("mineral_prune_plugin=") for line in lines) == 1
    kept = {line for line in settings.splitlines() if not line.startswith("mineral_prune_plugin")}
    assert kept <= set(lines)


def test_the_profile_can_be_another(checkout, tmp_path):
    lines = exports(checkout, MINERAL_PRUNE_PROFILES=str(tmp_path / "theirs")).splitlines()
    assert f"export QGIS_CUSTOM_CONFIG_PATH={tmp_path}/theirs" in lines
    settings = (tmp_path / "theirs/profiles/default/QGIS/QGIS3.ini").read_text()
    assert "mineral_prune_plugin=true" in settings and not (checkout / "build" / "qgis").exists()


def test_qgis_process_runs_an_algorithm_from_another_folder(checkout, tmp_path):
    script = exports(checkout) + "qgis_process run small:double -- X=21"
    result = bash(script, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"^Y:\s*42$", result.stdout, re.MULTILINE)


def test_the_wrapper_never_calls_itself_and_says_what_to_do_without_qgis(checkout, tmp_path):
    (tmp_path / "bin").mkdir()
    for tool in ("bash", "env", "grep"):
        (tmp_path / "bin" / tool).symlink_to(f"/usr/bin/{tool}")
    wrappers = f"{checkout}/scripts/bin"
    result = bash("qgis_process list", "/", PATH=f"{wrappers}:{wrappers}/:{tmp_path}/bin")
    assert result.returncode == 127
    assert "run make setup" in result.stderr
