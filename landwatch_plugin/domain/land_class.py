"""地类: codes of one named code system and the kind (耕地 / 其他农用地 / 建设用地 / 未利用地) each belongs to.

The table is data of the rule book: codes of different systems collide (formats.md §2), so nothing is inferred
from the digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError

ARABLE, FARM, BUILT, UNUSED = "耕地", "其他农用地", "建设用地", "未利用地"
KINDS = (ARABLE, FARM, BUILT, UNUSED)
RIDGE = "1203"
"""田坎: where the ridge share of a sloping field goes (三调 work classification)."""


@dataclass(frozen=True)
class LandClasses:
    system: str
    kinds: Mapping[str, str]
    """Code → kind."""
    names: Mapping[str, str]
    """Code → Chinese name; may be incomplete."""
    gap_free: bool = True
    """The land layer tiles the county: a patch whose parts do not sum to it is an error."""

    def kind(self, code: str) -> str:
        """Kind of a code. Raises RuleBookError for a code that the table does not list: never guessed."""
        try:
            return self.kinds[code]
        except KeyError:
            raise RuleBookError(
                f"地类编码“{code or '（空）'}”不在规则手册的“{self.system}”地类表中。",
                "请核对图层的地类编码体系，或在规则手册 [landclass.kinds] 中补充该编码。",
            ) from None

    def title(self, code: str) -> str:
        name = self.names.get(code, "")
        return f"{name}（{code}）" if name else code

    @staticmethod
    def parse(table: Mapping[str, Any], source: str) -> LandClasses:
        """From the rule book's [landclass]. Raises RuleBookError naming the table and what is wrong in it."""
        kinds: dict[str, str] = {}
        for kind, codes in _table(table, "kinds", source).items():
            if kind not in KINDS:
                raise RuleBookError(
                    f"表 [landclass.kinds] 中有未知的大类“{kind}”。", f"只能是：{'、'.join(KINDS)}。", source=source
                )
            if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
                raise RuleBookError(
                    f"表 [landclass.kinds] 的“{kind}”应为编码文字的列表。",
                    f'请写成 "{kind}" = ["0101", "0102"]，编码加引号以保留前导零。',
                    source=source,
                )
            for code in codes:
                if kinds.setdefault(code, kind) != kind:
                    raise RuleBookError(
                        f"表 [landclass.kinds] 中地类编码 {code} 同时列入两个大类。", "请只保留一处。", source=source
                    )
        if not kinds:
            raise RuleBookError("缺少表 [landclass.kinds]。", "请列出各大类的地类编码。", source=source)
        names = {str(code): str(name) for code, name in _table(table, "names", source).items()}
        return LandClasses(str(table.get("system", "")), kinds, names, bool(table.get("gap_free", True)))


def _table(table: Mapping[str, Any], name: str, source: str) -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, Mapping):
        raise RuleBookError(f"[landclass] 的 {name} 不是表。", f"请写成 [landclass.{name}]。", source=source)
    return found
