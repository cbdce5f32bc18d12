"""记号: what a template writes is markup, what a value says is text; the two are kept apart by noncharacters.

A value's line breaks and the signs that steer the markup (@ | = …) travel as Unicode noncharacters, which no text
may hold, from the template engine to the parser, and come back as themselves there.
"""

from __future__ import annotations

import re

LINE = "\ufdd0"
"""A line break inside a value."""
START = "\ufdd1"
"""Stands before every value, so that a line which begins with a value is never read as markup."""
_SIGNS = {"\n": LINE, "@": "\ufdd2", "|": "\ufdd3", "=": "\ufdd4", " ": "\ufdd5", "#": "\ufdd6", '"': "\ufdd7",
          "<": "\ufdd8", "^": "\ufdd9", "/": "\ufdda", "\u3000": "\ufddb"}  # fmt: skip
_HIDE = str.maketrans(_SIGNS)
_SHOW = str.maketrans({**{hidden: sign for sign, hidden in _SIGNS.items()}, START: None})

_ORIGIN = re.compile("\ufdec([^\ufded]*):(\\d+)\ufded")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that XML and PDF can hold: no control characters, one kind of line break, no tabs.

    A lone surrogate (a broken rare character) becomes 〓, the printer's mark for a missing type.
    """
    text = _ORIGIN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _SURROGATE.sub("〓", _FORBIDDEN.sub("", text))


def hide(value: str) -> str:
    """A value as it may stand in a template without becoming markup."""
    return START + clean(value).translate(_HIDE)


def show(text: str) -> str:
    """Back to what a reader sees."""
    return text.translate(_SHOW)


def origin_mark(source: str, line: int) -> str:
    """Remembers, in the rendered text, the template line a text line came from."""
    return f"\ufdec{source}:{line}\ufded"


def take_origin(text: str) -> tuple[str, tuple[str, int] | None]:
    """The line without its marks, and the first (template, line) it carried."""
    found = _ORIGIN.search(text)
    return _ORIGIN.sub("", text), (found[1], int(found[2])) if found else None
