# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of classes that are none of a mineral, such as "unknown": a model would learn them as if they were."""

from ..classes import name_key
from ..raster.label_notices import ClassesOfNoMineral

NO_MINERALS = frozenset(
    (
        *("unclassified", "not classified", "unlabelled", "unlabeled", "unknown", "unidentified", "undefined", "other"),
        *("others", "background", "masked", "mask", "no data", "nodata", "no_data", "no-data", "none", "null", "nan"),
        *("n/a", "未分类", "未标注", "未知", "不明", "背景", "其他", "其它", "无数据", "无", "掩膜"),
    )
)


def no_minerals(minerals, labels):
    """A notice of the classes that are named as what is no mineral; nothing where there is none.

    minerals : MineralClasses that will be learnt
    labels   : the name of their layer
    """
    names = [mineral.name for mineral in minerals if name_key(mineral.name) in NO_MINERALS]
    if names:
        yield ClassesOfNoMineral(labels=labels, classes=", ".join(names))
