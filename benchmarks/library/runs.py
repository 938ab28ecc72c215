# SPDX-License-Identifier: GPL-2.0-or-later
"""The models of the study, by the code that users run."""

from dataclasses import dataclass, replace

from mineral_prune_plugin.models.from_library.featureless_floor import SPECTRA, with_featureless_floor
from mineral_prune_plugin.models.from_library.simulated_samples import spectra_to_prune
from mineral_prune_plugin.models.train_from_library import LibraryRecipe, train_from_library
from mineral_prune_plugin.models.training_settings import UNLABELLED, TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.prune_model import bands_left, prune_model
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.simulation.prepare import prepare_simulation
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings

# Of the labels.
MINERALS = "muscovite = muscovite, illite; kaolinite; halloysite; calcite; montmorillonite; alunite; chalcedony"
EPOCHS = 2000


@dataclass(frozen=True)
class Place:
    """scene : path of a raster; range_um : (lowest, highest) or None for all bands."""

    scene: str
    range_um: tuple = None

    def prepared(self, library, minerals, seed):
        """The Prepared of a simulation. library : path, "" for the embedded one"""
        info = describe(self.scene)
        selection = choose_bands(info.bands, info.name, self.range_um)
        return prepare_simulation(info, selection, (library, minerals), SimulationSettings(seed=seed), silent())


def trained(prepared, seed, feature="normalised", hidden=30, labelled=None, minerals=MINERALS, unlabelled=None):
    """The Model of a Prepared. labelled : SampleSpectra or None; unlabelled : pixels, 0 for the library alone"""
    settings = TrainingSettings(hidden=(hidden,), epochs=EPOCHS, seed=seed)
    recipe = LibraryRecipe(feature, prepared.wavelengths, settings, minerals)
    count = int(UNLABELLED.default) if unlabelled is None else unlabelled
    return train_from_library(prepared, recipe, labelled, count, silent()).model


def pruned(prepared, model, seed, units="rule", bands="all"):
    """(the Model pruned on spectra simulated again, its bands among those of the model)."""
    spectra = spectra_to_prune(prepared, model, int(UNLABELLED.default), silent())
    settings = replace(PruningSettings(), seed=seed, units=units, bands=bands)
    floor = prepared.simulation.draw_featureless(SPECTRA)

    def floored(model, bands):
        return with_featureless_floor(model, floor[bands])

    smaller, trace = prune_model(model, spectra, settings, False, silent(), floored)
    return smaller, bands_left(spectra, trace)
