"""图斑类型编码表: what a TBLX code means in one year; the same letters mean other things in another year's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landwatch_plugin.domain.errors import InputError


@dataclass(frozen=True)
class TypeCodes:
    """The list of one year. Codes are texts; `1` and `01` are the same."""

    name: str
    year: int
    codes: Mapping[str, str]

    @staticmethod
    def parse(tables: Mapping[str, Any], source: str) -> TypeCodes:
        """Raises InputError when the year or the codes are missing."""
        head, codes = tables.get("list", {}), tables.get("codes", {})
        year = head.get("year") if isinstance(head, Mapping) else None
        if isinstance(year, bool) or not isinstance(year, int) or not isinstance(codes, Mapping) or not codes:
            raise InputError(
                "图斑类型编码表缺少年度或编码。",
                '请写出 [list] year = 2026 和 [codes] "20" = "建（构）筑物"。',
                source=source,
            )
        return TypeCodes(str(head.get("name", source)), year, {str(key): str(value) for key, value in codes.items()})

    def knows(self, code: str) -> bool:
        """Digits are compared without leading zeros, letters without case."""
        return _plain(code) in {_plain(known) for known in self.codes}


def _plain(code: str) -> str:
    text = code.strip().upper()
    return text.lstrip("0") or text if text.isdigit() else text
