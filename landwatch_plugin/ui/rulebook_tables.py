"""规则手册的各表: what a rule book says, as rows to read, so that who signs it need not open the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from landwatch_plugin.domain.accountability import Term, Treatment
from landwatch_plugin.domain.book_parts import Rule, Subtype
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.threshold import Threshold
from landwatch_plugin.gis.i18n import tr

Rows = list[tuple[str, ...]]
_NAMED = re.compile(r"'[^']*'|(?P<at>@?)\b(?P<name>[A-Za-z_\u4e00-\u9fff]\w*)")


def joined(items: Iterable[str]) -> str:
    return "、".join(items) or "—"


def rule_rows(book: RuleBook) -> tuple[tuple[str, ...], Rows]:
    head = (tr("Rule"), tr("Title"), tr("Speaks for"), tr("Step"), tr("Certainty"), tr("Condition"))
    return head, [
        (rule.id, rule.title, f"{rule.verdict}—{rule.subtype}", rule.step, rule.certainty, rule.condition)
        for rule in book.rules
    ]


def rule_detail(book: RuleBook, rule: Rule) -> list[tuple[str, str]]:
    """All of one rule: what it asks, in which words it answers, on what it rests."""
    return [
        (tr("Rule"), f"{rule.id}　{rule.title}　→　{rule.verdict}—{rule.subtype}"),
        (tr("Condition"), rule.condition),
        (tr("Terms"), "；".join(_terms(book, rule.condition)) or "—"),
        (tr("Needs layers"), joined(role.title for role in rule.needs)),
        (tr("Message"), re.sub(r"\{(\w+)\}", lambda at: f"{{{FIELDS[at[1]].title}}}" if at[1] in FIELDS else at[0], rule.message)),
        (tr("Citation"), rule.citation or "—"),
        (tr("Certainty"), rule.certainty or tr("not said")),
    ]  # fmt: skip


def _terms(book: RuleBook, condition: str) -> Iterator[str]:
    """Fields and limits of a condition in Chinese, each once."""
    limits = {item.name: item for item in book.limits}
    seen: set[str] = set()
    for found in _NAMED.finditer(condition):
        name, said = found["name"], found.group()
        if not name or said in seen:
            continue
        seen.add(said)
        if found["at"] and name in limits:
            one = limits[name]
            unit = "" if one.unit == "比例" else one.unit
            yield f"{said} = {one.value}{unit}" + (f"（{one.meaning}）" if one.meaning else "")
        elif not found["at"] and name in FIELDS:
            yield f"{name} {FIELDS[name].title}（{FIELDS[name].unit}）"


def subtype_rows(book: RuleBook) -> tuple[tuple[str, ...], Rows]:
    head = (tr("Class"), tr("Kind"), tr("Sub-type"), tr("Mandatory"), tr("One of"), tr("Optional"), tr("Certainty"))
    return (*head, tr("Next step and notes")), [
        (
            item.verdict, book.kind(item.verdict), item.name, joined(item.evidence),
            "；".join("或".join(group) for group in item.one_of) or "—", joined(item.optional), item.certainty, _further(item),
        )
        for item in book.subtypes
    ]  # fmt: skip


def _further(item: Subtype) -> str:
    also = tr("Also called: {}").format("、".join(item.aliases)) if item.aliases else ""
    return "；".join(filter(None, (item.next_step, item.note, also))) or "—"


def use_rows(book: RuleBook) -> tuple[tuple[str, ...], Rows]:
    head = (tr("Kind of use"), tr("Nature"), tr("Words that say it"), tr("But not"))
    return head, [(one.name, one.nature, joined(one.words), joined(one.without)) for one in book.uses]


def other_rows(book: RuleBook) -> tuple[tuple[str, ...], Rows]:
    """Limits, tags, linkages, calendar, key areas."""
    rows: Rows = [
        (tr("Limit"), f"@{item.name}", f"{item.value}　{item.unit}", item.meaning, item.certainty or _unsaid(item), "—")
        for item in book.limits
    ]
    rows += [(tr("Tag"), tag.name, tag.when, tag.message, tag.certainty, tag.citation or "—") for tag in book.tag_rules]
    rows += [
        (
            tr("Linkage"), f"{link.id}　{link.title}", link.when or tr("for people to judge"), link.then, link.certainty,
            link.citation or "—",
        )
        for link in book.linkages
    ]  # fmt: skip
    rows += [(tr("Calendar"), item.name, item.due, "", item.certainty, "—") for item in book.calendar]
    rows += [(tr("Key area"), item.name, item.year, item.note, item.certainty, "—") for item in book.key_areas]
    return (tr("Part"), tr("Name"), tr("Value"), tr("Meaning"), tr("Certainty"), tr("Citation")), rows


def _unsaid(limit: Threshold) -> str:
    """A number alone: over one that the parent explains, or by itself."""
    return tr("changed by this book") if limit.meaning else tr("not said")


def basis_rows(book: RuleBook) -> tuple[tuple[str, ...], Rows]:
    """On what figures and papers rest: lawful grounds, land classes, ratio, marks, documents."""
    rows = [*_grounds(book), *_land(book), *_ratio(book), *_mine(book), *_papers(book)]
    return (tr("Part"), tr("Item"), tr("Content")), rows


def _grounds(book: RuleBook) -> Rows:
    part = tr("Lawful grounds")
    return [
        (part, tr("All must be bound"), joined(role.title for role in book.grounds)),
        (part, tr("Counted when bound"), joined(role.title for role in book.grounds_if_bound)),
    ]


def _land(book: RuleBook) -> Rows:
    part, kinds = tr("Land classes"), dict.fromkeys(book.land.kinds.values())
    closing = tr("must close on the patch") if book.land.gap_free else tr("need not close")
    rows: Rows = [(part, tr("Code system"), f"{book.land.system}（{closing}）")]
    rows += [
        (part, kind, joined(book.land.title(code) for code, own in book.land.kinds.items() if own == kind))
        for kind in kinds
    ]
    named = joined(book.change_type(code) for code in book.change_types)
    return [*rows, (tr("Types of patch"), "TBLX", named)]


def _ratio(book: RuleBook) -> Rows:
    treatment, part = Treatment.parse(book.ratio, book.source), tr("Accountability ratio")
    either = tr("one of the two is enough") if treatment.either else tr("both must be reached")
    rows: Rows = [
        (part, tr("Limits"), f"{treatment.area_mu}亩、{treatment.percent}%，{either}"),
        (part, tr("Leaves the numerator"), joined(term.value for term in treatment.precedence if term in treatment.numerator)),
        (part, tr("Leaves the denominator"), joined(term.value for term in treatment.precedence if term in treatment.denominator)),
        (part, tr("Order of deduction"), " → ".join(term.value for term in treatment.precedence)),
    ]  # fmt: skip
    for key, title in (
        ("legal_subtypes", tr("Counted as lawful")), ("farming_subtypes", tr("Farming projects")),
        ("partial_subtypes", tr("Only what lies outside approvals")), ("outside_classes", tr("Classes left out")),
    ):  # fmt: skip
        rows.append((part, title, joined(book.ratio.get(key, ()))))
    remedies = {name: Term[term.upper()].value for name, term in book.ratio.get("remedies", {}).items()}
    return [*rows, (part, tr("Remedies"), joined(f"{name}（{term}）" for name, term in remedies.items()))]


def _mine(book: RuleBook) -> Rows:
    part = tr("Minerals")
    return [
        (part, tr("Types of patch"), joined(book.change_type(code) for code in book.mine_types)),
        (part, tr("Boundaries"), joined(book.boundaries)),
    ]


def _papers(book: RuleBook) -> Rows:
    part, said = tr("Documents"), book.documents
    return [
        (tr("Secrecy"), tr("Marks"), joined(book.secret_marks)),
        (tr("Lists to choose from"), tr("Tags"), joined(book.tags)),
        (tr("Lists to choose from"), tr("Parties"), joined(book.parties)),
        (part, tr("Letter code"), str(said.get("letter_code", "—"))),
        (part, tr("Days to reply"), str(said.get("reply_working_days", "—"))),
        (part, tr("Legal basis"), str(said.get("legal_basis", "")) or "—"),
        (part, tr("Law cited"), "；".join(said.get("law", ())) or "—"),
    ]
