# SPDX-License-Identifier: GPL-2.0-or-later
"""The many-seed trainer against plain PyTorch: 32 runs of the paper's network, one process each way, one thread.

The peer is what one writes without us: torch.nn.Sequential, torch.optim.Adam, autograd, a look at the validation
samples every epoch, the best weights kept. It takes turns with the stack, so that both meet the same load.
"""

import argparse
import platform
import statistics
import time
from datetime import date
from pathlib import Path

import numpy as np
import torch

from benchmarks.common import RESULTS, write_page
from mineral_prune_plugin.models.perceptron.training import TrainingData, initial, train, train_many
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.threads import one_thread

BANDS, UNITS, CLASSES, SAMPLES, SEEDS = 50, 30, 7, 700, 32


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS / "trainer.md")
    arguments = parser.parse_args()
    data = [samples(seed) for seed in range(SEEDS)]
    settings = TrainingSettings(hidden=(UNITS,), epochs=arguments.epochs)
    with one_thread():
        ways = {"plain": lambda: plainly(data, settings), "stack": lambda: stack(data, settings)}
        ways["one by one"] = lambda: one_by_one(data, settings)
        for way in ways.values():  # warm
            way()
        times = {name: [] for name in ways}
        for _ in range(arguments.turns):
            for name, way in ways.items():
                times[name].append(seconds(way))
    text = page(times, arguments)
    write_page(arguments.out, text)


def samples(seed):
    """Overlapping clouds of as many samples, bands and classes as the paper's."""
    generator = np.random.default_rng(seed)
    targets = generator.integers(0, CLASSES, (2, SAMPLES))
    centres = generator.normal(0, 0.5, (CLASSES, BANDS))
    inputs = (centres[targets] + generator.normal(size=(2, SAMPLES, BANDS))).astype(np.float32)
    return TrainingData(inputs[0], targets[0], inputs[1], targets[1])


def stack(data, settings):
    return train_many([initial(BANDS, (UNITS,), CLASSES, k) for k in range(SEEDS)], data, settings, silent())


def one_by_one(data, settings):
    return [train(initial(BANDS, (UNITS,), CLASSES, k), one, settings, silent()) for k, one in enumerate(data)]


def plainly(data, settings):
    return [plain_run(one, settings, k) for k, one in enumerate(data)]


def plain_run(data, settings, seed):
    """One network by autograd."""
    torch.manual_seed(seed)
    network = torch.nn.Sequential(torch.nn.Linear(BANDS, UNITS), torch.nn.ReLU(), torch.nn.Linear(UNITS, CLASSES))
    optimizer = torch.optim.Adam(network.parameters(), lr=settings.learning_rate)
    loss_of = torch.nn.CrossEntropyLoss()
    inputs, targets, validation, answers = (torch.from_numpy(array) for array in arrays(data))
    lowest, best = float("inf"), None
    for _ in range(settings.epochs):
        optimizer.zero_grad()
        loss_of(network(inputs), targets).backward()
        optimizer.step()
        with torch.no_grad():
            logits = network(validation)
            loss = loss_of(logits, answers).item()
            (logits.argmax(1) == answers).float().mean().item()
        if loss < lowest:
            lowest, best = loss, {name: value.clone() for name, value in network.state_dict().items()}
    return best


def arrays(data):
    return data.inputs, data.targets, data.validation_inputs, data.validation_targets


def seconds(way):
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def page(times, arguments):
    middle = {name: statistics.median(values) for name, values in times.items()}
    ratios = sorted(one / other for one, other in zip(times["stack"], times["plain"]))
    each = {name: 1000 * value / SEEDS / arguments.epochs for name, value in middle.items()}
    return f"""# Training 32 networks

{SEEDS} networks {BANDS}-{UNITS}-{CLASSES}, {SAMPLES} training and {SAMPLES} validation samples each,
{arguments.epochs} epochs, one thread; medians of {arguments.turns} turns. {date.today()}, {platform.machine()},
Python {platform.python_version()}, torch {torch.__version__}.

| way | seconds | ms a network and epoch |
|---|---|---|
| plain PyTorch: Adam, autograd, one network after the other | {middle["plain"]:.2f} | {each["plain"]:.3f} |
| the plugin's trainer, one after the other | {middle["one by one"]:.2f} | {each["one by one"]:.3f} |
| the plugin's trainer, all in one stack | {middle["stack"]:.2f} | {each["stack"]:.3f} |

Stack / plain PyTorch: {middle["stack"] / middle["plain"]:.2f} (turns {ratios[0]:.2f} to {ratios[-1]:.2f}; goal 0.25).
Stack / the plugin's own trainer one by one: {middle["stack"] / middle["one by one"]:.2f}. For one network as for many
the plugin's trainer writes its gradient out and looks at the validation samples every fifth epoch.
"""


if __name__ == "__main__":
    main()
