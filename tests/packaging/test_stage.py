# SPDX-License-Identifier: GPL-2.0-or-later
"""build/plugins/mineral_prune_plugin is the checkout as QGIS wants it."""

import subprocess


def stage(checkout):
    subprocess.run([checkout / "scripts" / "stage.sh"], check=True)
    return checkout / "build" / "plugins" / "mineral_prune_plugin"


def test_metadata_and_resources_lie_inside_the_plugin_folder(checkout):
    staged = stage(checkout)
    names = {path.name for path in staged.iterdir()}
    assert names == {"__init__.py", "provider.py", "metadata.txt", "resources", "LICENSE", "CHANGELOG.md"}
    assert all(path.is_symlink() and path.exists() for path in staged.iterdir())


def test_links_survive_moving_the_checkout(checkout):
    stage(checkout)
    moved = checkout.rename(checkout.with_name("moved"))
    assert (moved / "build/plugins/mineral_prune_plugin/resources/icon.svg").is_file()


def test_a_deleted_room_leaves_no_link_and_a_new_one_gets_its_own(checkout):
    room = checkout / "mineral_prune_plugin" / "old_room"
    room.mkdir()
    assert (stage(checkout) / "old_room").is_symlink()
    room.rename(room.with_name("new_room"))
    staged = stage(checkout)
    assert not (staged / "old_room").is_symlink()
    assert (staged / "new_room").is_dir()
