"""平台判定用语: the word that the platform has for a decision, read through the rule book."""

from __future__ import annotations

import re
import unicodedata

from landwatch_plugin.domain.rulebook import RuleBook

Types = set[tuple[str, str]]
"""(class, sub-type); "" as sub-type = the class alone."""
_PARTED = re.compile(r"(.+?)(?:[—\-:/]+|\()(.+?)\)?")
_KIND = re.compile(r"(合法|违法|其他)(?:用地)?")


def same_type(book: RuleBook, word: str, verdict: str, subtype: str) -> bool | None:
    """Whether the platform's `word` says the type decided. None when the book does not know the word.

    The word is a class, a sub-type or an alias of one; “class—sub-type” says both. The mere words 合法, 违法 and 其他 speak
    of what a class amounts to, so that they fit every class of that kind.
    """
    decided = book.resolved(verdict, subtype)
    kind = _KIND.fullmatch(_plain(word))
    if kind:
        return (book.kind(decided[0]) or decided[0]) == kind[1]
    meant = _meant(book, word)
    if not meant:
        return True if _plain(word) == _plain(verdict) else None
    return any(name == decided[0] and part in ("", decided[1]) for name, part in meant)


def _meant(book: RuleBook, word: str) -> Types:
    whole = _named(book, word)
    parted = _PARTED.fullmatch(_plain(word))
    if whole or not parted:
        return whole
    kind = _KIND.fullmatch(parted[1])
    classes = {name for name, _ in _named(book, parted[1])}
    classes |= {name for name in book.verdicts if kind and book.kind(name) == kind[1]}
    return {(name, part) for name, part in _named(book, parted[2]) if part and name in classes}


def _named(book: RuleBook, word: str) -> Types:
    """The classes and sub-types of this name, long title or alias."""
    wanted = _plain(word)
    found = {(name, "") for name, title in book.verdicts.items() if wanted in (_plain(name), _plain(title))}
    found |= {(name, "") for alias, name in book.aliases.items() if _plain(alias) == wanted}
    return found | {
        (item.verdict, item.name)
        for item in book.subtypes
        if wanted in {_plain(name) for name in (item.name, *item.aliases)}
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
