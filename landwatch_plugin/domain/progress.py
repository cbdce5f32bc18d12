"""进度与取消: what long work tells and asks, without knowing who listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from landwatch_plugin.domain.errors import Cancelled


class Feedback(Protocol):
    """What long work tells and asks; both are called many times from the working thread."""

    def progress(self, percent: float) -> None: ...

    def cancelled(self) -> bool: ...


class Silent:
    """Nobody listens and nobody cancels."""

    def progress(self, percent: float) -> None:
        pass

    def cancelled(self) -> bool:
        return False


@dataclass(frozen=True)
class Span:
    """A stretch (from, to percent) of the whole job's progress."""

    feedback: Feedback
    start: float
    end: float

    def tick(self, fraction: float) -> None:
        """Report the fraction done of this stretch; raise Cancelled when the user wants out."""
        if self.feedback.cancelled():
            raise Cancelled
        self.feedback.progress(self.start + (self.end - self.start) * min(max(fraction, 0.0), 1.0))


class Rising:
    """A Feedback that never goes back, for work whose parts each count from 0 to 100."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self._highest = 0.0

    def progress(self, percent: float) -> None:
        self._highest = max(self._highest, percent)
        self._feedback.progress(self._highest)

    def cancelled(self) -> bool:
        return self._feedback.cancelled()


@dataclass(frozen=True)
class Part:
    """A stretch of the whole job as the Feedback of work that counts from 0 to 100 by itself."""

    feedback: Feedback
    start: float
    end: float

    def progress(self, percent: float) -> None:
        self.feedback.progress(self.start + (self.end - self.start) * percent / 100)

    def cancelled(self) -> bool:
        return self.feedback.cancelled()
