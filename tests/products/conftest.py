# SPDX-License-Identifier: GPL-2.0-or-later
"""The one door to the reader (`open_product`), and how what it makes is compared with what a miniature shows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from mineral_prune_plugin.raster.band_table import read_bands

CHOICES = {"orthorectify": "ORTHORECTIFY", "overlap": "OVERLAP", "masks": "MASKS", "wavelengths": "WAVELENGTHS"}
CHOICES["scale"] = "SCALE"


@dataclass(frozen=True)
class Opened:
    """What the algorithm made, read with GDAL alone but for the bands' statements, which are read as trainmodel does.

    values : float64 (n_bands, height, width), scaled; NaN where the band has no data
    said   : the sentences of the run
    """

    path: str
    values: np.ndarray
    centres_um: np.ndarray
    widths_um: np.ndarray
    good: np.ndarray
    geotransform: object
    epsg: object
    names: tuple
    said: tuple


@pytest.fixture
def open_product(qgis, tmp_path):
    """Open a product through `mineralprune:openproduct`: open_product(path, orthorectify=, overlap=, masks=,
    wavelengths=) gives an Opened.
    """
    import processing
    from qgis.core import QgsProcessingFeedback

    def run(path, output=None, **choices):
        (tmp_path / "made").mkdir(exist_ok=True)
        output = output or tmp_path / "made" / f"opened_{len(list((tmp_path / 'made').iterdir()))}.tif"
        parameters = {CHOICES[name]: str(value) if name == "wavelengths" else value for name, value in choices.items()}
        feedback = QgsProcessingFeedback(False)
        chosen = {"INPUT": str(path), "OUTPUT": str(output), **parameters}
        result = processing.run("mineralprune:openproduct", chosen, feedback=feedback)
        return opened(result["OUTPUT"], tuple(feedback.textLog().splitlines()))

    return run


def opened(path, said=()):
    """The Opened of a raster; said : the sentences of its making."""
    dataset = gdal.Open(str(path))
    assert dataset is not None, path
    table, _ = read_bands(dataset, Path(path).name)
    values = np.array([_band(dataset.GetRasterBand(number)) for number in range(1, dataset.RasterCount + 1)])
    projection = osr.SpatialReference(dataset.GetProjection()) if dataset.GetProjection() else None
    return Opened(
        path=str(path),
        values=values,
        centres_um=table.centres_um,
        widths_um=table.widths_um,
        good=table.good,
        geotransform=dataset.GetGeoTransform(can_return_null=True),
        epsg=None if projection is None else _epsg(projection),
        names=tuple(dataset.GetRasterBand(number).GetDescription() for number in range(1, dataset.RasterCount + 1)),
        said=said,
    )


def _band(band):
    raw = band.ReadAsArray()
    values = raw.astype(np.float64)
    empty = np.isnan(values)
    if band.GetNoDataValue() is not None:
        empty |= raw == np.float64(band.GetNoDataValue()).astype(raw.dtype)
    scale, offset = band.GetScale(), band.GetOffset()
    values = values * (1.0 if scale is None else scale) + (0.0 if offset is None else offset)
    return np.where(empty, np.nan, values)


def _epsg(projection):
    projection.AutoIdentifyEPSG()
    code = projection.GetAuthorityCode(None)
    return int(code) if code else None


@pytest.fixture
def told(open_product):
    """told(path, **choices): what is said of a product that may be opened with a warning or refused: its sentences."""
    from qgis.core import QgsProcessingException

    def sentences(path, **choices):
        try:
            return open_product(path, **choices).said
        except QgsProcessingException as refusal:
            assert "Traceback" not in str(refusal)
            return tuple(str(refusal).splitlines())

    return sentences


@pytest.fixture
def shows(open_product):
    """shows(opened, miniature): see that an Opened shows what a Miniature does, to the last bit of a float32."""
    return assert_shows


def assert_shows(made, miniature, bands=None):
    """See that `made`, an Opened, shows a `miniature`.

    bands : numbers (from 0) of the miniature's bands that must be there; None for all. A bad band may be missing, or
            is there and marked.
    """
    wanted = range(len(miniature.values)) if bands is None else bands
    seen = set()
    for band in wanted:
        place = place_of(made, miniature.centres_um[band])
        if not miniature.good[band]:
            seen.add(place)
            assert place is None or not made.good[place], f"band {band} is bad"
            continue
        assert place is not None, f"band {band} of {miniature.centres_um[band]:.6f} um is missing"
        seen.add(place)
        assert made.good[place], f"band {band} is good"
        assert made.widths_um[place] == pytest.approx(miniature.widths_um[band], abs=1e-7, nan_ok=True)
        assert_same_values(made.values[place], miniature.values[band], f"band {band}")
    assert set(range(len(made.values))) <= seen, "bands that the product does not have"
    assert_same_place(made, miniature)


def place_of(made, centre_um):
    """The number (from 0) of the band of an Opened at a wavelength, to a picometre; None where there is none."""
    apart = np.abs(made.centres_um - centre_um)
    return int(np.nanargmin(apart)) if np.nanmin(apart) < 1e-6 else None


def assert_same_values(found, expected, what):
    """No data in the same pixels, the rest equal to the last bit of a float32; of a float64 but for its last bits where
    a scale makes the order of the arithmetic matter.
    """
    assert found.shape == expected.shape, what
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected), err_msg=what)
    close = np.isclose(found, expected, rtol=1e-13, atol=1e-13, equal_nan=True)
    found, expected = found.astype(np.float32), np.where(close, found, expected).astype(np.float32)
    np.testing.assert_array_equal(found, expected, err_msg=what)


def assert_same_place(made, miniature):
    """The grid lies where the miniature's does, to a thousandth of a pixel; none where it has none."""
    if miniature.geotransform is None:
        assert made.geotransform is None and made.epsg is None
        return
    step = abs(miniature.geotransform[1])
    np.testing.assert_allclose(made.geotransform, miniature.geotransform, rtol=0, atol=step / 1e3)
    assert made.epsg == miniature.epsg


@pytest.fixture
def refused(qgis, tmp_path):
    """refused(path, **choices): open what must not open; gives its one sentence, and sees that nothing is left."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        first = ""

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.first = self.first or error.strip()

    def files():
        return sorted(path for path in tmp_path.rglob("*"))

    def sentence(path, **choices):
        before, listener = files(), Listener(False)
        parameters = {CHOICES[name]: value for name, value in choices.items()}
        chosen = {"INPUT": str(path), "OUTPUT": str(tmp_path / "refused.tif"), **parameters}
        with pytest.raises(QgsProcessingException) as failure:
            processing.run("mineralprune:openproduct", chosen, feedback=listener)
        words = str(failure.value).replace("Unable to execute algorithm\n", "").strip()
        words = listener.first if words == "There were errors executing the algorithm." else words
        assert words and "Traceback" not in words and "\n" not in words, words
        assert files() == before
        return words

    return sentence
