# SPDX-License-Identifier: GPL-2.0-or-later
"""What only a perceptron can do is refused for every other kind of model."""

import pytest
from densenets import patch_model
from making import random_model

from mineral_prune_plugin.errors import PerceptronNeeded
from mineral_prune_plugin.models.model_file import check_perceptron


def test_a_perceptron_is_accepted_and_a_densenet_is_not():
    check_perceptron(random_model())
    with pytest.raises(PerceptronNeeded):
        check_perceptron(patch_model())
