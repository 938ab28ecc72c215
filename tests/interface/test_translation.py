# SPDX-License-Identifier: GPL-2.0-or-later
"""The interface in Chinese where QGIS is, in English elsewhere, and nothing left behind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import Qgis

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")

LIFE = """
import json, sys
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication
application = QgsApplication([], False)
application.initQgis()
QgsSettings().setValue("locale/overrideFlag", True)
QgsSettings().setValue("locale/userLocale", sys.argv[1])
from mineral_prune_plugin import classFactory
texts = []
note = lambda: texts.append(QCoreApplication.translate("MineralPrune", "Train model"))
plugin = classFactory(None)
for _ in range(2):
    note()
    plugin.initProcessing()
    texts += [a.displayName() for a in QgsApplication.processingRegistry().algorithms() if a.name() == "trainmodel"]
    plugin.unload()
    note()
plugin.unload()
left = [provider.id() for provider in QgsApplication.processingRegistry().providers()]
print(json.dumps([texts, left]))
application.exitQgis()
"""


@pytest.mark.parametrize("locale", ["zh_CN", "zh-Hans", "zh", "zh_TW", "zh-Hant", "zh_Hans_CN", "ZH_cn"])
def test_chinese_of_any_place_reads_the_chinese_there_is(locale):
    from mineral_prune_plugin.interface.translation import translation_file

    assert translation_file(locale).name == "mineral_prune_zh_CN.qm"


@pytest.mark.parametrize("locale", ["de", "de_DE", "en_US", "C", "", "zha", "z"])
def test_other_languages_read_english(locale):
    from mineral_prune_plugin.interface.translation import translation_file

    assert translation_file(locale) is None


def test_an_exact_translation_goes_before_another_of_its_language(tmp_path):
    from mineral_prune_plugin.interface.translation import translation_file

    for name in ("zh_CN", "zh_TW", "de"):
        (tmp_path / f"mineral_prune_{name}.qm").touch()
    codes = [translation_file(locale, tmp_path).stem[14:] for locale in ("zh_TW", "zh-CN", "zh_HK", "de_AT")]
    assert codes == ["zh_TW", "zh_CN", "zh_CN", "de"]


def test_a_missing_or_broken_file_is_english_and_no_error(qgis, tmp_path):
    from mineral_prune_plugin.interface.translation import install_translation

    assert install_translation("zh_CN", tmp_path) is None
    (tmp_path / "mineral_prune_zh_CN.qm").write_bytes(b"no translation")
    assert install_translation("zh_CN", tmp_path) is None


def test_names_help_and_errors_are_chinese(chinese, refused, raster, hand_model, tmp_path):
    from mineral_prune_plugin.provider import ALGORITHMS

    for kind in ALGORITHMS:
        algorithm = kind().create()
        texts = [algorithm.displayName(), algorithm.group(), algorithm.shortHelpString()]
        for definition in algorithm.parameterDefinitions():
            texts += [definition.description(), definition.help()]
        texts += [output.description() for output in algorithm.outputDefinitions()]
        assert [text for text in texts if not CHINESE.search(text)] == []
    scene = raster([[[0.5]], [[0.5]]], "two.tif", centres_um=(2.1, 2.2))
    sentence = refused("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert sentence.startswith("模型需要 2.100 至 2.300 μm 的 3 个波段，而 two.tif 只有其中 2 个（缺少 2.300 μm）。")


def test_words_in_facts_are_translated_and_names_are_not(chinese):
    from mineral_prune_plugin.errors import ClassCountUnreadable, SettingOutOfBounds, SplitEmpty
    from mineral_prune_plugin.interface.translation import sentence_of

    assert sentence_of(SplitEmpty(layer="test", split="test")).startswith("test 中没有具有数据的测试样本")
    bounds = SettingOutOfBounds(label="Epochs", name="EPOCHS", least=1, most=9, unit="epochs", found=10)
    assert "训练轮数”（EPOCHS）" in sentence_of(bounds) and "1 至 9 轮之间" in sentence_of(bounds)
    counts = ClassCountUnreadable(parameter="Test pixels per class", found="Epochs")
    assert "每类测试像元数" in sentence_of(counts) and "“Epochs”" in sentence_of(counts)


def test_every_word_that_the_core_says_is_known():
    from mineral_prune_plugin.algorithms.assess_map import SPLIT_CHOICES
    from mineral_prune_plugin.interface.translation import WORDS
    from mineral_prune_plugin.models import training_settings as settings
    from mineral_prune_plugin.pruning import pruning_settings as pruning
    from mineral_prune_plugin.samples.samples import SPLITS

    values = [value for module in (settings, pruning) for value in vars(module).values()]
    units = {value.unit for value in values if isinstance(value, settings.Bounds)}
    assert len(units) > 5
    assert {*SPLITS, *SPLIT_CHOICES, *units} - {""} <= set(WORDS)


def test_a_report_is_chinese(chinese, chain, run, tmp_path):
    report = tmp_path / "report.html"
    run("assessmap", MAP=chain.map, SAMPLES=chain.samples, REPORT=str(report))
    page = report.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "<h1>矿物图精度</h1>" in page and ">测试</td>" in page
    assert "2 高岭石（kaolinite）</span>" in page  # a class name is data, and stays beside its translation
    words = set(re.findall("[a-zA-Z]{3,}", re.sub("<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)))
    names = {"muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony"}
    origin = {"scene", "model", "safetensors", "WGS", "UTM", "UTC", "zone", "EPSG", "Mineral", "Prune", "QGIS"}
    origin |= set(re.findall("[a-zA-Z]{3,}", Qgis.QGIS_VERSION))
    assert words - names - origin <= {"Kappa", "Wilson", "map", "tif", "samples"}


@pytest.mark.parametrize("locale, name", [("zh-Hans", "训练模型"), ("de_DE", "Train model")])
def test_unloading_takes_the_language_along(locale, name, tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "build/plugins"), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", LIFE, locale]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    texts, left = json.loads(result.stdout.strip().splitlines()[-1])
    assert texts == ["Train model", name, "Train model"] * 2
    assert "mineralprune" not in left


@pytest.mark.parametrize(
    "settings, system, sentence",
    [
        ("", "zh_CN.UTF-8", "请选择其他尺寸"),
        ("[locale]\noverrideFlag=true\nuserLocale=zh-Hant\n", "de_DE.UTF-8", "请选择其他尺寸"),
        ("[locale]\noverrideFlag=true\nuserLocale=de\n", "zh_CN.UTF-8", "Choose another size"),
        ("[locale]\noverrideFlag=false\nuserLocale=zh_CN\n", "de_DE.UTF-8", "Choose another size"),
    ],
    ids=["system", "chosen", "chosen otherwise", "chosen, not in force"],
)
def test_qgis_process_speaks_the_language_of_qgis(settings, system, sentence, tmp_path):
    exports = subprocess.run([ROOT / "scripts" / "env.sh"], capture_output=True, text=True, check=True).stdout
    for version in (3, 4):
        file = tmp_path / "qgis" / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[PythonPlugins]\nmineral_prune_plugin=true\n\n" + settings)
    run = 'eval "$1"; export QGIS_CUSTOM_CONFIG_PATH=$2 LC_ALL=$3; shift 3; exec qgis_process run "$@"'
    arguments = ["mineralprune:createexamplescene", "--", "WIDTH=5000", "HEIGHT=5000", "OUTPUT=s.tif", "LABELS=l.tif"]
    command = ["bash", "-c", run, "bash", exports, tmp_path / "qgis", system, *arguments]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=180)
    output = (result.stdout + result.stderr).decode("utf-8")
    assert result.returncode == 1 and sentence in output, output
