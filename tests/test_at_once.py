# SPDX-License-Identifier: GPL-2.0-or-later
"""Computations at once: their results, errors, remarks, shares and ends."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mineral_prune_plugin import at_once as module
from mineral_prune_plugin.at_once import mark_cores_shared, run_at_once
from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.notices import NothingAboveThreshold
from mineral_prune_plugin.progress import Progress, silent

LONG_S = 20.0


@pytest.fixture(params=(1, 2, 5))
def cores(request, monkeypatch):
    monkeypatch.setattr(module, "cores", lambda: request.param)
    return request.param


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(module, "cores", lambda: 2)


def until_cancelled(progress):
    end = time.monotonic() + LONG_S
    while time.monotonic() < end:
        progress.step(0.5)
        time.sleep(0.001)
    raise AssertionError("nobody cancelled")


def test_results_come_in_the_order_of_the_calls(cores):
    def call(number):
        def work(progress):
            time.sleep(0.01 * (3 - number))
            return number

        return work

    assert run_at_once([call(number) for number in range(4)], silent()) == [0, 1, 2, 3]
    assert run_at_once([call(2)], silent()) == [2] and run_at_once([], silent()) == []


def test_two_run_at_once(two_cores):
    meeting = threading.Barrier(2, timeout=LONG_S)
    run_at_once([lambda progress: meeting.wait()] * 2, silent())


def test_no_more_run_at_once_than_there_are_cores(cores):
    running, most = [], []

    def call(progress):
        running.append(1)
        time.sleep(0.01)
        most.append(len(running))
        running.pop()

    run_at_once([call] * 8, silent())
    assert max(most) <= cores


def test_what_is_within_another_runs_in_its_thread(two_cores):
    def outer(progress):
        return {threading.get_ident(), *run_at_once([lambda _: threading.get_ident()] * 3, progress)}

    assert [len(threads) for threads in run_at_once([outer] * 2, silent())] == [1, 1]


def test_who_shares_the_cores_with_other_processes_runs_one_after_another(two_cores):
    def threads():
        mark_cores_shared()
        return run_at_once([lambda _: threading.get_ident()] * 3, silent())

    with ThreadPoolExecutor(1) as apart:
        assert len(set(apart.submit(threads).result())) == 1


def test_the_first_error_in_their_order_is_raised_and_the_others_are_cancelled(cores):
    def failing(progress):
        raise ValueError("the second")

    begin = time.monotonic()
    with pytest.raises(ValueError, match="the second"):
        run_at_once([failing, *[until_cancelled] * 3], silent())
    assert time.monotonic() - begin < LONG_S / 2


def test_a_failure_cancels_what_runs_beside_it_after_it(two_cores):
    def failing(progress):
        time.sleep(0.05)
        raise ValueError("the cause")

    with pytest.raises(ValueError, match="the cause"):
        run_at_once([failing, until_cancelled], silent())


def test_an_earlier_call_that_fails_later_is_the_one_that_is_told_as_on_one_core(cores):
    def call(number, seconds):
        def work(progress):
            progress.tell(NothingAboveThreshold(iteration=number))
            time.sleep(seconds)
            if number:
                raise ValueError(f"number {number}")

        return work

    told = []
    progress = Progress(lambda done: None, told.append, lambda: False)
    with pytest.raises(ValueError, match="number 1"):
        run_at_once([call(0, 0), call(1, 0.3), call(2, 0)], progress)
    assert [notice.facts["iteration"] for notice in told] == [0, 1]


def test_where_threads_run_out_those_that_run_are_cancelled(two_cores, monkeypatch):
    start, started = threading.Thread.start, []

    def no_second(thread):
        if started:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", no_second)
    begin = time.monotonic()
    with pytest.raises(RuntimeError, match="new thread"):
        run_at_once([until_cancelled] * 2, silent())
    assert time.monotonic() - begin < LONG_S / 2


def test_who_cancels_ends_them_all(cores):
    begin = time.monotonic()
    progress = Progress(lambda done: None, lambda notice: None, lambda: time.monotonic() > begin + 0.2)
    with pytest.raises(Cancelled):
        run_at_once([until_cancelled] * 4, progress)
    assert time.monotonic() - begin < LONG_S / 2
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")]


def test_the_share_is_their_mean_and_is_shown_in_the_callers_thread(two_cores):
    shown, everyone_half = [], threading.Barrier(2, timeout=LONG_S)

    def call(progress):
        progress.step(0.5)
        everyone_half.wait()
        time.sleep(0.5)

    show = lambda done: shown.append((done, threading.get_ident()))  # noqa: E731
    run_at_once([call] * 2, Progress(show, lambda notice: None, lambda: False))
    assert (0.5, threading.get_ident()) in shown and {thread for _, thread in shown} == {threading.get_ident()}


def test_remarks_are_heard_call_by_call(cores):
    def call(number):
        def work(progress):
            for iteration in (number, number + 10):
                time.sleep(0.01 * (3 - number))
                progress.tell(NothingAboveThreshold(iteration=iteration))

        return work

    told = []
    run_at_once([call(number) for number in range(3)], Progress(lambda done: None, told.append, lambda: False))
    assert [notice.facts["iteration"] for notice in told] == [0, 10, 1, 11, 2, 12]
