"""规则追溯: for one patch every rule tried, its condition with the values put in, and which part of it did not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.field_texts import Printed
from landwatch_plugin.domain.verdict import Finding, Outcome

_LONGEST = 24
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?P<quoted>\w+)"|@(?P<limit>\w+)|(?P<word>\b[a-z_]\w*\b)""")
_CONTAINS = re.compile(r"(NOT\s+)?LIKE\s+'%([^%']+)%'", re.IGNORECASE)
_LEFT_OUT = re.compile(r"(\b[a-z_]\w*\([^()]*?)(?:,\s*NULL)+\)", re.IGNORECASE)
"""Arguments that a condition leaves out: QGIS prints them as NULL."""
_DAY = re.compile(r"\bto_date\('(\d{4})-(\d{2})-(\d{2})'\)")
_INSTEAD = re.compile(r"\bcoalesce\(\s*(\"\w+\"|\w+)\s*,\s*('[^']*'|[\d.]+)\s*\)")
_NULLS = re.compile(r"\s*\bIS\s+(NOT\s+)?NULL\b", re.IGNORECASE)
_KIND = re.compile(r"^\(?\s*\"?kind\"?\s*(=|<>|IN\b|NOT\b)", re.IGNORECASE)
_WORDS = {
    "AND": "且", "OR": "或", "NOT IN": "不属于", "NOT LIKE": "不形如", "NOT": "非", "IN": "属于", "LIKE": "形如", "IS": "为", "NULL": "空",
    ">=": "≥", "<=": "≤", "<>": "≠",
}  # fmt: skip
_SIGNS = re.compile(r"\b(AND|OR|NOT\s+IN|NOT\s+LIKE|NOT|IN|LIKE|IS|NULL)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One part of a condition, in words with its values, and whether it holds."""

    text: str
    outcome: Outcome


@dataclass(frozen=True)
class Traced:
    """One rule as it was tried on a patch."""

    finding: Finding
    step: str
    condition: str
    """As the book has it."""
    filled: str
    """In Chinese, with the values put in."""
    parts: tuple[Part, ...]
    suggested: bool = False
    """The rule that the suggestion follows."""
    other_kind: bool = False
    """It is for 图斑 of the other kind (矿产 for land): it cannot hold whatever the figures are."""

    stale: str = ""
    """Why figures of the rule stand only after a new check: the check was made by a book that takes them otherwise."""

    @property
    def outcome(self) -> str:
        """符合（建议） for the rule that the suggestion follows."""
        return f"{self.finding.outcome.value}（建议）" if self.suggested else self.finding.outcome.value

    @property
    def why(self) -> str:
        """Why the rule did not come out 符合: the parts that do not hold, then those of which nothing is known."""
        return "。".join([*self._said(), *([f"须重新核查：{self.stale}"] if self.stale else [])])

    def _said(self) -> list[str]:
        if self.finding.outcome is Outcome.MET:
            return [self.finding.message.rstrip("。") if self.stale else self.finding.message]
        failed = [part.text for part in self.parts if part.outcome is Outcome.NOT_MET]
        unsure = [part.text for part in self.parts if part.outcome is Outcome.UNSURE]
        said = [f"不符合：{'；'.join(failed)}"] if failed else []
        said += [f"存疑：{'；'.join(unsure)}"] if unsure and not failed else []
        return [*said, *([self.finding.reason] if self.finding.reason else [])]


def filled(condition: str, values: Mapping[str, Value], thresholds: Mapping[str, str]) -> str:
    """A condition in words: check fields by title, the first time with their value, limits as numbers, signs and joints in Chinese."""

    printed, named = Printed(values), set[str]()

    def put(match: re.Match[str]) -> str:
        name = match["quoted"] or match["word"]
        if match["limit"]:
            return thresholds.get(match["limit"], match.group())
        if name in named:
            return FIELDS[name].title
        if name in FIELDS:
            named.add(name)
            return f"{FIELDS[name].title}〔{_shortened(printed[name])}〕"
        return match.group()

    condition = _INSTEAD.sub(r"\1（无数据时按\2）", _DAY.sub(_day, _LEFT_OUT.sub(r"\1)", condition)))
    text = _TOKEN.sub(put, _CONTAINS.sub(lambda found: f"{'不含' if found[1] else '含'} '{found[2]}'", condition))
    return _in_words(text)


def _shortened(text: str) -> str:
    """A whole record of the field visit would bury the condition."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def of_other_kind(clause: str, outcome: Outcome) -> bool:
    """Whether this part of a condition asks for 土地 or 矿产 and the patch is the other."""
    return outcome is Outcome.NOT_MET and _KIND.match(clause) is not None


def _day(found: re.Match[str]) -> str:
    try:
        return chinese_date(date(*(int(part) for part in found.groups())))
    except ValueError:
        return found.group()


def _in_words(text: str) -> str:
    """Joints and signs outside quoted texts."""
    parts = re.split(r"('(?:[^']|'')*'|〔[^〕]*〕)", text)
    return "".join(part if at % 2 else _joints(part) for at, part in enumerate(parts))


def _joints(text: str) -> str:
    text = _NULLS.sub(lambda found: "不为空" if found[1] else "为空", text)
    for sign in ("<>", ">=", "<="):
        text = text.replace(sign, _WORDS[sign])
    return _SIGNS.sub(lambda found: _WORDS[" ".join(found.group().upper().split())], text)
