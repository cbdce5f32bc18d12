"""月核锁定后的核查: patches of a locked month keep the check by which they were closed."""

from __future__ import annotations

from collections.abc import Collection

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.ledger.store import Ledger

_CURE = "确需重新核查的，请先写明理由解除锁定。"


def open_patches(ledger: Ledger, only: Collection[str] = ()) -> tuple[list[Patch], list[str]]:
    """The patches (or `only` those of some numbers) whose month is open, and what is to be said of the others.

    Raises LandwatchError when there are none.
    """
    rows = [row for row in ledger.patches() if not only or row.number in only]
    if not rows:
        raise LandwatchError("台账中没有可核查的图斑。", "请先接收批次图斑。")
    locked = ledger.locked_batches()
    chosen = [ledger.patch(row.number) for row in rows if row.batch not in locked]
    kept = len(rows) - len(chosen)
    told = f"{kept}个图斑所在月份已锁定，保留锁定时的核查结果"
    if not chosen:
        raise LandwatchError(f"{told}，没有可核查的图斑。", _CURE)
    return chosen, [f"{told}；{_CURE.rstrip('。')}"] if kept else []
