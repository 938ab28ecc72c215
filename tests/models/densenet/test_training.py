# SPDX-License-Identifier: GPL-2.0-or-later
import numpy as np
import pytest
import torch

from mineral_prune_plugin.errors import Cancelled, TrainingDiverged
from mineral_prune_plugin.models.densenet.architecture import Architecture
from mineral_prune_plugin.models.densenet.batches import ArrayBatches
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import multiply_adds, parameters
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.module import DenseNet
from mineral_prune_plugin.models.densenet.training import SparseTraining, Watched, evaluate, train
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.pruning.channel_pruner import ChannelPruner, each_input, identified
from mineral_prune_plugin.pruning.criteria import CRITERIA

ARCHITECTURE = Architecture(4, 3, 5, (2, 2), growth=4, first=8)
SETTINGS = SparseTraining(epochs=8, learning_rate=0.05, stages=2)


def patches(count=240, seed=0):
    """Patches of three classes that differ in their middle pixel's spectrum."""
    generator = np.random.default_rng(seed)
    targets = generator.integers(0, 3, count)
    images = generator.normal(size=(count, 4, 5, 5)).astype(np.float32)
    images[:, :, 1:4, 1:4] += 2 * np.eye(3, 4, dtype=np.float32)[targets][:, :, None, None]
    return images, targets


def trained(criterion=None, seed=1, settings=SETTINGS, architecture=ARCHITECTURE, progress=None):
    """(DenseNet, History), made sparse by a criterion, if any."""
    images, targets = patches()
    module = DenseNet(architecture, seed)
    pruner = ChannelPruner(module, images[:60], targets[:60], 0.6, settings.stages, CRITERIA[criterion or "random"])
    watched = Watched(ArrayBatches(*patches(90, 5), 90, 0), *([pruner] if criterion else []))
    return module, train(module, ArrayBatches(images, targets, 40, seed), settings, progress or silent(), watched)


@pytest.mark.parametrize("criterion", ["contribution", "c-apoz", "apoz", "random"])
@pytest.mark.parametrize("groups", [1, 2])
def test_a_network_becomes_sparse_while_it_learns_and_knows_its_classes(criterion, groups):
    architecture = Architecture(4, 3, 5, (2, 2), growth=4, first=8, groups=groups)
    module, history = trained(criterion, architecture=architecture)
    for convolution in module.convolutions():
        inputs = convolution.on.shape[1]
        assert (convolution.on.sum(1) == inputs - int(inputs * 6 / 10)).all()
    images, targets = patches(300, 9)
    small, whole = compact(module), compact(DenseNet(architecture, 1))
    assert (logits(small, images).argmax(1) == targets).mean() > 0.9
    assert parameters(small) < 0.7 * parameters(whole)
    assert multiply_adds(small) < multiply_adds(whole)
    assert history.epochs == tuple(range(1, 9))
    assert history.training_loss[-1] < history.training_loss[0]
    assert len(history.validation_loss) == len(history.validation_oa) == 8
    assert history.validation_oa[-1] > 0.9


def test_inputs_go_in_stages_in_the_first_half_and_stay_away():
    images, targets = patches()
    module, seen = DenseNet(ARCHITECTURE, 1), []
    pruner = ChannelPruner(module, images[:60], targets[:60], 0.6, 3)

    def prune(stage):
        pruner(stage)
        seen.append((stage, torch.cat([~convolution.on[0] for convolution in module.convolutions()])))

    settings = SparseTraining(epochs=13, stages=3)
    train(module, ArrayBatches(images, targets, 40, 1), settings, silent(), Watched(prune=prune))
    assert [stage for stage, _ in seen] == [1, 2, 3]
    assert [epoch for epoch in range(1, 14) if settings.stage_after(epoch)] == [2, 4, 6]
    assert all((later | earlier).equal(later) for (_, earlier), (_, later) in zip(seen, seen[1:]))


def test_a_short_training_leaves_out_stages_and_reaches_the_target_all_the_same():
    assert [SparseTraining(epochs=2, stages=4).stage_after(epoch) for epoch in (1, 2)] == [4, 0]


def test_one_seed_gives_one_network_and_another_seed_another():
    first, again, reseeded = (trained("c-apoz", seed)[0].state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["weight"], reseeded["weight"])


def test_the_number_of_threads_is_no_matter():
    before = torch.get_num_threads()
    states = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        states.append(trained("contribution")[0].state_dict())
    torch.set_num_threads(before)
    assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])


def test_progress_runs_to_the_end_and_a_cancelled_training_raises():
    shown = []
    trained(progress=Progress(shown.append, None, lambda: False))
    assert shown == [epoch / 8 for epoch in range(8)]
    with pytest.raises(Cancelled):
        trained(progress=Progress(shown.append, None, lambda: len(shown) > 10))


def test_a_training_that_diverges_says_in_which_epoch():
    images, targets = patches()
    images[3] = np.inf
    with pytest.raises(TrainingDiverged, match="1"):
        train(DenseNet(ARCHITECTURE, 1), ArrayBatches(images, targets, 40, 1), SETTINGS, silent())


def test_the_compact_network_is_as_good_as_the_one_that_was_trained():
    module, _ = trained("contribution")
    images, targets = patches(300, 9)
    _, share = evaluate(module, [(torch.from_numpy(images), torch.from_numpy(targets))])
    assert share == (logits(compact(module), images).argmax(1) == targets).mean()


def test_what_a_criterion_sees_is_what_the_convolution_reads():
    module, _ = trained("contribution")
    images, _ = patches(10)
    seen = []
    each_input(module, images, lambda *pair: seen.append(pair))
    assert identified(module, images).tolist() == logits(compact(module), images).argmax(1).tolist()
    assert [convolution for convolution, _ in seen] == module.convolutions()
    for convolution, inputs in seen:
        assert inputs.shape[:2] == (10, convolution.on.shape[1])
        assert (inputs >= 0).all()
        assert not inputs[:, ~convolution.on[0].numpy()].any()


def test_products_in_bfloat16_train_too():
    module, history = trained("contribution", settings=SparseTraining(8, 0.05, stages=2, half=True))
    assert history.training_loss[-1] < history.training_loss[0]
    assert all(tensor.dtype == torch.float32 for tensor in module.parameters())
