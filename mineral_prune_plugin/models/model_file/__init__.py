# SPDX-License-Identifier: GPL-2.0-or-later
"""The model file: one .safetensors file, of which this module is the specification.

Tensors, little-endian: those of the network (see perceptron.py and sparse_densenet.py), and `standardisation.mean` and
`standardisation.deviation`, float32 (n_inputs,).

The header's metadata hold one key, `mineral_prune`, a JSON document (one, because several keys are written in random
order) with sorted keys and without a time stamp, so that the same training gives the same bytes:

  schema          1, 2 of a model that rejects, 3 of one that knows its bands by name, 4 of one that knows which bands
                  were left out, or 5 of one that takes dark pixels for featureless, so that a version that would
                  ignore it refuses the file
  kind            "perceptron" or "sparse-densenet"
  feature         a name of spectra.features.FEATURES
  wavelengths_um  a number a band, micrometres, ascending; null where the model was trained without
  widths_um       likewise, or null
  brightness      mean reflectance of the training samples: tells a raster in other units apart
  classes         [{number 1..255, name, colour "#RRGGBB"}], a row of the last layer each
  training        how it was trained: whatever json holds; shown, never used
  pruning         the trace (pruning.trace), or null
  patch           of a sparse-densenet alone: pixels a side of its receptive field, odd, 1 to 15
  band_names      required of schema 3, of 4 and 5 where there are names, of a model without wavelengths: a name a band,
                  in the order of its inputs, 1 to 200 printable characters, none twice whatever the case
  band_numbers    required of schema 4, of 5 where bands were left out, of a model without wavelengths: {numbers: of
                  its bands in the training raster, from 1, ascending; total: how many bands that had, more than these}
  reject          required of schemas 2 and 5, of 3 and 4 where the model rejects, of a perceptron: {kinds: {"8": one
                  of models.reject's kinds}, minerals: text, at most 20,000 printable characters or line ends, or null
                  of a model that was trained on samples, darkest: 0 to 0.05, the reflectance (models.darkness) below
                  which a pixel is featureless; above 0 in schema 5, 0 or missing else}. The keys of kinds are numbers
                  of `classes`, some of them, but not all: pixels that the network gives one of these are unclassified
  checksum        of all the rest (container.checksum); missing in files of 0.1.0, then nothing tells a change
  scene           may be missing or null: what of its training scene the model remembers (models.training_scene), by
                  which a map tells a foreign one: {mean, deviation: a number a band; far: above 0; named: 0 to 1}

Limits, against files made to harm: 64 MiB, a header of 1 MiB, finite numbers only, positive deviations. Loading reads
tensors and JSON and runs nothing. The whole file is read and closed before it is used, so that a pruned model can
replace the model it came from, on Windows too.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional, Union

import numpy as np

from ...classes import UNCLASSIFIED, MineralClass
from ...raster.band_numbers import BandNumbers
from ...raster.wavelengths import Wavelengths
from ..densenet.network import DenseNetwork
from ..perceptron.network import Perceptron, Standardisation
from ..preprocessing import Preprocessing
from ..reject import Reject
from ..training_scene import TrainingScene
from . import document as fields
from .container import (
    LARGEST_FILE,
    LARGEST_HEADER,
    LONGEST_NAME,
    check_unaltered,
    checksum,
    demand,
    read_bytes,
    read_document,
    read_tensors,
)
from .networks import KINDS, PERCEPTRON, SPARSE_DENSENET, check_perceptron, kind_of

__all__ = [
    "EXTENSION",
    "LARGEST_FILE",
    "LARGEST_HEADER",
    "LONGEST_NAME",
    "Model",
    "check_perceptron",
    "load",
    "names_densenet",
    "save",
]

SCHEMA, SCHEMA_WITH_REJECT, SCHEMA_WITH_NAMES, SCHEMA_WITH_NUMBERS, SCHEMA_WITH_DARKEST = 1, 2, 3, 4, 5
EXTRA_ENTRIES = {
    SCHEMA: (),
    SCHEMA_WITH_REJECT: ("reject",),
    SCHEMA_WITH_NAMES: ("band_names",),
    SCHEMA_WITH_NUMBERS: ("band_numbers",),
    SCHEMA_WITH_DARKEST: ("reject",),
}
REJECTS, MAY_REJECT = (SCHEMA_WITH_REJECT, SCHEMA_WITH_DARKEST), (SCHEMA_WITH_NAMES, SCHEMA_WITH_NUMBERS)
KEY = "mineral_prune"
ENTRIES = ("feature", "wavelengths_um", "widths_um", "brightness", "classes", "training", "pruning")
EXTENSION = ".safetensors"


@dataclass(frozen=True)
class Model:
    """A trained model and all that a map needs to know of it.

    brightness : mean reflectance of the training samples
    classes    : a class of each output of the network, in their order
    training   : a record for people (sizes, seed, versions, accuracy); values that JSON holds
    pruning    : a record like `pruning.trace.as_document`, or None
    reject     : which of the classes are no minerals; None where all are minerals
    band_names : a name a band, of a model without wavelengths; None where they had none
    scene      : what it remembers of the scene that it was trained on, or None
    band_numbers : BandNumbers of the training raster, of a model without wavelengths; None where it used all bands
    """

    network: Union[Perceptron, DenseNetwork]
    standardisation: Standardisation
    feature: str
    wavelengths: Optional[Wavelengths]
    brightness: float
    classes: tuple[MineralClass, ...]
    training: dict
    pruning: Optional[dict] = None
    reject: Optional[Reject] = None
    band_names: Optional[tuple[str, ...]] = None
    scene: Optional[TrainingScene] = None
    band_numbers: Optional[BandNumbers] = None

    @classmethod
    def of(cls, network, preprocessing, brightness, classes, training, pruning=None):
        """A Model whose feature, wavelengths and standardisation are those of `preprocessing`.

        network, brightness, classes, training, pruning : the Model's fields; network may be None until there is one
        """
        standardisation, feature = preprocessing.standardisation, preprocessing.feature
        return cls(network, standardisation, feature, preprocessing.wavelengths, brightness, classes, training, pruning)

    @property
    def bands(self):
        return len(self.standardisation.mean)

    @property
    def minerals(self):
        """The MineralClasses that a map can show: all classes but those of the reject."""
        rejected = () if self.reject is None else self.reject.kinds
        return tuple(mineral for mineral in self.classes if mineral.number not in rejected)

    @property
    def mapped_numbers(self):
        """uint8 (n_classes,): what a map shows for each output of the network, UNCLASSIFIED for those of the reject."""
        minerals = set(self.minerals)
        numbers = [mineral.number if mineral in minerals else UNCLASSIFIED for mineral in self.classes]
        return np.array(numbers, dtype=np.uint8)

    @property
    def patch(self):
        """Pixels a side of the receptive field; 1 where it is the pixel itself."""
        return self.network.patch if isinstance(self.network, DenseNetwork) else 1

    @property
    def preprocessing(self):
        """From spectra in the model's bands to the network's inputs."""
        return Preprocessing(self.feature, self.wavelengths, self.standardisation)

    def inputs_of(self, reflectance):
        """The network's inputs of spectra in the model's bands: float32 (n_bands, n) -> float32 (n, n_features)."""
        return self.preprocessing.inputs(reflectance)


def save(model, path):
    """Write `model` to `path`, in place: give the path of `outputs.whole`."""
    from safetensors.numpy import save as to_bytes

    name = kind_of(model.network)
    tensors = {"standardisation.mean": model.standardisation.mean}
    tensors["standardisation.deviation"] = model.standardisation.deviation
    tensors.update(KINDS[name].tensors(model.network))
    document = {**_document(model), "kind": name, **KINDS[name].entries(model.network)}
    document = json.loads(json.dumps(document, allow_nan=False))  # as it is read: tuples are lists, keys are texts
    document["checksum"] = checksum(document, tensors)
    text = json.dumps(document, sort_keys=True, allow_nan=False)
    Path(path).write_bytes(to_bytes(tensors, metadata={KEY: text}))


def load(path, tell=lambda notice: None):
    """The whole Model.

    path   : of the file
    tell   : called with a Notice where the file has no checksum
    errors : ModelFileError(path, field, expected, found)
    """
    data = read_bytes(path)
    document = read_document(path, data, KEY)
    kind = _kind(path, document)
    tensors = read_tensors(path, data)
    classes = fields.classes(path, document)
    network = kind.network(path, tensors, document)
    standardisation = fields.standardisation(path, tensors, network.inputs)
    wavelengths = fields.wavelengths(path, document, network.inputs)
    demand(path, "number of classes", network.outputs, network.outputs == len(classes), len(classes))
    model = Model(
        network=network,
        standardisation=standardisation,
        feature=fields.feature(path, document),
        wavelengths=wavelengths,
        brightness=fields.brightness(path, document),
        classes=classes,
        training=fields.record(path, document, "training", {}),
        pruning=fields.record(path, document, "pruning", None),
        reject=_reject(path, document, classes),
        band_names=_band_names(path, document, network.inputs),
        scene=fields.scene(path, document, network.inputs),
        band_numbers=_band_numbers(path, document, network.inputs),
    )
    check_unaltered(path, document, tensors, tell)  # last: what is wrong with a field says more
    return model


def names_densenet(path):
    """Whether a file says that it holds a DenseNet. Its header alone is read: a large file takes a second to load.

    path   : of the file
    errors : ModelFileError
    """
    document = read_document(path, read_bytes(path, LARGEST_HEADER + 8), KEY)
    return document.get("kind") == SPARSE_DENSENET


def _document(model):
    document = {
        "schema": SCHEMA,
        "feature": model.feature,
        "wavelengths_um": None if model.wavelengths is None else model.wavelengths.centres_um,
        "widths_um": None if model.wavelengths is None else model.wavelengths.widths_um,
        "brightness": model.brightness,
        "classes": [asdict(mineral) for mineral in model.classes],
        "training": model.training,
        "pruning": model.pruning,
    }
    if model.scene is not None:
        document["scene"] = asdict(model.scene)
    if model.reject is not None:
        document.update(schema=SCHEMA_WITH_REJECT, reject=_reject_entry(model.reject))
    if model.band_names is not None and model.wavelengths is None:
        document.update(schema=SCHEMA_WITH_NAMES, band_names=model.band_names)
    if model.band_numbers is not None and model.wavelengths is None:
        document.update(schema=SCHEMA_WITH_NUMBERS, band_numbers=asdict(model.band_numbers))
    if model.reject is not None and model.reject.darkest:
        document.update(schema=SCHEMA_WITH_DARKEST)
    return document


def _reject_entry(reject):
    """As a file has it. One without a limit for dark pixels is written as it ever was."""
    entry = asdict(reject)
    if not reject.darkest:
        del entry["darkest"]
    return entry


def _kind(path, document):
    """The kind of network that a document states, once it is one of ours and whole."""
    schema, name = document.get("schema"), document.get("kind")
    required = EXTRA_ENTRIES.get(schema) if isinstance(schema, int) else None
    demand(path, "schema", " or ".join(map(str, EXTRA_ENTRIES)), required is not None, schema)
    known = isinstance(name, str) and name in KINDS
    demand(path, "kind", " or ".join(KINDS), known, name)
    required = (*ENTRIES, *KINDS[name].extra_entries, *required)
    missing = [entry for entry in required if entry not in document]  # a slip in a name must not read as null
    demand(path, KEY, "an object with " + ", ".join(required), not missing, f"without {', '.join(missing)}")
    return KINDS[name]


def _reject(path, document, classes):
    """The Reject of a file whose schema says that it has one, or None. classes : the MineralClasses of the file."""
    schema, absent = document["schema"], document.get("reject") is None
    if schema not in (*REJECTS, *MAY_REJECT) or (schema in MAY_REJECT and absent):
        expected = "of schema " + " or ".join(map(str, (*REJECTS, *MAY_REJECT))) + " alone"
        demand(path, "reject", expected, absent, "there")
        return None
    kind = document["kind"]
    demand(path, "reject", f"of a {PERCEPTRON} alone", kind == PERCEPTRON, f"of a {kind}")
    reject = fields.reject(path, document, classes)
    limited, expected = reject.darkest > 0, f"above 0 of schema {SCHEMA_WITH_DARKEST}, and of it alone"
    demand(path, "reject.darkest", expected, limited == (schema == SCHEMA_WITH_DARKEST), reject.darkest)
    return reject


def _band_names(path, document, inputs):
    """The names of the bands of a file whose schema says that it has them, or None. inputs : how many bands."""
    schema, absent = document["schema"], document.get("band_names") is None
    if schema == SCHEMA_WITH_NAMES or (schema in (SCHEMA_WITH_NUMBERS, SCHEMA_WITH_DARKEST) and not absent):
        return fields.band_names(path, document, inputs)
    expected = f"of schema {SCHEMA_WITH_NAMES}, {SCHEMA_WITH_NUMBERS} or {SCHEMA_WITH_DARKEST} alone"
    demand(path, "band_names", expected, absent, "there")
    return None


def _band_numbers(path, document, inputs):
    """The BandNumbers of a file whose schema says that it has them, or None. inputs : how many bands."""
    schema, absent = document["schema"], document.get("band_numbers") is None
    if schema == SCHEMA_WITH_NUMBERS or (schema == SCHEMA_WITH_DARKEST and not absent):
        return fields.band_numbers(path, document, inputs)
    expected = f"of schema {SCHEMA_WITH_NUMBERS} or {SCHEMA_WITH_DARKEST} alone"
    demand(path, "band_numbers", expected, absent, "there")
    return None
