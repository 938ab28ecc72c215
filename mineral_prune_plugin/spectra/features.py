# SPDX-License-Identifier: GPL-2.0-or-later
"""What a network sees of a spectrum: a row a feature, read by dialogs, the core and tests.

To add one: a row here, the function of its name in transforms.py. No numpy here, for dialogs read this.
"""

from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP, FeatureShapeDiffers


@dataclass(frozen=True)
class Feature:
    """name             : as scripts and model files write it; also of the function in transforms.py
    needs_wavelengths : whether it depends on where the bands lie
    fewest_bands      : of which it can be computed
    of_hull           : whether it is computed from the upper convex hull; its values are then 0 or above
    help              : one sentence for the dialog, to be translated
    """

    name: str
    needs_wavelengths: bool
    fewest_bands: int
    of_hull: bool
    help: str

    def compute(self, reflectance, wavelengths, overwrite=False):
        """The feature of spectra.

        reflectance : float32 (n_bands, n_pixels), 0..1
        wavelengths : float64 (n_bands,), micrometres, strictly ascending; may be None where the feature needs none
        overwrite   : whether `reflectance` may be used as working memory, which is faster; it then holds anything
        returns     : float32 (n_bands, n_pixels)
        errors      : FeatureShapeDiffers where it is not one value a band and pixel: models, hulls and maps count on
                      that, and numpy would spread a single row over all bands of a map
        """
        from . import transforms

        values = getattr(transforms, self.name)(reflectance, wavelengths, overwrite)
        if values.shape != reflectance.shape:
            raise FeatureShapeDiffers(feature=self.name, expected=reflectance.shape, found=values.shape)
        return values


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("reflectance", False, 1, False, QT_TRANSLATE_NOOP("MineralPrune", "left as it is.")),
        Feature(
            "normalised",
            False,
            2,
            False,
            QT_TRANSLATE_NOOP("MineralPrune", "its logarithm minus the mean over the bands, which removes brightness."),
        ),
        Feature(
            "continuum",
            True,
            3,
            True,
            QT_TRANSLATE_NOOP("MineralPrune", "divided by its upper convex hull (continuum removal)."),
        ),
        Feature(
            "asai",
            True,
            3,
            True,
            QT_TRANSLATE_NOOP(
                "MineralPrune",
                "the logarithm of the hull over the reflectance, an absorption index (our reading of Deng et al. 2022, "
                "who do not publish its definition).",
            ),
        ),
    )
}


def compute(feature, reflectance, wavelengths, overwrite=False):
    """`Feature.compute` of the feature of a name.

    feature     : a name of FEATURES
    reflectance : float32 (n_bands, n_pixels), 0..1
    wavelengths : float64 (n_bands,), micrometres, strictly ascending; may be None where the feature needs none
    overwrite   : whether `reflectance` may be used as working memory
    returns     : float32 (n_bands, n_pixels)
    """
    return FEATURES[feature].compute(reflectance, wavelengths, overwrite)
