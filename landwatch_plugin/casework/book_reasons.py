"""变化原因: what in two rule books makes a patch come out otherwise: rules, their order, conditions and thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from landwatch_plugin.casework.judging import Judgement
from landwatch_plugin.domain.book_parts import Rule
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Finding, Outcome

_LIMIT = re.compile(r"@(\w+)")
_OLD, _NEW = "原手册", "新手册"


def why(old: Judgement, new: Judgement, books: Sequence[RuleBook]) -> str:
    """The rules behind the two suggestions, what became of each in the other book, and what was changed in them."""
    first, second = old.suggestion.rule, new.suggestion.rule
    parts = [f"原依规则{_rule(old)}" if first else "原无规则符合"]
    parts.append(f"现依规则{_rule(new)}" if second else "现无规则符合")
    parts += [_fate(first, new, books, _NEW)] if first else []
    parts += [_fate(second, old, books, _OLD)] if second and second != first else []
    return "；".join(
        part for part in [*parts, *rewritten((first, second), books), *limits_moved((first, second), books)] if part
    )


def reworded(old: Judgement, new: Judgement, books: Sequence[RuleBook]) -> str:
    """Of two suggestions of one class and sub-type: what is said otherwise; "" when nothing is."""
    one, two = old.suggestion, new.suggestion
    parts = [f"依据规则由{_rule(old)}改为{_rule(new)}"] if one.rule != two.rule else []
    parts += [f"说明文字由“{one.reason}”变为“{two.reason}”"] if one.reason != two.reason else []
    parts += [f"缺少的举证由{_listed(one.missing)}变为{_listed(two.missing)}"] if one.missing != two.missing else []
    parts += [f"可靠程度由“{one.confidence}”变为“{two.confidence}”"] if one.confidence != two.confidence else []
    parts += [f"下一步由“{one.next_step}”变为“{two.next_step}”"] if one.next_step != two.next_step else []
    if not parts:
        return ""
    return "；".join(["建议类型不变", *parts, *limits_moved((one.rule, two.rule), books)])


def limits_moved(rules: Iterable[str], books: Sequence[RuleBook]) -> list[str]:
    """阈值cover由0.999改为0.95: the thresholds in the conditions of these rules that the two books set otherwise."""
    wanted = set(rules)
    used = [
        name for book in books for rule in book.rules if rule.id in wanted for name in _LIMIT.findall(rule.condition)
    ]
    values = [(name, *(book.thresholds.get(name, "（无）") for book in books)) for name in dict.fromkeys(used)]
    return [f"阈值{name}由{old}改为{new}" for name, old, new in values if old != new]


def rewritten(rules: Iterable[str], books: Sequence[RuleBook]) -> list[str]:
    """Rules that both books have, with another condition."""
    known = [{rule.id: rule for rule in book.rules} for book in books]
    both = [rule for rule in dict.fromkeys(rules) if all(rule in book for book in known)]
    return [f"规则{rule}的条件已改写" for rule in both if _plain(known[0][rule]) != _plain(known[1][rule])]


def _plain(rule: Rule) -> str:
    return " ".join(rule.condition.split())


def _rule(made: Judgement) -> str:
    finding = next((one for one in made.findings if one.rule == made.suggestion.rule), None)
    return f"{finding.rule}（{finding.title}）" if finding else "（无）"


def _fate(rule: str, other: Judgement, books: Sequence[RuleBook], name: str) -> str:
    """What became of the deciding rule of one book in the other."""
    found = next((one for one in other.findings if one.rule == rule), None)
    if found is None:
        return f"{name}没有规则{rule}"
    if found.outcome is not Outcome.MET:
        figures = "、".join(f"{title}{value}" for title, value in found.values.items())
        return f"规则{rule}在{name}中{found.outcome.value}（{found.reason or figures}）"
    if other.suggestion.rule != rule:
        return f"规则{rule}在{name}中也符合，但次序在规则{other.suggestion.rule}之后"
    return _retyped(found, rule, books)


def _retyped(found: Finding, rule: str, books: Sequence[RuleBook]) -> str:
    types = [f"{one.verdict}—{one.subtype}" for book in books for one in book.rules if one.id == rule]
    return f"规则{rule}所指类型由{types[0]}改为{types[-1]}"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names) or "（无）"
