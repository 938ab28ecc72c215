# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a process of its own: algorithms one after the other, each on a disk that is soon full.

Input: a list of [algorithm, most bytes of a file, parameters] as JSON. Output: [whether it went well, its errors] of
each. A write beyond the limit fails as on a full disk.
"""

import json
import resource
import signal
import sys

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback


class Listener(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.errors = []

    def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
        self.errors.append(error)


def main():
    application = QgsApplication([], False)
    application.initQgis()
    from mineral_prune_plugin.provider import ALGORITHMS

    kinds = {kind().name(): kind for kind in ALGORITHMS}
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    ended = []
    for name, limit, parameters in json.load(sys.stdin):
        algorithm, listener = kinds[name]().create(), Listener()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        _, ok = algorithm.run(parameters, QgsProcessingContext(), listener)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        ended.append((ok, "\n".join(listener.errors)))
    print(json.dumps(ended))
    application.exitQgis()


main()
