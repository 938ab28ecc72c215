# SPDX-License-Identifier: GPL-2.0-or-later
"""How much memory the user allows, among Processing's options: Settings > Options > Processing > Providers."""

from qgis.core import QgsSettings

from .translation import translate

SETTING = "MINERAL_PRUNE_MEMORY"  # the name that Processing keeps it by
LEAST_MB, DEFAULT_MB = 128, 512


def add_memory_option(group):
    """Show the option under the name of the provider, `group`. A QGIS without Processing's Python has no options."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig, Setting  # here, for QGIS starts sooner without
    except ImportError:
        return
    label = translate("Memory that it may use beside QGIS itself (MB, at least {least})").format(least=LEAST_MB)
    ProcessingConfig.addSetting(Setting(group, SETTING, label, DEFAULT_MB, valuetype=Setting.INT))
    ProcessingConfig.readSettings()


def remove_memory_option():
    """Take it away again, as the plugin is unloaded."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig
    except ImportError:
        return
    ProcessingConfig.settings.pop(SETTING, None)


def allowed_bytes():
    """What the user allows, DEFAULT_MB where nothing sensible is set."""
    try:
        megabytes = int(QgsSettings().value(f"Processing/Configuration/{SETTING}", DEFAULT_MB))
    except (TypeError, ValueError):
        megabytes = DEFAULT_MB
    return max(LEAST_MB, megabytes) * 2**20
