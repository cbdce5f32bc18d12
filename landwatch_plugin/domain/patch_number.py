"""图斑编号: text of county, letters and digits; `…_3` is the third child of a patch that was split."""

from __future__ import annotations

import re
import unicodedata

PARENT = "母图斑编号"
"""Under this name a child keeps its parent's number."""
AS_WRITTEN = "图斑编号（原文）"
"""Under this name a number that was written in full-width signs is kept."""
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CHILD = re.compile(r"^(.*[^_\s])_([1-9]\d{0,2})$")


def parent_of(number: str) -> str:
    """The number of the patch that this one was split from; "" when it is no child (formats.md §1.1)."""
    found = _CHILD.match(number)
    return found[1] if found else ""


def half_width(number: str) -> str:
    """The number in the signs that other files write it in: ９９０１ and 9901 are one patch."""
    return number.translate(_HALF).strip()


def loose(number: str, zeros: bool = True) -> str:
    """The number without case, blanks and width, and without leading `zeros` when they are not to count either."""
    plain = "".join(unicodedata.normalize("NFKC", number).upper().split())
    return plain if zeros else plain.lstrip("0")
