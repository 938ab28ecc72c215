# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock says under its plot."""

import numpy as np
from making import random_model, write_geotiff

from mineral_prune_plugin.models.model_file import save

UM = (2.0, 2.1, 2.2, 2.3)


def test_a_polygon_without_data_is_said_to_have_none(qgis, tmp_path):
    from mineral_prune_plugin.desktop.dock.look_words import words_of
    from mineral_prune_plugin.explaining.explored_scene import ExploredScene

    save(random_model(UM), tmp_path / "model.safetensors")
    empty = np.full((4, 3, 3), -9999, np.float32)
    scene = ExploredScene(str(write_geotiff(tmp_path / "scene.tif", empty, UM, -9999.0)), "", 2**30)
    scene.choose_model(str(tmp_path / "model.safetensors"))
    look = scene.look_over(*scene.info.grid.centres([-1, 3, 3, -1], [-1, -1, 3, 3]))
    words = words_of(look, scene.explainer)
    scene.close()
    assert len(look.columns) == 9 and words.endswith("These pixels have no data in the bands of the model.")


def test_marks_and_tallies_have_chinese_names_in_a_chinese_window(qgis, chinese, tmp_path):
    from mineral_prune_plugin.desktop.dock.look_words import words_of
    from mineral_prune_plugin.desktop.dock.plot_content import View, content_of
    from mineral_prune_plugin.explaining.explored_scene import ExploredScene

    save(random_model(UM), tmp_path / "model.safetensors")
    cube = np.full((4, 3, 3), 0.4, np.float32)
    scene = ExploredScene(str(write_geotiff(tmp_path / "scene.tif", cube, UM)), "", 2**30)
    scene.choose_model(str(tmp_path / "model.safetensors"))
    look = scene.look_over(*scene.info.grid.centres([-1, 3, 3, -1], [-1, -1, 3, 3]))
    names = {name for _, marked in content_of(look, (), scene.explainer, View()).marks for name in marked.split(", ")}
    words = words_of(look, scene.explainer)
    scene.close()
    assert names == {"高岭石（kaolinite）"} and "（" in words.partition("9")[0]
