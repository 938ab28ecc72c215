# SPDX-License-Identifier: GPL-2.0-or-later
import numpy as np
import pytest
import torch
from densenets import random_network

from mineral_prune_plugin.models.densenet.architecture import Architecture, dense_net
from mineral_prune_plugin.models.densenet.forward import Runner, logits, logits_map


@pytest.mark.parametrize("patch", [1, 3, 5, 9, 15])
@pytest.mark.parametrize("bottleneck", [False, True])
def test_a_block_gives_the_numbers_of_its_patches_one_by_one(patch, bottleneck):
    architecture = Architecture(6, 3, patch, (2, 1, 2), growth=3, first=5, bottleneck=bottleneck, compression=0.5)
    network = random_network(architecture, patch, drop=0.4)
    block = np.random.default_rng(0).normal(size=(6, patch + 3, patch + 2)).astype(np.float32)
    patches = [block[:, row : row + patch, column : column + patch] for row in range(4) for column in range(3)]
    expected = logits(network, np.stack(patches))
    logits_of_pixels = logits_map(network, block)
    assert logits_of_pixels.shape == (3, 4, 3)
    np.testing.assert_allclose(logits_of_pixels.reshape(3, 12).T, expected, atol=1e-5, rtol=1e-5)


def test_an_image_gives_the_logits_of_its_classes():
    network = random_network(dense_net(10, 4, 3, 7), 1, drop=0.5)
    images = np.random.default_rng(1).normal(size=(5, 3, 16, 16)).astype(np.float32)
    logits_of_images = logits(network, images)
    assert logits_of_images.shape == (5, 7)
    np.testing.assert_allclose(logits(network, images[2:3]), logits_of_images[2:3], atol=1e-6)


@pytest.mark.parametrize("classes", [3, 20])
@pytest.mark.parametrize("patch", [1, 5, 9])
def test_memory_that_is_used_again_changes_no_result(classes, patch):
    """Blocks of several sizes, one behind the other: each as by a Runner of its own, also when the next one is done."""
    network = random_network(Architecture(4, classes, patch, (2, 2), growth=20), 3, drop=0.3)
    generator, run = torch.Generator().manual_seed(0), Runner(network)
    blocks = [torch.randn(count, 4, side, side, generator=generator) for count, side in ((1, 40), (1, 16), (3, 16))]
    with torch.no_grad():
        outputs = [run(block) for block in blocks]
        for block, logits_of_block in zip(blocks, outputs):
            assert torch.equal(logits_of_block, Runner(network)(block))
