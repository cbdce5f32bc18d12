"""实地用途归类: what a field record says stands on the land, as one of the kinds that the rule book lists.

The words are the book's (table [uses]); how Chinese denies a word, or says that it is past, is known here: 未种植,
没有大棚, 非养殖, 养殖棚改仓库, 大棚已拆除 do not say that there is a farm facility.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

BUILDING, FARMING, UNCHANGED, SPECIAL = "建设", "农业", "不变", "特定"
NATURES = (BUILDING, FARMING, UNCHANGED, SPECIAL)
"""特定: what the year's policy treats apart, such as 电力设施 or 灾毁."""
UNKNOWN, MIXED = "不明", "混合"
"""A record in which no word is known, and one that names 建设 beside something else."""

_DENIED = re.compile(
    r"(?:(?:未|无|没有|(?<!淹)没|并非|不是|不属于|不属|不存在|不涉及|非|不再|停止|尚未)"
    r"(?:见|建成|建设|建|设|发现|进行|用于|从事|实施|开展|作为|作|有)?"
    r"|(?:拟|计划|准备|规划)(?:建设|建|作为|作|用于)?|(?:原为|原系|曾为|曾是)|(?:废弃|荒废|闲置|停用|拆除)的?)$"
)
"""Right before a word: it is not there, not yet, or no longer used."""

_PAST = re.compile(
    r"^[房棚舍厂场用地设施的]{0,3}(?:现|均|已经|已|全部|后)*"
    r"(?:拆除|停用|废弃|改(?![建造良扩道线])|改[建造](?:为|成)|转为|变为|变成)"
)
"""Right after a word: 拆除, 改为仓库. 改建 and 改造 alone leave it what it is."""


@dataclass(frozen=True)
class LandUse:
    """One kind of use: any of `words` says it; `without` are longer words that hold one of them and mean another thing."""

    name: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    nature: str = BUILDING

    def is_said(self, record: str) -> bool:
        text = record
        for phrase in self.without:
            text = text.replace(phrase, "＊" * len(phrase))
        return any(
            _stands(text, found) for word in self.words if word in text for found in _pattern(word).finditer(text)
        )


class LandUses:
    """All kinds of a book, in its order."""

    def __init__(self, kinds: Iterable[LandUse] = ()) -> None:
        self.kinds = tuple(kinds)
        self._read: dict[str, dict[str, str | None]] = {}

    def __iter__(self) -> Iterator[LandUse]:
        return iter(self.kinds)

    def values(self, record: str | None) -> dict[str, str | None]:
        """`use_kinds`: names joined by 、 or 不明; `use_nature`: one of NATURES, 混合 or 不明. None before the visit."""
        text = "".join((record or "").split())
        if not text:
            return {"use_kinds": None, "use_nature": None}
        if text not in self._read:
            said = [kind for kind in self.kinds if kind.is_said(text)]
            names = "、".join(kind.name for kind in said) or UNKNOWN
            self._read[text] = {"use_kinds": names, "use_nature": _nature({kind.nature for kind in said})}
        return dict(self._read[text])


def _nature(said: set[str]) -> str:
    """建设 beside anything else is 混合; among the rest 特定 goes before 农业, 农业 before 不变."""
    if len(said) > 1 and BUILDING in said:
        return MIXED
    return next((nature for nature in (BUILDING, SPECIAL, FARMING, UNCHANGED) if nature in said), UNKNOWN)


_NAMED = re.compile(
    r"""use_kinds"?\s*(?:NOT\s+LIKE|LIKE|<>|!=|=|NOT\s+IN\s*\(|IN\s*\()\s*((?:'[^']*'\s*,?\s*)+)""", re.IGNORECASE
)


def kinds_named(condition: str) -> list[str]:
    """The kinds that a condition asks `use_kinds` or `found_kinds` for."""
    texts = [text for found in _NAMED.finditer(condition) for text in re.findall(r"'([^']*)'", found[1])]
    return [name for text in texts for name in text.strip("%").split("、") if name]


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Latin letters stand alone: SM is not said by SMT."""
    plain = re.escape(word)
    return re.compile(rf"(?<![0-9A-Za-z]){plain}(?![0-9A-Za-z])" if word.isascii() else plain)


def _stands(text: str, found: re.Match[str]) -> bool:
    return not _DENIED.search(text[: found.start()]) and not _PAST.search(text[found.end() :])
