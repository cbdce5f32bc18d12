"""体检结论: one finding on a layer or a component: what was seen, how bad it is, and one sentence of cure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    """From bad to good; the value is what users read."""

    BAD = "不能用"
    WARN = "注意"
    NO_DATA = "无数据"
    GOOD = "正常"


@dataclass(frozen=True)
class Diagnosis:
    """`subject` is a role's title or 软件组件; `item` what was looked at; `cure` is empty when nothing is to be done."""

    subject: str
    item: str
    said: str
    health: Health = Health.GOOD
    cure: str = ""


_ORDER = list(Health)


def worst(findings: Iterable[Diagnosis]) -> Health:
    """The worst of several; GOOD when there are none."""
    return min((finding.health for finding in findings), key=_ORDER.index, default=Health.GOOD)


def by_subject(findings: Sequence[Diagnosis]) -> dict[str, list[Diagnosis]]:
    """In the order in which the subjects first appear."""
    found: dict[str, list[Diagnosis]] = {}
    for finding in findings:
        found.setdefault(finding.subject, []).append(finding)
    return found


def account(findings: Sequence[Diagnosis]) -> str:
    """One sentence on the whole examination."""
    groups = {subject: worst(own) for subject, own in by_subject(findings).items()}

    def named(health: Health) -> str:
        names = [subject for subject, its in groups.items() if its is health]
        return f"{len(names)}项（{'、'.join(names)}）" if names else "0项"

    good = sum(health is Health.GOOD for health in groups.values())
    return (
        f"共体检{len(groups)}项：正常{good}项，不能用{named(Health.BAD)}，注意{named(Health.WARN)}，"
        f"无数据{named(Health.NO_DATA)}。"
    )
