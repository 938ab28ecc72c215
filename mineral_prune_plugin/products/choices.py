# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user decides about a product. Imports nothing: the form is built from it as QGIS starts."""

from dataclasses import dataclass

OVERLAPS = ("keep", "vnir", "swir", "average")  # what becomes of bands where two spectrometers overlap


@dataclass(frozen=True)
class Choices:
    """How a product is to be opened.

    orthorectify : use the product's own lookup table, where its pixels lie in the geometry of the sensor
    overlap      : one of OVERLAPS
    masks        : set pixels to no data where the product's quality masks say so
    wavelengths  : path of a file with the wavelengths; "" takes those of the product
    scale        : reflectance of a stored 1; 0 takes what the product states
    """

    orthorectify: bool = True
    overlap: str = "keep"
    masks: bool = False
    wavelengths: str = ""
    scale: float = 0.0
