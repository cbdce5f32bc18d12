"""并行: jobs on a few threads, with even progress and a cancel that is heard within a fraction of a second."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from landwatch_plugin.domain.progress import Span

Job = TypeVar("Job")
Done = TypeVar("Done")
MOST = 4
_LISTEN_S = 0.1


def crew_size(asked: int) -> int:
    """Threads to use: what was asked for, else one a processor, at most four."""
    return asked or min(MOST, os.cpu_count() or 1)


def run(jobs: Sequence[Job], work: Callable[[Job], Done], span: Span, threads: int = 0) -> list[Done]:
    """`work` on every job, results in the order of the jobs. GEOS and numpy run beside each other outside Python's lock.

    The first error of a job is raised; Cancelled when the user wants out. Nothing runs on after that.
    """
    if min(crew_size(threads), len(jobs)) < 2:
        return [_in_turn(job, work, span, place / len(jobs)) for place, job in enumerate(jobs)]
    with ThreadPoolExecutor(crew_size(threads), thread_name_prefix="overlay") as pool:
        futures = [pool.submit(work, job) for job in jobs]
        try:
            _watch(futures, span)
        finally:
            for future in futures:
                future.cancel()
    return [future.result() for future in futures]


def beside(work: Callable[[], Done], span: Span) -> Done:
    """Work that cannot be cut into jobs, in a thread of its own. Cancelled is raised at once; the thread ends unheard."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="overlay-beside")
    try:
        future = pool.submit(work)
        _watch([future], span)
        return future.result()
    finally:
        pool.shutdown(wait=False)


def _in_turn(job: Job, work: Callable[[Job], Done], span: Span, fraction: float) -> Done:
    span.tick(fraction)
    return work(job)


def _watch(futures: Sequence[Future[Done]], span: Span) -> None:
    waiting: set[Future[Done]] = set(futures)
    while waiting:
        span.tick(1 - len(waiting) / len(futures))
        done, waiting = wait(waiting, timeout=_LISTEN_S, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
