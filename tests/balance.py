# SPDX-License-Identifier: GPL-2.0-or-later
"""How tests are dealt to processes (pytest -n): whole files, for they share fixtures, and those that last first."""

from xdist.scheduler import LoadScopeScheduling

LONG = (  # by processor time; only the balance depends on it
    "tests/acceptance/test_qgis_process_chain.py",
    "tests/acceptance/test_replica.py",
    "tests/algorithms/test_model3.py",
    "tests/benchmarks/test_study.py",
    "tests/algorithms/test_train_from_library.py",
    "tests/algorithms/test_qgis_process.py",
    "tests/algorithms/test_outputs.py",
    "tests/reports/test_every_report.py",
    "tests/acceptance/test_anywhere.py",
    "tests/outputs/test_interrupted.py",
    "tests/spectra/test_scene.py",
    "tests/benchmarks/test_cifar.py",
    "tests/algorithms/test_prune_bands.py",
    "tests/products/test_emit.py",
    "tests/algorithms/test_battery.py",
)
IN_PARTS = ("tests/acceptance/test_qgis_process_chain.py", "tests/algorithms/test_battery.py")  # share nothing


def part(test):
    """What goes to one process as a whole: the file of a test's id, or the test."""
    path = test.split("::")[0]
    return test if path in IN_PARTS else path


def rank(name):
    """Where a part stands among those that last; the rest stands behind them."""
    path = name.split("::")[0]
    return LONG.index(path) if path in LONG else len(LONG)


class LongFilesFirst(LoadScopeScheduling):
    """A file that lasts and began last would leave all but one process idle at the end.

    A test that ends its process has failed, and the rest of its file is run by another; pytest-xdist 3.8 would run the
    test again, end that process too, and hand work to one that has not collected its tests.
    """

    def _split_scope(self, nodeid):
        return part(nodeid)

    def _assign_work_unit(self, node):
        self.workqueue.move_to_end(min(self.workqueue, key=rank), last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node):
        if node in self.registered_collections:
            super()._reschedule(node)

    def remove_node(self, node):
        work = self.assigned_work.pop(node)
        pending = [(tests, test) for tests in work.values() for test, done in tests.items() if not done]
        if not pending:
            return None
        tests, crashed = pending[0]
        tests[crashed] = True
        self.workqueue.update({name: tests for name, tests in work.items() if not all(tests.values())})
        return crashed
