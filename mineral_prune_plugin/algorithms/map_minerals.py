# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm mapminerals: raster and model to a class GeoTIFF."""

from pathlib import Path

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterRasterDestination

from ..errors import QT_TRANSLATE_NOOP
from ..interface.layer_styles import map_styler, style_when_loaded
from ..interface.memory import allowed_bytes
from ..interface.mineral_legends import shown_mineral
from ..models.training_settings import Bounds
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layer_names import lasting_name
from .map_packages import packages_of_map
from .model_inputs import loaded_model
from .reporting import reporting

MIN_CONFIDENCE = Bounds(
    "MIN_CONFIDENCE", QT_TRANSLATE_NOOP("MineralPrune", "Least confidence (0 to 1)"), 0.0, 0.0, 1.0, ""
)


class MapMinerals(MineralPruneAlgorithm):
    INPUT, MODEL, MIN_CONFIDENCE, INTERPOLATE = "INPUT", "MODEL", "MIN_CONFIDENCE", "INTERPOLATE"
    DEVICE = "DEVICE"
    OUTPUT, CONFIDENCE, SETTLED = "OUTPUT", "CONFIDENCE", "SETTLED"
    UNCLASSIFIED, NO_DATA, REJECTED = "UNCLASSIFIED", "NO_DATA", "REJECTED"

    def name(self):
        return "mapminerals"

    def displayName(self):
        return self.tr("Map minerals")

    def groupId(self):
        return "map"

    def shortHelpString(self):
        return self.tr(
            "Identifies the mineral of every pixel with a trained or pruned model and writes a class map.\n\n"
            "The raster needs the bands of the model and can be of any size: it is read block by block. Bands are "
            "matched by wavelength, whatever their number and order in the file.\n\n"
            "The map is a GeoTIFF of class numbers with names and colours; 0 is no data or unclassified. A pixel is "
            "unclassified where the confidence is below the least, or where the model finds none of its minerals: some "
            "models, such as those trained from a spectral library, also know other minerals, vegetation, water and "
            "spectra without clear absorptions, and name none of their own minerals there. The log says how many "
            "pixels there are of each kind.\n\n"
            "The confidence is the network's own (softmax); such networks are overconfident: they are right less often "
            "than it suggests."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.model())
        self.addParameter(
            common.with_help(
                common.real_number(MIN_CONFIDENCE),
                self.tr("Pixels with a lower confidence are left unclassified. 0: none are, however low it is."),
            )
        )
        self.addParameter(common.interpolate())
        self.addParameter(common.device())
        output = QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Mineral map"))
        self.addParameter(
            common.with_help(output, self.tr("GeoTIFF of class numbers, with a style file (.qml) beside it."))
        )
        confidence = QgsProcessingParameterRasterDestination(
            self.CONFIDENCE, self.tr("Confidence"), optional=True, createByDefault=False
        )
        self.addParameter(
            common.with_help(
                confidence,
                self.tr(
                    "GeoTIFF of the model's confidence in the mineral, 0 to 1; 0 where the model finds none of its "
                    "minerals, -1 where there is no data."
                ),
            )
        )
        self.addParameter(self._settled())
        self.addOutput(QgsProcessingOutputNumber(self.UNCLASSIFIED, self.tr("Unclassified pixels")))
        self.addOutput(QgsProcessingOutputNumber(self.NO_DATA, self.tr("No-data pixels")))
        self.addOutput(
            QgsProcessingOutputNumber(self.REJECTED, self.tr("Unclassified pixels with none of the model's minerals"))
        )

    def _settled(self):
        settled = QgsProcessingParameterRasterDestination(
            self.SETTLED, self.tr("Settled pixels"), optional=True, createByDefault=False
        )
        text = self.tr(
            "GeoTIFF with 1 where the pixel keeps its mineral in eight repetitions with noise of the scene added and "
            "its absorptions weakened by up to a fifth, 0 where it does not or is unclassified, 255 where there is no "
            "data. A pixel that is not settled is not wrong, but near the limit of what the noise allows. It takes "
            "many times as long as the map alone."
        )
        return common.with_help(settled, text)

    def needs(self, parameters, context):
        device = self.parameterAsEnumString(parameters, self.DEVICE, context)
        return packages_of_map(self.parameterAsFile(parameters, self.MODEL, context), device)

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]

    def work(self, parameters, context, feedback):
        from ..mapping.class_map import MapJob, map_minerals
        from ..mapping.legend import MapSource

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        confidence = self.parameterAsOutputLayer(parameters, self.CONFIDENCE, context)
        settled = self.parameterAsOutputLayer(parameters, self.SETTLED, context)
        with reporting(feedback, self.raster) as progress:
            model = self.parameterAsFile(parameters, self.MODEL, context)
            scene = lasting_name(self.names[self.INPUT], self.raster)
            job = MapJob(
                raster=self.raster,
                wkt=self.crs[self.INPUT],
                memory=allowed_bytes(),
                model=loaded_model(model, progress),
                output=output,
                confidence=confidence or None,
                settled=settled or None,
                min_confidence=self.parameterAsDouble(parameters, self.MIN_CONFIDENCE, context),
                interpolate=self.parameterAsBoolean(parameters, self.INTERPOLATE, context),
                device=self.parameterAsEnumString(parameters, self.DEVICE, context),
                source=MapSource(scene, lasting_name(Path(model).name, model)),
            )
            result = map_minerals(job, progress)
        self._tell(job.model, result, feedback)
        for path in filter(None, (output, confidence, settled)):
            style_when_loaded(context, path, map_styler(str(Path(path).with_suffix(".qml"))))
        results = {
            self.OUTPUT: output,
            self.UNCLASSIFIED: result.unclassified_pixels,
            self.NO_DATA: result.no_data_pixels,
            self.REJECTED: sum(result.rejected_pixels.values()),
        }
        optional = {self.CONFIDENCE: confidence, self.SETTLED: settled}
        return {**results, **{name: path for name, path in optional.items() if path}}

    def _tell(self, model, result, feedback):
        from ..models.reject import REJECT_KINDS

        valid = sum(result.class_pixels.values()) + result.unclassified_pixels
        for mineral in model.minerals:
            feedback.pushInfo(self._of_mineral(mineral, result, valid))
        for kind, pixels in result.rejected_pixels.items():
            sentence = self.tr("Unclassified ({kind}): {pixels} pixels, {share} % of those with data")
            share = f"{100 * pixels / valid:.1f}"
            feedback.pushInfo(sentence.format(kind=self.tr(REJECT_KINDS[kind]), pixels=pixels, share=share))
        if result.settled_pixels is not None:
            sentence = self.tr("Settled: {pixels} of the {named} pixels with a mineral")
            named = sum(result.class_pixels.values())
            feedback.pushInfo(sentence.format(pixels=result.settled_pixels, named=named))

    def _of_mineral(self, mineral, result, valid):
        """What a user wants to know of a MineralClass of the map. valid : pixels with data"""
        pixels, confidence = result.class_pixels[mineral.number], result.confidences[mineral.number]
        facts = {"name": shown_mineral(mineral.name), "pixels": pixels, "share": f"{100 * pixels / valid:.1f}"}
        sentence = self.tr("{name}: {pixels} pixels, {share} % of those with data")
        if result.class_m2 is not None:
            sentence = self.tr("{name}: {pixels} pixels, {share} % of those with data, {area} km2")
            facts["area"] = _km2(result.class_m2[mineral.number])
        sentence = sentence.format(**facts)
        if confidence is None:
            return sentence
        return self.tr("{facts}, mean confidence {confidence}").format(facts=sentence, confidence=f"{confidence:.2f}")


def _km2(m2):
    """Square kilometres to three digits, without an exponent."""
    area = m2 / 1e6
    return f"{area:.3g}" if 1e-4 <= area < 100 else f"{area:.0f}" if area >= 100 else f"{area:.6f}"
