"""图斑编号: text of county, letters and digits; `…_3` is the third child of a patch that was split."""

from __future__ import annotations

import re

PARENT = "母图斑编号"
"""Under this name a child keeps its parent's number."""
_CHILD = re.compile(r"^(.*[^_\s])_([1-9]\d{0,2})$")


def parent_of(number: str) -> str:
    """The number of the patch that this one was split from; "" when it is no child (formats.md §1.1)."""
    found = _CHILD.match(number)
    return found[1] if found else ""
