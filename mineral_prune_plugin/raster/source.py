# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster described: its grid, its bands, its blocks."""

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from osgeo import gdal, gdal_array, osr

from ..errors import BandsReadAsColumns, RasterHasNoBands, RasterIsComplex, RasterMixesSignedBytes
from ..notices import GeoreferenceFitted
from .band_data import without_empty_bands
from .band_table import BandTable, read_bands
from .block_memory import BUDGET, Blocks, blocks_of
from .cache import small_cache
from .completeness import check_complete
from .gdal_versions import gdal_version, has_bands_as_columns, has_signed_bytes, header_beside_tiff
from .opening import call_gdal, mask_band, open_raster, raster_name
from .raster_notices import CrsFromLayer, CrsOfLayer

# What QGIS shows a raster without georeference in: one unit a pixel, rows downwards from y = 0.
PIXEL_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
BORDER = 1e-6  # pixels


@dataclass(frozen=True)
class Grid:
    """Where pixels lie: size, affine transform (GDAL's order) and coordinate system as WKT ("" where unknown).

    georeferenced : False where the file states no transform and pixel coordinates stand in
    geolocation   : pairs of GDAL's GEOLOCATION domain, which gives raw pixels their longitudes and latitudes
    """

    width: int
    height: int
    geotransform: tuple[float, ...]
    wkt: str
    georeferenced: bool
    geolocation: tuple = ()

    def pixels(self, x, y):
        """Columns and rows, int64, of map coordinates x, y, float64 arrays; out of range outside the raster.

        What lies on the raster's border, all around, belongs to the pixel within.
        """
        a, b, c, d, e, f = self.geotransform
        determinant = b * f - c * e
        x, y = np.asarray(x, dtype=np.float64) - a, np.asarray(y, dtype=np.float64) - d
        with np.errstate(invalid="ignore"):  # points that are nowhere
            columns = _floor((f * x - c * y) / determinant, self.width)
            rows = _floor((b * y - e * x) / determinant, self.height)
        return _whole(columns), _whole(rows)

    def centres(self, columns, rows):
        """Map coordinates (x, y), float64 arrays, of the centres of the pixels at `columns`, `rows` (from 0)."""
        a, b, c, d, e, f = self.geotransform
        columns, rows = np.asarray(columns) + 0.5, np.asarray(rows) + 0.5
        return a + b * columns + c * rows, d + e * columns + f * rows

    def inside(self, columns, rows):
        """bool array, True where `columns` and `rows` (from 0) are those of a pixel of the raster."""
        return (columns >= 0) & (columns < self.width) & (rows >= 0) & (rows < self.height)

    def extent(self):
        """(xmin, ymin, xmax, ymax) of the corners."""
        a, b, c, d, e, f = self.geotransform
        columns, rows = np.array([0, self.width, 0, self.width]), np.array([0, 0, self.height, self.height])
        x, y = a + b * columns + c * rows, d + e * columns + f * rows
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


@dataclass(frozen=True)
class RasterInfo:
    """What a raster is.

    block   : (width, height) of the file's blocks
    dtype   : that holds every band's values
    masked  : whether it has a mask or an alpha band
    notices : what had to be assumed
    blocks  : what GDAL holds of them in memory
    memory  : bytes that work on the raster may take
    """

    path: str
    name: str
    grid: Grid
    bands: BandTable
    block: tuple[int, int]
    dtype: np.dtype
    masked: bool
    notices: tuple
    blocks: Blocks = Blocks()
    memory: int = BUDGET


def describe(path, wkt="", memory=BUDGET):
    """RasterInfo of the raster at `path`.

    wkt    : of a coordinate system that rules over the file's, such as the user set in QGIS; "" for the file's
    memory : bytes that work on the raster may take
    errors : RasterUnreadable, RawSourceElsewhere, RasterHasNoBands, BandsReadAsColumns, RasterIsComplex,
             RasterMixesSignedBytes and those of `check_complete` and `read_bands`
    """
    dataset = open_raster(path)
    name = raster_name(path)
    if dataset.RasterCount == 0 or dataset.RasterXSize < 1 or dataset.RasterYSize < 1:
        raise RasterHasNoBands(raster=name)
    if has_bands_as_columns(dataset):
        facts = {"width": dataset.RasterXSize, "height": dataset.RasterYSize, "bands": dataset.RasterCount}
        raise BandsReadAsColumns(raster=name, version=gdal_version(), **facts)
    check_complete(dataset, str(path))
    blocks = blocks_of(dataset, str(path))
    table, notices = read_bands(dataset, name)
    if _fitted(dataset):
        notices = [*notices, GeoreferenceFitted(raster=name)]
    grid, remarks = grid_in(dataset, wkt, name)
    dtype = _common_dtype(dataset, name)
    told = []
    if blocks.needed() <= memory:  # else whatever reads them says why it cannot
        with small_cache():
            table, told = without_empty_bands(str(path), dataset, table, dtype, name)
    return RasterInfo(
        path=str(path),
        name=name,
        grid=grid,
        bands=table,
        block=tuple(dataset.GetRasterBand(1).GetBlockSize()),
        dtype=dtype,
        masked=mask_band(dataset) is not None,
        notices=(*notices, *remarks, *told),
        blocks=blocks,
        memory=memory,
    )


def files_of(path):
    """The files that a raster is read from: its own, its side files, the sources of a virtual raster.

    The header beside a GeoTIFF, too, which GDAL lists from 3.13 on.
    """
    dataset = open_raster(path)
    files, (header, _, _) = dataset.GetFileList() or [str(path)], header_beside_tiff(dataset)
    return [*files, header] if header and header not in files else files


def files_of_features(path):
    """The files that a vector layer is read from, with the tables behind a virtual one. path : of its file."""
    dataset, _ = call_gdal(lambda: gdal.OpenEx(str(path), gdal.OF_VECTOR))
    return [str(path)] if dataset is None else dataset.GetFileList() or [str(path)]


def is_raster(path):
    """Whether GDAL opens a `path` as a raster."""
    return call_gdal(lambda: gdal.OpenEx(str(path), gdal.OF_RASTER))[0] is not None


def has_bands(path):
    """Whether GDAL opens a `path` as a raster with bands: a container of several rasters has none."""
    dataset, _ = call_gdal(lambda: gdal.OpenEx(str(path), gdal.OF_RASTER))
    return dataset is not None and dataset.RasterCount > 0


def grid_of(dataset):
    """The Grid of an open GDAL dataset."""
    transform: Optional[tuple] = dataset.GetGeoTransform(can_return_null=True)
    wkt = dataset.GetProjection() or ""
    if transform is None and dataset.GetGCPCount() > 2:
        transform = gdal.GCPsToGeoTransform(dataset.GetGCPs())
        wkt = wkt or dataset.GetGCPProjection() or ""
    usable = transform is not None and np.isfinite(transform).all()
    usable = bool(usable and transform[1] * transform[5] != transform[2] * transform[4])
    return Grid(
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        geotransform=tuple(transform) if usable else PIXEL_GEOTRANSFORM,
        wkt=wkt,
        georeferenced=usable,
        geolocation=tuple(sorted((dataset.GetMetadata("GEOLOCATION") or {}).items())),
    )


def grid_in(dataset, wkt, raster):
    """(Grid of an open GDAL dataset, list of notices) in the coordinate system that rules over the file's.

    wkt    : as of `describe`
    raster : the name for the notice, CrsOfLayer or CrsFromLayer
    """
    grid = grid_of(dataset)
    if not wkt:
        return grid, []
    facts = {"raster": raster, "used": crs_name(wkt)}
    told = CrsOfLayer(**facts, stated=crs_name(grid.wkt)) if grid.wkt else CrsFromLayer(**facts)
    return replace(grid, wkt=wkt), [told]


def crs_name(wkt):
    """What a sentence calls a coordinate system: "WGS 84 / UTM zone 11N (EPSG:32611)"."""
    reference = osr.SpatialReference()
    reference.ImportFromWkt(wkt)
    code = reference.GetAuthorityCode(None)
    return f"{reference.GetName()} ({reference.GetAuthorityName(None)}:{code})" if code else str(reference.GetName())


def _fitted(dataset):
    """True where only control points give the place, and an affine grid misses any by over a quarter of a pixel."""
    points = dataset.GetGCPs()
    if dataset.GetGeoTransform(can_return_null=True) is not None or len(points) < 3:
        return False
    fitted = gdal.GCPsToGeoTransform(points)
    if fitted is None:  # points on one line: no grid at all, pixel coordinates stand in
        return False
    a, b, c, d, e, f = fitted
    misses = [
        (
            a + b * point.GCPPixel + c * point.GCPLine - point.GCPX,
            d + e * point.GCPPixel + f * point.GCPLine - point.GCPY,
        )
        for point in points
    ]
    return float(np.abs(misses).max()) > 0.25 * abs(b * f - c * e) ** 0.5


def _common_dtype(dataset, name):
    """The numpy type that holds every band's values."""
    signed = [band for band in map(dataset.GetRasterBand, range(1, dataset.RasterCount + 1)) if has_signed_bytes(band)]
    if signed:
        if len(signed) < dataset.RasterCount:
            raise RasterMixesSignedBytes(raster=name, signed=len(signed), total=dataset.RasterCount)
        return np.dtype(np.int8)
    code = dataset.GetRasterBand(1).DataType
    for number in range(2, dataset.RasterCount + 1):
        code = gdal.DataTypeUnion(code, dataset.GetRasterBand(number).DataType)
    if gdal.DataTypeIsComplex(code):
        raise RasterIsComplex(raster=name)
    return np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(code))


def _floor(places, size):
    """Places along `size` pixels rounded down; those on either end, but for what transforming costs, to within."""
    whole = np.floor(places)
    whole = np.where(np.abs(places - size) < BORDER, size - 1, whole)
    return np.where(np.abs(places) < BORDER, 0, whole)


def _whole(values):
    """Floats as int64; what is not finite or far out of range becomes -1, outside every raster."""
    return np.where(np.abs(values) < 2**53, values, -1).astype(np.int64)
