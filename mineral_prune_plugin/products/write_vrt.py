# SPDX-License-Identifier: GPL-2.0-or-later
"""A product as a virtual raster: nothing is copied, each band refers to a band of one of the product's files."""

import os
from html import escape

from osgeo import gdal

from ..outputs import whole
from ..raster.geotiff import gdal_failures_as_errors
from ..raster.opening import open_raster
from .bands import describe_bands

SOURCE = """<{kind}>
  <SourceFilename relativeToVRT="0">{path}</SourceFilename>
  <SourceBand>{band}</SourceBand>
  <SourceProperties RasterXSize="{width}" RasterYSize="{height}" DataType="{type}"
    BlockXSize="{wide}" BlockYSize="{high}"/>
  <SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}"/>
  <DstRect xOff="0" yOff="0" xSize="{columns}" ySize="{rows}"/>
{skipped}</{kind}>"""
SKIPPED = "  <NODATA>{:g}</NODATA>\n"  # such pixels keep the no-data value with which GDAL begins


def write_vrt(product, output, progress):
    """Write the virtual raster `output` of a `product` that needs no computing.

    progress : is asked to cancel
    errors   : OutputFailed, Cancelled
    """
    files = [open_raster(cube.raster) for cube in product.cubes]
    with whole(output, progress) as partial, gdal_failures_as_errors(output):
        grid = product.grid
        vrt = gdal.GetDriverByName("VRT").Create(str(partial), grid.width, grid.height, 0)
        if grid.georeferenced:
            vrt.SetGeoTransform(grid.geotransform)
        if grid.wkt:
            vrt.SetProjection(grid.wkt)
        for number, band in enumerate(product.bands, start=1):
            plane = band.planes[0]
            vrt.AddBand(files[plane.cube].GetRasterBand(plane.number + 1).DataType)
            text = _source(product.cubes[plane.cube].raster, files[plane.cube], plane, grid)
            vrt.GetRasterBand(number).SetMetadataItem("source_0", text, "new_vrt_sources")
        if grid.geolocation:
            vrt.SetMetadata(dict(grid.geolocation), "GEOLOCATION")
        for domain, items in product.domains:
            vrt.SetMetadata(items, domain)
        describe_bands(vrt, product.bands)
        vrt.FlushCache()
        del vrt


def _source(path, dataset, plane, grid):
    """The source of a band of the grid: a `plane` of an open `dataset` at `path`."""
    band = dataset.GetRasterBand(plane.number + 1)
    wide, high = band.GetBlockSize()
    return SOURCE.format(
        kind="SimpleSource" if plane.saturated is None else "ComplexSource",
        skipped="" if plane.saturated is None else SKIPPED.format(plane.saturated),
        path=escape(os.path.abspath(path) if os.path.exists(path) else path),
        band=plane.number + 1,
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        type=gdal.GetDataTypeName(band.DataType),
        wide=wide,
        high=high,
        columns=grid.width,
        rows=grid.height,
    )
