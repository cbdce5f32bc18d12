"""自查条件: tries the checks of a checklist on the values of one patch; NULL is 未检查, with the reason."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.self_check import Checked, Checklist, Result, SelfCheck
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS, reasons, shown_value
from landwatch_plugin.gis.conditions import Condition, Conditions, Wording


class SelfCheckRunner:
    """All checks of a list, prepared once. `thresholds`: those of the rule book; the list's own fill the gaps."""

    def __init__(self, checklist: Checklist, thresholds: Mapping[str, str]) -> None:
        cure = "请在规则手册或自查清单的 [thresholds] 中定义。"
        wording = Wording(checklist.id, "docs/selfcheck.md", "容差", cure)
        units = {key: item.unit for key, item in SELF_FIELDS.items()}
        self._conditions = Conditions(units, {**checklist.thresholds, **thresholds}, wording)
        self._checks = [
            (check, self._prepared(check, check.applies or "TRUE"), self._prepared(check, check.must))
            for check in checklist.checks
        ]

    def run(
        self, number: str, values: Mapping[str, Value], unbound: Collection[str] = (), checked: bool = True,
        known: Mapping[str, str] | None = None,
    ) -> Iterator[Checked]:  # fmt: skip
        """Every check on one patch. `unbound`: titles of the roles without a layer; `checked`: it has been overlaid;
        `known`: field → why it is empty, where that is known."""
        self._conditions.look_at(values)
        for check, applies, must in self._checks:
            concerned = self._conditions.truth(applies)
            if concerned is False:
                yield Checked(number, check, Result.NOT_CONCERNED)
                continue
            holds = self._conditions.truth(must) if concerned else None
            used = (must if concerned else applies).fields
            figures = {SELF_FIELDS[key].title: shown_value(key, values.get(key)) for key in used}
            if holds is None:
                why = reasons(used, values, unbound, checked, known) or check.unsure or "资料不完整"
                yield Checked(number, check, Result.UNCHECKED, "", why, figures)
            elif holds:
                yield Checked(number, check, Result.PASSED, "", "", figures)
            else:
                yield Checked(number, check, Result.FAILED, _told(check, values), "", figures)

    def _prepared(self, check: SelfCheck, text: str) -> Condition:
        return self._conditions.prepared(f"自查检查 {check.id} ", text)


def _told(check: SelfCheck, values: Mapping[str, Value]) -> str:
    named = {name for _, name, _, _ in string.Formatter().parse(check.message) if name}
    return check.message.format(**{name: shown_value(name, values.get(name)) for name in named})
