# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): presses what a geologist presses, writes what it saw as JSON.

MINERAL_PRUNE_TEST names a JSON file: index, server, report, pictures.
"""

import faulthandler
import json
import os
import sys
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtNetwork import QNetworkProxy
from qgis.PyQt.QtWidgets import QApplication, QLabel, QPushButton

ORDERS = json.loads(Path(os.environ["MINERAL_PRUNE_TEST"]).read_text())
PLUGIN = "mineral_prune_plugin"
PATIENCE_S = 180  # for a busy machine, where pip alone may take half a minute to start


def wait(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            dialog = notice().dialog
            raise TimeoutError(f"{dialog.status.text()}\n{dialog.log.toPlainText()}")
        QgsApplication.processEvents()
        time.sleep(0.02)


def picture(widget, name):
    for _ in range(5):
        QgsApplication.processEvents()
        time.sleep(0.05)
    widget.grab().save(str(Path(ORDERS["pictures"]) / f"{name}.png"))


def notice():
    return utils.plugins[PLUGIN].notice


def bar_buttons():
    return [button for button in utils.iface.messageBar().findChildren(QPushButton) if button.text() == "Install..."]


def folders(dialog):
    """All that lies beside and in the folder, two levels deep."""
    place = dialog.folder.parent
    return sorted(str(path.relative_to(place)) for path in [*place.glob("*"), *place.glob("*/*")])


def installing(index=None, text="", cpu_only=True, then=lambda dialog: None):
    """Press Install with pip's own settings as given, wait for the end: what the dialog shows then."""
    for name in ("PIP_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_RETRIES"):
        os.environ.pop(name, None)
    os.environ.update(index or {})
    dialog = notice().dialog
    dialog.index.setText(text)
    dialog.cpu_only.setChecked(cpu_only)
    dialog.install.click()
    then(dialog)
    wait(lambda: dialog.installation is None or not dialog.installation.running)
    QgsApplication.processEvents()
    return {"status": dialog.status.text(), "log": dialog.log.toPlainText(), "folders": folders(dialog)}


def addresses(dialog):
    """What the field of the index holds, at first and as the box beside it is ticked; left as it was."""
    shown = {"at first": dialog.index.text()}
    for name, cpu_only in (("with CUDA", False), ("without", True)):
        dialog.cpu_only.setChecked(cpu_only)
        shown[name] = dialog.index.text()
    dialog.index.setText("https://example.org")
    dialog.cpu_only.setChecked(False)
    dialog.cpu_only.setChecked(True)
    shown["own"] = dialog.index.text()
    dialog.index.setText(shown["at first"])
    return shown


def cancel_while_it_loads(dialog):
    wait(lambda: "Downloading: " in dialog.status.text() and "Downloading: 0" not in dialog.status.text())
    picture(dialog, "dialog_downloading")
    before = time.monotonic()
    dialog.cancel.click()
    wait(lambda: not dialog.installation.running)
    dialog.setProperty("cancelled_in", time.monotonic() - before)


def can_train():
    return QgsApplication.processingRegistry().algorithmById("mineralprune:trainmodel").canExecute()


def proxied(server):
    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, *server.split("//")[1].split(":")[:1])
    proxy.setPort(int(server.rsplit(":", 1)[1]))
    proxy.setUser("geologist")
    proxy.setPassword("p@ss:word")
    QgsNetworkAccessManager.instance().setFallbackProxyAndExcludes(proxy, [], [])


def story():
    seen = {"torch_at_start": "torch" in sys.modules, "buttons": len(bar_buttons()), "can_at_start": can_train()}
    utils.iface.mainWindow().resize(1300, 800)
    picture(utils.iface.mainWindow(), "message_bar")
    bar_buttons()[0].click()
    dialog = notice().dialog
    wait(dialog.isVisible)
    picture(dialog, "dialog")
    seen["addresses"], seen["link"] = addresses(dialog), dialog.findChild(QLabel, "installation_page").text()
    server, dead = ORDERS["server"], {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    seen["offline"] = installing(dead)
    picture(dialog, "dialog_offline")
    seen["silent"] = installing({"PIP_NO_INDEX": "1"})
    seen["no_address"] = installing(dead, text="the CPU one")
    seen["cancelled"] = installing({"PIP_INDEX_URL": f"{server}/200000000/simple"}, then=cancel_while_it_loads)
    seen["cancelled_in"] = dialog.property("cancelled_in")
    seen["cuda"] = installing({"PIP_INDEX_URL": f"{server}/900000000/simple"})
    proxied(server)
    seen["proxy"] = installing({"PIP_INDEX_URL": "http://index.invalid/simple", "PIP_TRUSTED_HOST": "index.invalid"})
    QgsNetworkAccessManager.instance().setFallbackProxyAndExcludes(QNetworkProxy(), [], [])
    offered = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ORDERS["index"], "PIP_USER": "1"}
    pasted = f"pip3 install torch --index-url {server}/1/simple"
    seen["installed"] = installing(offered, text=pasted)
    dialog.copy.click()
    seen["copied"] = QApplication.clipboard().text() == dialog.log.toPlainText()
    picture(dialog, "dialog_installed")
    picture(utils.iface.mainWindow(), "message_bar_installed")
    seen["can_after"] = can_train()
    import numpy
    import torch

    seen["first"] = [str(path) for path in (dialog.folder / "first").iterdir()]
    seen["torch"], seen["numpy"] = torch.__file__, numpy.__version__
    dialog.reject()
    notice().action.trigger()
    seen["again"] = installing(offered)
    seen["buttons_after"] = len(bar_buttons())
    seen["on_path"] = str(dialog.folder) in sys.path
    (dialog.folder / "torch" / "__init__.py").write_text("raise ImportError('half of torch')\n")
    unloading(seen, server)
    return seen


def unloading(seen, server):
    """The plugin goes while pip runs, and leaves nothing of itself."""
    dialog = notice().dialog
    os.environ.update({"PIP_INDEX_URL": f"{server}/200000000/simple"})
    os.environ.pop("PIP_NO_INDEX")
    os.environ.pop("PIP_FIND_LINKS")
    dialog.install.click()
    wait(lambda: "Downloading http" in dialog.log.toPlainText())
    utils.unloadPlugin(PLUGIN)
    QgsApplication.processEvents()
    seen["path_after_unload"] = any(entry.startswith(str(dialog.folder)) for entry in sys.path)
    seen["folders_after_unload"] = folders(dialog)
    seen["menu_after_unload"] = [each.text() for each in utils.iface.pluginMenu().actions() if "Mineral" in each.text()]
    seen["provider_after_unload"] = QgsApplication.processingRegistry().providerById("mineralprune") is not None


def main():
    faulthandler.dump_traceback_later(540, exit=True)  # where it hangs, if it does
    try:
        seen = story()
    except BaseException:  # told to the test, which shows it
        seen = {"failed": traceback.format_exc()}
    Path(ORDERS["report"]).write_text(json.dumps(seen))
    os._exit(0)


QTimer.singleShot(0, main)
