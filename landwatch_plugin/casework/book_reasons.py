"""变化原因: what in two rule books makes a patch come out otherwise: rules, their order, conditions and thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from landwatch_plugin.casework.judging import Judge, Judgement
from landwatch_plugin.domain.book_parts import Rule
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.trace import filled
from landwatch_plugin.domain.verdict import Finding, Outcome

_LIMIT = re.compile(r"@(\w+)")


@dataclass(frozen=True)
class Side:
    """One of the two books with what it says of a patch, on the figures as it has them."""

    name: str
    judge: Judge
    made: Judgement
    values: Mapping[str, Value]

    def failing(self, rule: str) -> str:
        """The parts of a rule's condition that do not hold, with the values put in."""
        asked = next(one for one in self.judge.book.rules if one.id == rule)
        values, limits = self.judge.book.own_reading(self.values), self.judge.book.thresholds
        clauses = self.judge.runner.clauses(asked, values)
        return "；".join(filled(one.text, values, limits) for one in clauses if one.outcome is Outcome.NOT_MET)


def why(old: Side, new: Side) -> str:
    """The rules behind the two suggestions, what became of each in the other book, and what was changed in them."""
    first, second = old.made.suggestion.rule, new.made.suggestion.rule
    books = (old.judge.book, new.judge.book)
    parts = [f"原依规则{_rule(old.made)}" if first else "原无规则符合"]
    parts.append(f"现依规则{_rule(new.made)}" if second else "现无规则符合")
    parts += [_fate(first, new, books)] if first else []
    parts += [_fate(second, old, books)] if second and second != first else []
    return "；".join([*parts, *rewritten((first, second), books), *limits_moved((first, second), books)])


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


def _fate(rule: str, other: Side, books: Sequence[RuleBook]) -> str:
    """What became of the deciding rule of one book in the other."""
    found = next((one for one in other.made.findings if one.rule == rule), None)
    if found is None:
        return f"{other.name}没有规则{rule}"
    if found.outcome is not Outcome.MET:
        return f"规则{rule}在{other.name}中{found.outcome.value}（{found.reason or other.failing(rule)}）"
    if other.made.suggestion.rule != rule:
        return f"规则{rule}在{other.name}中也符合，但次序在规则{other.made.suggestion.rule}之后"
    return _retyped(found, rule, books)


def _retyped(found: Finding, rule: str, books: Sequence[RuleBook]) -> str:
    types = [f"{one.verdict}—{one.subtype}" for book in books for one in book.rules if one.id == rule]
    return f"规则{rule}所指类型由{types[0]}改为{types[-1]}"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names) or "（无）"
