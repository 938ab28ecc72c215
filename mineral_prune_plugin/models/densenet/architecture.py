# SPDX-License-Identifier: GPL-2.0-or-later
"""The architecture of a densely connected network: its settings, and the convolutions that follow from them.

DenseNet and DenseNet-BC (Huang et al. 2017) for images as there; for hyperspectral patches without padding and pooling.
"""

from dataclasses import dataclass

from ...errors import QT_TRANSLATE_NOOP, EvenNumber
from ..training_settings import Bounds

PATCH_SIZE = Bounds(
    "PATCH_SIZE", QT_TRANSLATE_NOOP("MineralPrune", "Size of the neighbourhood (pixels, odd)"), 3, 1, 15, "pixels, odd"
)
DENSENET_DEPTH = Bounds("DEPTH", QT_TRANSLATE_NOOP("MineralPrune", "Layers"), 16, 4, 250, "layers")
GROWTH = Bounds("GROWTH", QT_TRANSLATE_NOOP("MineralPrune", "Growth (maps per layer)"), 12, 1, 64, "maps")
COMPRESSION = Bounds("COMPRESSION", QT_TRANSLATE_NOOP("MineralPrune", "Compression"), 1.0, 0.1, 1.0, "")
BLOCK_LAYERS = Bounds("DEPTH", QT_TRANSLATE_NOOP("MineralPrune", "Layers of a block"), 6, 1, 128, "layers")
STAGES = Bounds("STAGES", QT_TRANSLATE_NOOP("MineralPrune", "Stages"), 4, 1, 100, "stages")  # of pruning
FIRST_MAPS = Bounds(
    "FIRST_MAPS", QT_TRANSLATE_NOOP("MineralPrune", "Maps of the first convolution"), 16, 1, 1024, "maps"
)
BOTTLENECK = 4  # maps of a bottleneck for each map of growth
BLOCKS = 3


@dataclass(frozen=True)
class Architecture:
    """inputs, classes : bands and classes
    patch       : pixels a side, odd; 0 for whole images
    blocks      : layers of each block
    growth      : maps that a layer adds
    first       : maps of the first convolution
    bottleneck  : True for a 1 x 1 convolution to 4 x growth maps before each 3 x 3 (the B of BC)
    compression : share of the maps that a transition leaves, rounded down (the C of BC)
    groups      : into how many groups, of their own inputs each, the outputs of a pruned convolution fall
    errors      : SettingOutOfBounds
    """

    inputs: int
    classes: int
    patch: int
    blocks: tuple[int, ...]
    growth: int = GROWTH.default
    first: int = FIRST_MAPS.default
    bottleneck: bool = False
    compression: float = COMPRESSION.default
    groups: int = 1

    def __post_init__(self):
        Bounds("INPUTS", QT_TRANSLATE_NOOP("MineralPrune", "Bands"), 1, 1, 4096, "bands").check(self.inputs)
        Bounds("CLASSES", QT_TRANSLATE_NOOP("MineralPrune", "Classes"), 2, 2, 255, "classes").check(self.classes)
        Bounds("BLOCKS", QT_TRANSLATE_NOOP("MineralPrune", "Blocks"), BLOCKS, 1, 8, "blocks").check(len(self.blocks))
        for layers in self.blocks:
            BLOCK_LAYERS.check(layers)
        GROWTH.check(self.growth)
        FIRST_MAPS.check(self.first)
        COMPRESSION.check(self.compression)
        Bounds("GROUPS", QT_TRANSLATE_NOOP("MineralPrune", "Groups"), 1, 1, self.growth, "groups").check(self.groups)
        check_patch(self.patch)


@dataclass(frozen=True)
class Place:
    """A convolution of the plan: how many maps stand before it, how many it makes, and its kernel's side, 1 or 3."""

    inputs: int
    outputs: int
    kernel: int


@dataclass(frozen=True)
class Plan:
    """first : Place; blocks : for each block its layers, one Place or two each; transitions : Places
    maps     : how many the classifier reads
    side     : pixels a side of what is left of a patch before the mean; 0 for images
    """

    first: Place
    blocks: tuple[tuple[tuple[Place, ...], ...], ...]
    transitions: tuple[Place, ...]
    maps: int
    side: int


def dense_net(depth, growth, inputs, classes, patch=0):
    """The Architecture of DenseNet-L-k, of three equal blocks.

    depth   : L, the layers with weights: 3 n + 4, n in each block
    growth  : k, maps that a layer adds
    inputs, classes, patch : as of Architecture
    errors  : SettingOutOfBounds
    """
    DENSENET_DEPTH.check(depth)
    return Architecture(inputs, classes, patch, ((depth - 4) // BLOCKS,) * BLOCKS, growth)


def dense_net_bc(depth, growth, inputs, classes, patch=0):
    """The Architecture of DenseNet-BC-L-k, of three equal blocks, half of the maps after a transition.

    depth   : L: 6 n + 4, n bottlenecks and n 3 x 3 convolutions in each block
    growth, inputs, classes, patch : as of `dense_net`
    errors  : SettingOutOfBounds
    """
    DENSENET_DEPTH.check(depth)
    layers = (depth - 4) // (2 * BLOCKS)
    return Architecture(inputs, classes, patch, (layers,) * BLOCKS, growth, 2 * growth, True, 0.5)


def check_patch(patch):
    """0 for images, else odd and within bounds. Errors: EvenNumber, a SettingOutOfBounds."""
    if patch and (patch % 2 == 0 or not PATCH_SIZE.least <= patch <= PATCH_SIZE.most):
        bounds = {"least": PATCH_SIZE.least, "most": PATCH_SIZE.most}
        raise EvenNumber(label=PATCH_SIZE.label, name=PATCH_SIZE.name, found=patch, **bounds)


def plan(architecture):
    """The Plan of an Architecture.

    Each 3 x 3 kernel takes a pixel from each side of a patch: the first (patch - 1) / 2 places have one, further ones
    are 1 x 1, so that a patch of 1 is spectral only. In images all are 3 x 3.
    """
    kernels = _kernels(architecture.patch)
    first = Place(architecture.inputs, architecture.first, next(kernels))
    maps, blocks, transitions = architecture.first, [], []
    for index, layers in enumerate(architecture.blocks):
        if index:
            transitions.append(Place(maps, max(1, int(maps * architecture.compression)), 1))
            maps = transitions[-1].outputs
        blocks.append(tuple(_layer(architecture, maps + i * architecture.growth, next(kernels)) for i in range(layers)))
        maps += layers * architecture.growth
    lost = sum(place.kernel - 1 for place in (first, *_places(blocks)))
    return Plan(first, tuple(blocks), tuple(transitions), maps, architecture.patch and architecture.patch - lost)


def _kernels(patch):
    place = 0
    while True:
        yield 3 if not patch or place < (patch - 1) // 2 else 1
        place += 1


def _layer(architecture, inputs, kernel):
    growth = architecture.growth
    if not architecture.bottleneck:
        return (Place(inputs, growth, kernel),)
    return Place(inputs, BOTTLENECK * growth, 1), Place(BOTTLENECK * growth, growth, kernel)


def _places(blocks):
    return [place for layers in blocks for layer in layers for place in layer]
