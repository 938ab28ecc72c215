# SPDX-License-Identifier: GPL-2.0-or-later
"""Before a run begins: every worker runs the same code on the same numpy and GDAL, has what the model needs, and sees
the folder of the archive.
"""

from importlib.util import find_spec

from ..errors import WorkersCannotWork, WorkersDiffer
from .versions import differences, versions

NAME = __name__.split(".")[0]


def check_workers(client, folder, sign, packages):
    """Refuse workers that would map otherwise, or not at all.

    client   : of Dask
    folder   : of the archive
    sign     : name of a file that was put there
    packages : that the model needs
    errors   : WorkersDiffer, WorkersCannotWork
    """
    _check_dask(client)
    for worker, spec in client.run(find_spec, NAME, on_error="return").items():
        if spec is None or isinstance(spec, BaseException):
            reason = f"{NAME} is not installed there (pip install mineral-prune[cluster])"
            raise WorkersCannotWork(worker=worker, reason=reason)
    from .dask_worker import facts_of_worker

    answers = client.run(facts_of_worker, folder, sign, packages, on_error="return")
    here, differing = versions(), []
    for worker, facts in answers.items():
        if isinstance(facts, BaseException):
            raise WorkersCannotWork(worker=worker, reason=f"{type(facts).__name__}: {facts}")
        differing.append(differences(here, facts["versions"], worker))
        if facts["problem"] and not differing[-1]:
            raise WorkersCannotWork(worker=worker, reason=facts["problem"])
    if any(differing):
        raise WorkersDiffer(differing="; ".join(filter(None, differing)))


def _check_dask(client):
    """The scheduler and the workers run this machine's Dask: others may not understand each other."""
    stated = client.get_versions()
    here = _dask_of(stated["client"])
    others = {"the scheduler": stated["scheduler"], **stated["workers"]}
    differing = [differences(here, _dask_of(each), place) for place, each in others.items()]
    if any(differing):
        raise WorkersDiffer(differing="; ".join(filter(None, differing)))


def _dask_of(stated):
    packages = (stated or {}).get("packages", {})
    return {name: str(packages.get(name)) for name in ("dask", "distributed")}
