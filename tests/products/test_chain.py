# SPDX-License-Identifier: GPL-2.0-or-later
"""What a product was opened into is trained on and mapped, and the map lies where the product does."""

import numpy as np
import pytest
from making import write_geotiff
from osgeo import gdal
from products.miniatures import aster, aviris, desis, emit, enmap, prisma, sentinel2, tanager

PRODUCTS = {
    "EMIT": lambda folder: emit.build(folder, emit.granule(_whole_glt()))[1],
    "EnMAP": enmap.build,
    "PRISMA": prisma.build,
    "Tanager": tanager.build,
    "AVIRIS-3": aviris.build,
    "DESIS": desis.build,
    "Sentinel-2": lambda folder: sentinel2.build(folder)[20],
    "ASTER": lambda folder: aster.build(folder)["VNIR"],
}


def _whole_glt():
    row, column = np.mgrid[: emit.ROWS, : emit.COLUMNS]
    return (column + 1).astype(np.int32), (emit.ROWS - row).astype(np.int32)


@pytest.mark.parametrize("build", PRODUCTS.values(), ids=PRODUCTS)
def test_a_model_is_trained_on_the_product_and_maps_it(open_product, run, tmp_path, build):
    scene = build(tmp_path)
    made = open_product(scene.path)
    height, width = made.values.shape[1:]
    classes = np.repeat(np.where(np.arange(height) < height // 2, 1, 2)[:, None], width, axis=1)
    labels = write_geotiff(
        tmp_path / "labels.tif", classes[None].astype(np.uint8), transform=made.geotransform, epsg=made.epsg
    )
    few = {"TRAIN_PER_CLASS": "2", "VALIDATION_PER_CLASS": "2", "TEST_PER_CLASS": "2"}
    samples, model = str(tmp_path / "samples.gpkg"), str(tmp_path / "model.safetensors")
    run("drawsamples", INPUT=made.path, LABELS=str(labels), OUTPUT=samples, **few)
    run("trainmodel", INPUT=made.path, SAMPLES=samples, HIDDEN_UNITS="6", EPOCHS=5, MODEL=model)
    result = run("mapminerals", INPUT=made.path, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    class_map = gdal.Open(result["OUTPUT"])
    assert class_map.GetGeoTransform() == pytest.approx(made.geotransform)
    empty = ~np.isfinite(made.values[made.good]).all(axis=0)
    np.testing.assert_array_equal(class_map.ReadAsArray() == 0, empty)
    assert set(np.unique(class_map.ReadAsArray()[~empty])) <= {1, 2}
