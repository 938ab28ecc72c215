# SPDX-License-Identifier: GPL-2.0-or-later
import copy

import numpy as np
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mineral_prune_plugin.models.densenet.architecture import Architecture
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import parameters
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.module import DenseNet

architectures = st.builds(
    Architecture,
    inputs=st.integers(1, 6),
    classes=st.integers(2, 4),
    patch=st.sampled_from([0, 1, 3, 5, 9]),
    blocks=st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple),
    growth=st.integers(3, 5),
    first=st.integers(1, 6),
    bottleneck=st.booleans(),
    compression=st.sampled_from([0.3, 0.5, 1.0]),
    groups=st.integers(1, 3),
)


@settings(max_examples=60, deadline=None)
@given(architectures, st.floats(0, 1), st.integers(0, 2**31), st.sampled_from([1, 3]))
@example(Architecture(3, 40, 3, (2, 2), growth=30, first=20, groups=2), 0.3, 0, 1)
@example(Architecture(3, 40, 3, (2, 2), growth=30, first=20, bottleneck=True, groups=2), 0.3, 0, 1)
@example(Architecture(3, 40, 0, (2, 2), growth=30, first=20, groups=2), 0.3, 0, 1)
def test_a_compact_network_agrees_with_the_masked_one(architecture, share, seed, count):
    generator = np.random.default_rng(seed)
    module = random_module(architecture, share, seed)
    side = architecture.patch or 8
    images = generator.normal(size=(count, architecture.inputs, side, side)).astype(np.float32)
    expected = masked_logits(module, images)
    network = compact(module)
    assert (network.inputs, network.outputs) == (architecture.inputs, architecture.classes)
    np.testing.assert_allclose(logits(network, images), expected, atol=1e-5, rtol=1e-5)


@settings(max_examples=60, deadline=None)
@given(architectures, st.floats(0, 1), st.integers(0, 2**31))
def test_every_map_that_is_computed_is_read(architecture, share, seed):
    network = compact(random_module(architecture, share, seed))
    before = len(network.first)
    for index, layers in enumerate(network.blocks):
        standing = [before]
        read = set()
        for layer in layers:
            read |= reads(layer[0])
            if len(layer) == 2:
                assert reads(layer[1]) == set(range(outputs(layer[0])))
            standing.append(outputs(layer[-1]))
        if index < len(network.transitions):
            assert read | reads(network.transitions[index]) == set(range(sum(standing)))
            before = outputs(network.transitions[index])
        else:
            assert len(network.scale) == network.weight.shape[1] == sum(standing)


def test_a_layer_that_nobody_reads_is_gone_and_so_is_what_only_it_read():
    module = DenseNet(Architecture(2, 2, 5, (2, 1), growth=2, first=3), 1).eval()
    first, second = (layer[0] for layer in module.blocks[0])
    keep(first, [0])
    keep(second, [2])  # reads the third map of the first convolution, not the first layer
    keep(module.transitions[0], [1, 5])
    network = compact(module)
    assert network.first.shape == (2, 2, 3, 3)  # its first map was read by the first layer only
    assert [outputs(layer[0]) for layer in network.blocks[0]] == [0, 1]
    images = np.random.default_rng(1).normal(size=(4, 2, 5, 5)).astype(np.float32)
    np.testing.assert_allclose(logits(network, images), masked_logits(module, images), atol=1e-5)
    assert parameters(network) < parameters(compact(DenseNet(module.architecture, 1)))


def random_module(architecture, share, seed):
    """A DenseNet whose every number is drawn, with each input off with probability `share`; one at least is on."""
    generator = torch.Generator().manual_seed(seed)
    module = DenseNet(architecture, seed)
    with torch.no_grad():
        for tensor in module.parameters():
            if tensor.dim() == 1:
                tensor.add_(torch.randn(tensor.shape, generator=generator) / 4)
        for name, tensor in module.named_buffers():
            if name.endswith("mean"):
                tensor.normal_(0, 0.3, generator=generator)
            elif name.endswith("variance"):
                tensor.uniform_(0.5, 2, generator=generator)
    for convolution in module.convolutions():
        on = torch.rand(convolution.on.shape, generator=generator) >= share
        on[torch.arange(len(on)), torch.randint(on.shape[1], (len(on),), generator=generator)] = True
        convolution.keep(on)
    return module.eval()


def masked_logits(module, images):
    """Logits of the network in which all is computed, and the kernels of inputs that are off are zero."""
    plain = copy.deepcopy(module)
    with torch.no_grad():
        for convolution in plain.convolutions():
            of_output = convolution.group_of_outputs()
            convolution.weight.mul_(convolution.on[of_output][:, :, None, None])
            convolution.keep(torch.ones_like(convolution.on))
        return plain(torch.from_numpy(images)).numpy()


def keep(convolution, places):
    on = torch.zeros_like(convolution.on)
    on[:, places] = True
    convolution.keep(on)


def reads(convolution):
    return set(np.concatenate([group.reads for group in convolution.groups]).tolist())


def outputs(convolution):
    return sum(len(group.weight) for group in convolution.groups)
