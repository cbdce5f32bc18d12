"""会审所用手册: papers are made only under a rule book that knows every type the meeting decided."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ledger.store import Ledger

_NAMED = 5


def refuse_other_book(ledger: Ledger, rows: Sequence[PatchRow], book: RuleBook) -> None:
    """Raises LandwatchError when the book has no such class or sub-type for a decision in force: it would be left out
    of figures and lists unseen. By their own names: figures and lists do not look at aliases. 暂缓 and 被拆分 are no
    decisions."""
    known = {(item.verdict, item.name) for item in book.subtypes}
    strange = [row for row in rows if row.state is State.DECIDED and (row.verdict, row.subtype) not in known]
    if not strange:
        return
    named = "、".join(f"{row.number}（{row.verdict}—{row.subtype}）" for row in strange[:_NAMED])
    more = "等" if len(strange) > _NAMED else ""
    decisions = [ledger.decision(row.number) for row in strange]
    stamps = "、".join(dict.fromkeys(one.rulebook for one in decisions if one and one.rulebook)) or "没有记录"
    raise LandwatchError(
        f"有{len(strange)}个图斑的判定类型不在所选规则手册中：{named}{more}。"
        f"会审时所用手册：{stamps}；现选手册：{book.stamp}。",
        "请改用会审时所用的规则手册，或按新手册重新会审。",
    )
