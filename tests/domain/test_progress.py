"""进度与取消: stretches of a longer job, told and stopped as one."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.errors import Cancelled
from landwatch_plugin.domain.progress import Part, Rising, Silent, Span


class Ear:
    """Hears progress; cancels once it has heard enough."""

    def __init__(self, enough: float = 200.0) -> None:
        self.heard: list[float] = []
        self.enough = enough

    def progress(self, percent: float) -> None:
        self.heard.append(percent)

    def cancelled(self) -> bool:
        return bool(self.heard) and self.heard[-1] >= self.enough


def test_a_span_tells_its_fraction_within_the_whole() -> None:
    ear = Ear()
    for fraction in (-1.0, 0.0, 0.5, 2.0):
        Span(ear, 60, 80).tick(fraction)
    assert ear.heard == [60, 60, 70, 80]


def test_a_part_tells_its_own_percents_within_the_whole() -> None:
    """Parts may be parts of parts."""
    ear = Ear()
    part = Part(Part(ear, 50, 100), 0, 50)
    for percent in (0.0, 50.0, 100.0):
        part.progress(percent)
    assert ear.heard == [50, 62.5, 75]


def test_cancel_is_heard_through_spans_and_parts() -> None:
    ear = Ear(enough=10)
    part = Part(ear, 0, 20)
    Span(part, 0, 100).tick(0.6)
    assert part.cancelled()
    with pytest.raises(Cancelled):
        Span(part, 0, 100).tick(0.7)


def test_nobody_cancels_in_silence() -> None:
    Silent().progress(50)
    assert not Silent().cancelled()


def test_a_rising_progress_never_goes_back() -> None:
    """Parts that each count from 0 to 100: the bar stands still rather than fall, and a cancel is passed on."""
    heard: list[float] = []

    class Listener(Silent):
        def progress(self, percent: float) -> None:
            heard.append(percent)

        def cancelled(self) -> bool:
            return len(heard) > 3

    rising = Rising(Listener())
    for part in (Part(rising, 0, 50), Part(rising, 20, 80)):
        for percent in (0, 100):
            part.progress(percent)
    assert heard == [0, 50, 50, 80]
    assert rising.cancelled()
