# SPDX-License-Identifier: GPL-2.0-or-later
"""Installing replaces an older Mineral Prune, and nothing else, in the profile that was named."""

import os
import subprocess
import sys


def install(checkout, **variables):
    subprocess.run([sys.executable, checkout / "scripts" / "package.py"], check=True, capture_output=True)
    environment = {**os.environ, "PYTHON": sys.executable, **variables}
    return subprocess.run([checkout / "scripts" / "install.sh"], env=environment, capture_output=True, text=True)


def test_copies_lie_in_the_profile_folder_and_old_files_are_gone(checkout, tmp_path):
    profile = tmp_path / "my profile"
    assert install(checkout, PROFILE=str(profile)).returncode == 0
    plugin = profile / "python" / "plugins" / "mineral_prune_plugin"
    (plugin / "of_an_older_version.py").touch()
    assert install(checkout, PROFILE=str(profile)).returncode == 0
    assert (plugin / "metadata.txt").is_file()
    assert (plugin / "resources" / "icon.svg").is_file()
    assert not (plugin / "of_an_older_version.py").exists()
    assert not any(path.is_symlink() for path in plugin.rglob("*"))


def test_a_name_is_a_profile_of_the_user(checkout, tmp_path):
    assert install(checkout, PROFILE="field work", XDG_DATA_HOME=str(tmp_path)).returncode == 0
    assert (tmp_path / "QGIS/QGIS3/profiles/field work/python/plugins/mineral_prune_plugin/__init__.py").is_file()


def test_no_name_is_the_default_profile(checkout, tmp_path):
    assert install(checkout, PROFILE="", XDG_DATA_HOME=str(tmp_path)).returncode == 0
    assert (tmp_path / "QGIS/QGIS3/profiles/default/python/plugins/mineral_prune_plugin/__init__.py").is_file()


def test_a_folder_that_is_another_plugin_is_left_alone(checkout, tmp_path):
    other = tmp_path / "python" / "plugins" / "mineral_prune_plugin"
    other.mkdir(parents=True)
    (other / "metadata.txt").write_text("[general]\nname=Another\n")
    result = install(checkout, PROFILE=str(tmp_path))
    assert result.returncode == 1
    assert "is not Mineral Prune" in result.stderr
    assert (other / "metadata.txt").read_text().endswith("name=Another\n")
