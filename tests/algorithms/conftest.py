# SPDX-License-Identifier: GPL-2.0-or-later
"""Small things to run algorithms on: a chain of real runs on a 60 x 50 scene, and rasters, models, layers by hand."""

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

PAINT = ("red", "green", "blue")  # the minerals of models made by hand: a class for the brightest of three bands
CENTRES_UM = (2.1, 2.2, 2.3)
MINERALS = ("muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony")


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path_factory, monkeypatch):
    """Nothing that a test leaves in the temporary folder is mistaken for another's."""
    folder = tmp_path_factory.mktemp("temp")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


@dataclass(frozen=True)
class Chain:
    """The files of one run from scene to map; a model of two hidden layers and one of the library too.

    points : six of the samples, enough to explain: each takes a chart
    """

    folder: Path
    scene: str
    labels: str
    samples: str
    points: str
    model: str
    deep_model: str
    map: str
    library: str
    library_model: str


def _write_library(path, minerals):
    """A table (.csv) of the plugin's spectra of some minerals, 1.9 to 2.51 um, a column each."""
    from mineral_prune_plugin.spectral_library.embedded import embedded_library
    from mineral_prune_plugin.spectral_library.matching import records_named

    whole = embedded_library()
    some = whole.some(records_named(whole.names, minerals))
    rows = [(um, *spectrum) for um, spectrum in zip(some.wavelengths_um, some.reflectance.T) if um >= 1.9]
    lines = [",".join(("wavelength (um)", *some.names))] + [",".join(f"{value:.6f}" for value in row) for row in rows]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def chain(qgis, tmp_path_factory):
    """All through Processing, in a few seconds: 60 x 50 pixels, 10 samples a class and split, 40 epochs."""
    import processing

    folder = tmp_path_factory.mktemp("chain")
    names = ("scene.tif", "labels.tif", "samples.gpkg", "model.safetensors", "deep.safetensors", "map.tif")
    scene, labels, samples, model, deep, class_map = (str(folder / name) for name in names)
    library, library_model = str(folder / "library.csv"), str(folder / "of_library.safetensors")
    _write_library(library, MINERALS)
    from_library = {"INPUT": scene, "LIBRARY": library, "MINERALS": "; ".join(MINERALS), "EPOCHS": 20}
    few = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    train = {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 40}
    for algorithm, parameters in (
        ("createexamplescene", {"WIDTH": 60, "HEIGHT": 50, "OUTPUT": scene, "LABELS": labels}),
        ("drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples, **few}),
        ("trainmodel", {**train, "HIDDEN_UNITS": "12", "MODEL": model}),
        ("trainmodel", {**train, "HIDDEN_UNITS": "8,6", "MODEL": deep}),
        ("trainfromlibrary", {**from_library, "HIDDEN_UNITS": "12", "UNLABELLED": 500, "MODEL": library_model}),
        ("mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": class_map}),
    ):
        processing.run(f"mineralprune:{algorithm}", parameters)
    points = str(folder / "points.gpkg")
    gdal.VectorTranslate(points, samples, limit=6)
    return Chain(folder, scene, labels, samples, points, model, deep, class_map, library, library_model)


@pytest.fixture
def write_library():
    """Write a table (.csv) of the plugin's spectra of some minerals: write_library(path, names)."""
    return _write_library


@pytest.fixture
def content(qgis):
    """What a file holds that two runs alike must give alike: content(path)."""
    from qgis.core import QgsVectorLayer

    def read(path):
        """The bytes of a file, without the minute of a report; of a GeoPackage, which holds one too, its features."""
        if path.suffix != ".gpkg":
            return re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d", b"", path.read_bytes())
        features = QgsVectorLayer(str(path)).getFeatures()
        return [(feature.attributes(), feature.geometry().asWkt()) for feature in features]

    return read


@pytest.fixture
def files():
    """Every file and folder below a folder, hidden ones too."""

    def found(folder):
        return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))

    return found


@pytest.fixture
def refused(qgis, files, tmp_path):
    """Run what must fail: gives its sentence, and sees that it is one sentence and that no file was left or changed."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        """Keeps what is reported: what is raised in prepareAlgorithm QGIS reports, and raises without its words."""

        first = ""

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.first = self.first or error.strip()

    def state():
        """What is there, and when it was changed; but QGIS writes the statistics of a raster when its layer goes."""
        names = files(tmp_path)
        statistics = {f"{name}.aux.xml" for name in names}
        paths = {name: tmp_path / name for name in names if name not in statistics}
        return {name: path.stat().st_mtime_ns if path.is_file() else None for name, path in paths.items()}

    def sentence(algorithm, **parameters):
        before = state()
        listener = Listener(False)
        with pytest.raises(QgsProcessingException) as failure:
            processing.run(f"mineralprune:{algorithm}", parameters, feedback=listener)
        said = str(failure.value).replace("Unable to execute algorithm\n", "").strip()
        said = listener.first if said == "There were errors executing the algorithm." else said
        assert said and "Traceback" not in said and "\n" not in said, said
        assert state() == before
        return said

    return sentence


@pytest.fixture
def run(qgis):
    """Run one of our algorithms by its short id; `told` then gives what it warned of."""
    import processing
    from qgis.core import QgsProcessingFeedback

    class Warned(QgsProcessingFeedback):
        def pushWarning(self, warning):  # noqa: N802, the name that QGIS calls
            warnings.append(warning)
            super().pushWarning(warning)

        def pushInfo(self, info):  # noqa: N802, the name that QGIS calls
            remarks.append(info)
            super().pushInfo(info)

    warnings, remarks = [], []

    def run_algorithm(algorithm, **parameters):
        warnings.clear()
        remarks.clear()
        return processing.run(f"mineralprune:{algorithm}", parameters, feedback=Warned(False))

    run_algorithm.warnings, run_algorithm.remarks = warnings, remarks
    return run_algorithm


@pytest.fixture
def told(run):
    """The warnings of the last run, a line each; its remarks with told(remarks=True)."""
    return lambda remarks=False: "\n".join(run.remarks if remarks else run.warnings)


@pytest.fixture
def read():
    """The first band of a raster as an array; `band` for another, None for all."""
    from osgeo import gdal

    def array(path, band=1):
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
        return dataset.ReadAsArray() if band is None else dataset.GetRasterBand(band).ReadAsArray()

    return array


@pytest.fixture
def raster(tmp_path):
    """Write a small GeoTIFF of (bands, rows, columns); gives its path."""
    from osgeo import gdal, gdal_array, osr

    def write(
        values,
        name="scene.tif",
        centres_um=CENTRES_UM,
        no_data=None,
        transform=(500000.0, 20.0, 0.0, 4100000.0, 0.0, -20.0),
        epsg=32611,
        dtype=np.float32,
        names=None,
    ):
        values = np.asarray(values, dtype=dtype)
        values = values[None] if values.ndim == 2 else values
        code = gdal_array.NumericTypeCodeToGDALTypeCode(dtype)
        path = tmp_path / name
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[2], values.shape[1], len(values), code)
        if transform:
            dataset.SetGeoTransform(transform)
        if epsg:
            reference = osr.SpatialReference()
            reference.ImportFromEPSG(epsg)
            dataset.SetProjection(reference.ExportToWkt())
        for index, layer in enumerate(values):
            band = dataset.GetRasterBand(index + 1)
            band.WriteArray(layer)
            if centres_um:
                band.SetMetadata({"wavelength": str(centres_um[index]), "wavelength_units": "Micrometers"})
            if no_data is not None:
                band.SetNoDataValue(no_data)
            if names:
                band.SetCategoryNames(names)
        del band, dataset
        return str(path)

    return write


@pytest.fixture
def paint(raster):
    """A raster painted with letters, a pixel each: r, g, b is bright in band 1, 2, 3; "." is not-a-number in all."""
    reflectance = {"r": (0.8, 0.1, 0.1), "g": (0.1, 0.8, 0.1), "b": (0.1, 0.1, 0.8), ".": (np.nan,) * 3}

    def write(*rows, **options):
        values = np.array([[reflectance[letter] for letter in row] for row in rows]).transpose(2, 0, 1)
        return raster(values, **options)

    return write


@pytest.fixture
def hand_model(tmp_path):
    """Save a model whose weights are set by hand: hidden neuron k is band k, and so is the logit of class k + 1."""
    from mineral_prune_plugin.classes import MineralClass
    from mineral_prune_plugin.models.model_file import Model, save
    from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
    from mineral_prune_plugin.raster.wavelengths import Wavelengths

    def write(name="hand.safetensors", minerals=PAINT, **changes):
        one = np.eye(3, dtype=np.float32)
        none = np.zeros(3, dtype=np.float32)
        colours = ("#FF0000", "#00FF00", "#0000FF")
        model = Model(
            network=Perceptron((one, 10 * one), (none, none)),
            standardisation=Standardisation(none, np.ones(3, dtype=np.float32)),
            feature="reflectance",
            wavelengths=Wavelengths.from_um(CENTRES_UM),
            brightness=0.33,
            classes=tuple(MineralClass(k + 1, mineral, colours[k]) for k, mineral in enumerate(minerals)),
            training={},
        )
        save(replace(model, **changes), tmp_path / name)
        return str(tmp_path / name)

    return write


@pytest.fixture
def layer(qgis):
    """A memory layer from well-known texts and attributes: layer("Point", ["mineral:string"], [(wkt, "red"), ...])."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    def make(kind, fields, rows, epsg=32611, name="layer"):
        made = QgsVectorLayer(
            f"{kind}?crs=EPSG:{epsg}" + "".join(f"&field={field}" for field in fields), name, "memory"
        )
        assert made.isValid()
        features = []
        for wkt, *attributes in rows:
            feature = QgsFeature(made.fields())
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            feature.setAttributes(attributes)
            features.append(feature)
        assert made.dataProvider().addFeatures(features)[0]
        made.updateExtents()
        return made

    return make


@pytest.fixture
def samples(layer):
    """A layer of samples from (column, row, mineral, class, split), on the grid that `raster` writes."""

    def make(*rows, fields=("mineral:string", "class:integer", "split:string"), name="samples"):
        points = [(f"Point({500010 + 20 * column} {4099990 - 20 * row})", *rest) for column, row, *rest in rows]
        return layer("Point", fields, points, name=name)

    return make


@pytest.fixture
def points(samples):
    """Twelve samples of each colour and split, of thirds of a scene of 18 x 18 pixels."""
    return samples(*[(6 * index + column, 6 * split + row, name, index + 1, word)
                     for index, name in enumerate(("red", "green", "blue"))
                     for split, word in enumerate(("train", "validation", "test"))
                     for row in range(6) for column in (1, 4)])  # fmt: skip
