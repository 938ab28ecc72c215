# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening a raster with GDAL, quietly, and without threads of GDAL's own."""

import os
from contextlib import ExitStack, contextmanager

from osgeo import gdal

from ..errors import RasterReadFailed, RasterUnreadable, RawSourceElsewhere
from .gdal_versions import refused_raw_source


def call_gdal(call):
    """(what a call of GDAL returns, GDAL's last message or ""). None where it raises: other plugins may have switched
    GDAL's exceptions on. Nothing is printed.
    """
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        with one_decoder():  # a mosaic opens its files when it is read
            return call(), gdal.GetLastErrorMsg()
    except RuntimeError as error:
        return None, str(error)
    finally:
        gdal.PopErrorHandler()


def read_failed(raster, window, reason):
    """The RasterReadFailed of a Window, `window`; raster : its name; reason : GDAL's, or ""."""
    reason = f"{reason.rstrip('. ') or 'GDAL gives no reason'}."  # its decoding threads keep theirs
    return RasterReadFailed(raster=raster, row=window.row, column=window.column, reason=reason)


def open_raster(path, options=()):
    """The GDAL dataset of the file at `path`, read only.

    options : for its driver
    errors  : RasterUnreadable, RawSourceElsewhere
    """
    dataset, reason = call_gdal(lambda: gdal.OpenEx(str(path), gdal.OF_RASTER, open_options=list(options)))
    if dataset is None and refused_raw_source(reason):
        raise RawSourceElsewhere(raster=raster_name(path), file=refused_raw_source(reason))
    if dataset is None:
        raise RasterUnreadable(raster=str(path), reason=f"{reason.rstrip('. ') or 'not a raster that GDAL knows'}.")
    return dataset


def one_decoder():
    """A context in which GDAL opens and reads without threads of its own, but where an open option asks for them.

    A user's GDAL_NUM_THREADS reaches every GeoTIFF, and the sources of every mosaic. Of a compressed one that holds
    band after band GDAL 3.6.2 then gives wrong data, or ends the process, where only some bands are read.
    """
    return thread_option("GDAL_NUM_THREADS", "1")


@contextmanager
def thread_options(pairs):
    """`thread_option` of several. pairs : (key, value)"""
    with ExitStack() as stack:
        for key, value in pairs:
            stack.enter_context(thread_option(key, value))
        yield


@contextmanager
def thread_option(key, value):
    """Set GDAL's option `key` to `value` for this thread until the block ends; no effect where GDAL cannot."""
    here = hasattr(gdal, "SetThreadLocalConfigOption")
    before = gdal.GetThreadLocalConfigOption(key) if here else None
    if here:
        gdal.SetThreadLocalConfigOption(key, value)
    try:
        yield
    finally:
        if here:
            gdal.SetThreadLocalConfigOption(key, before)


def mask_band(dataset):
    """The band that says where there is data: an alpha band (GDAL heeds it in files of 2 or 4 bands only) or a mask.

    None where there is none; good as long as the dataset is held.
    """
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    alpha = [band for band in bands if band.GetColorInterpretation() == gdal.GCI_AlphaBand]
    if alpha:
        return alpha[-1]
    return bands[0].GetMaskBand() if answer_of(bands[0].GetMaskFlags, dataset) & gdal.GMF_PER_DATASET else None


def answer_of(question, dataset):
    """What a call that asks GDAL gives, with exceptions on as with them off.

    With them on, GDAL's Python raises what is only logged without: a strange entry of a file's directory, met as it is
    read for the first time. The answer is there all the same, and asked again GDAL gives it.

    question : a function without arguments
    dataset  : that is asked, for the error
    errors   : RasterUnreadable, where there is none the second time either
    """
    answer, _ = call_gdal(question)
    if answer is None:
        answer, reason = call_gdal(question)
    if answer is None:
        raise RasterUnreadable(raster=dataset.GetDescription(), reason=f"{reason.rstrip('. ') or 'no reason given'}.")
    return answer


def raster_name(path):
    """What a message calls a raster: its file name."""
    return os.path.basename(str(path)) or str(path)
