"""规则手册的各表组: classes, evidence, sub-types, rules, tags and linkages, each read from its rows; names must fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from landwatch_plugin.domain.accountability import Treatment
from landwatch_plugin.domain.book_keys import called, nearest
from landwatch_plugin.domain.book_kinds import as_day
from landwatch_plugin.domain.book_parts import (
    KINDS,
    Evidence,
    KeyArea,
    Linkage,
    Period,
    Rule,
    Scheme,
    Span,
    Subtype,
    TagRule,
)
from landwatch_plugin.domain.book_reader import Reader, Row, names, roles, text
from landwatch_plugin.domain.land_use import BUILDING, UNKNOWN, LandUse, LandUses, kinds_named
from landwatch_plugin.domain.threshold import READ_BY_PROGRAM, Threshold, likely, number, out_of_range, unit_of


def read_scheme(reader: Reader, tables: Row) -> Scheme:
    """[classes]: short name = title, or a table with title, kind and aliases."""
    made, classes = Scheme(), reader.table(tables, "classes")
    for name, item in classes.items():
        row = reader.table(classes, name) if isinstance(item, Mapping) else {"title": item}
        made.titles[name] = text(row, "title") or name
        kind = text(row, "kind") or name
        if kind not in KINDS and "kind" not in item:
            reader.note(
                f"表 [classes] 的“{name}”没有写明性质 kind。",
                f'请写成 "{name}" = {{ title = "…", kind = "违法" }}，可用：{"、".join(KINDS)}。',
            )
        made.kinds[name] = kind
        for alias in names(row, "aliases"):
            if made.aliases.setdefault(alias, name) != name or alias in classes:
                reader.note(f"表 [classes] 的“{name}”的别名“{alias}”与其他名称重复。", "请改用不同的别名。")
    if not made.titles and not reader.problems:
        reader.note("表 [classes] 中没有大类。", '请至少写一个，例如 "违法" = "违法用地"。')
    return made


def read_evidence(reader: Reader, tables: Row) -> dict[str, Evidence]:
    table = reader.table(tables, "evidence")
    return {name: Evidence(name, text(row, "source")) for name, row in table.items()}


def read_threshold(reader: Reader, name: str, item: Any) -> Threshold:
    """Its range is known only here: an extending book writes the number alone, the unit is its parent's."""
    row = item if isinstance(item, Mapping) else {"value": item}
    value = number(row.get("value"))
    unit = text(row, "unit")
    known = unit_of(name, unit)
    fixed = READ_BY_PROGRAM.get(name, (known,))[0]
    fault = out_of_range(known, value) if value is not None else ""
    meant = likely(name, row.get("value", ""), fixed, reader.limit_before(name))
    if known != fixed:
        said = f"表 [thresholds] 的键 {name} 的单位“{unit}”不对：程序按“{fixed}”使用这个阈值。"
        reader.note(said, f'请写成 {name} = {{ value = "{meant}", unit = "{fixed}" }}。')
    elif fault:
        reader.note(f"表 [thresholds] 的键 {name}“{row['value']}”{fault}。", f'请改写，例如 {name} = "{meant}"。')
    return Threshold(
        name, str(row.get("value", "")).strip(), unit, text(row, "meaning"), text(row, "certainty")
    )  # fmt: skip


def read_subtype(reader: Reader, row: Row, scheme: Scheme, evidence: Mapping[str, Evidence]) -> Subtype:
    name, verdict = text(row, "name"), text(row, "class")
    place = f"表 [[subtype]]（{name}）"
    reader.known([verdict], scheme.titles, f"{place}的 class ", "大类", "请改为 [classes] 中的一类。")
    wanted, optional, groups = names(row, "evidence"), names(row, "optional"), row.get("one_of", [])
    asked = (*wanted, *optional, *(one for group in groups for one in group))
    reader.known(asked, evidence, f"{place}的举证材料", "材料", '请在 [evidence] 中补写这一项，例如 "名称" = {}。')
    return Subtype(
        name, verdict, wanted, text(row, "certainty"), text(row, "note"), tuple(tuple(group) for group in groups),
        optional, names(row, "aliases"), text(row, "next"),
    )  # fmt: skip


def read_rule(reader: Reader, row: Row, known: set[tuple[str, str]], steps: tuple[str, ...]) -> Rule:
    rule_id, verdict, subtype, step = text(row, "id"), text(row, "class"), text(row, "subtype"), text(row, "step")
    place = f"表 [[rule]]（{rule_id}）"
    if verdict and subtype and (verdict, subtype) not in known and (known or not reader.problems):
        near = nearest(f"{verdict}—{subtype}", [f"{one}—{other}" for one, other in sorted(known)])
        raise reader.fail(
            f"{place}指向未定义的类型“{verdict}—{subtype}”。", near or "请先在 [[subtype]] 中定义。"
        )  # fmt: skip
    if steps and step not in steps:
        raise reader.fail(
            f"{place}的 step“{step}”不在 [order] 的 steps 中。", f"{nearest(step, steps)}可用：{'、'.join(steps)}。"
        )
    spans = tuple(
        Span(item["field"], as_day(item.get("from")), as_day(item.get("until"))) for item in row.get("dates", ())
    )
    return Rule(
        rule_id, text(row, "title"), verdict, subtype, text(row, "when"), text(row, "message"), roles(row, "needs"),
        text(row, "cite"), text(row, "certainty"), step, spans,
    )  # fmt: skip


def check_aliases(reader: Reader, subtypes: Sequence[Subtype]) -> None:
    """An alias stands for one sub-type of its class; a decision of another system must not fall to either of two."""
    own = {(item.verdict, item.name) for item in subtypes}
    seen: dict[tuple[str, str], str] = {}
    for item in subtypes:
        for alias in item.aliases:
            other = seen.setdefault((item.verdict, alias), item.name)
            if (item.verdict, alias) in own or other != item.name:
                other = alias if (item.verdict, alias) in own else other
                reader.note(
                    f"表 [[subtype]]（{item.name}）的别名“{alias}”也指向“{item.verdict}—{other}”，无法区分。",
                    "请删去其中一处，一个别名只指一个子类。",
                )


def read_tag(reader: Reader, row: Row, tags: tuple[str, ...]) -> TagRule:
    name = text(row, "name")
    reader.known([name], tags, "表组 [[tag]] ", "标签", "请先列入 [book] 的 tags。")
    return TagRule(
        name, text(row, "when"), text(row, "message"), text(row, "cite"), text(row, "certainty"), names(row, "kinds")
    )


def read_linkage(row: Row) -> Linkage:
    return Linkage(*(text(row, key) for key in ("id", "title", "when", "then", "cite", "certainty")))


def read_key_area(row: Row) -> KeyArea:
    return KeyArea(*(text(row, key) for key in ("name", "year", "note", "certainty")))


def read_period(row: Row) -> Period:
    return Period(*(text(row, key) for key in ("name", "due", "certainty")))


def read_uses(reader: Reader, tables: Row) -> LandUses:
    """[uses]: kind = { words, without, nature }. Conditions look for a name in a list, so none may lie in another."""
    table = reader.table(tables, "uses")
    for name in table:
        for other in table:
            if name != other and name in other:
                reader.note(f"表 [uses] 的“{name}”包含在“{other}”中，条件无法区分。", "请改用不同的名称。")
    kinds = [reader.each([row], partial(_read_use, reader, name)) for name, row in table.items()]
    return LandUses(kind for found in kinds for kind in found)


def check_use_names(reader: Reader, tables: Row) -> None:
    """A kind that no record can be is a slip of the pen: the condition would never hold."""
    known = [*reader.table(tables, "uses"), UNKNOWN]
    cure = f"可用：{'、'.join(known)}。"
    for title in ("rule", "tag", "linkage"):
        for row in reader.rows(tables, title):
            named, place = kinds_named(text(row, "when")), f"表 [[{title}]]（{called(row)}）的 when "
            reader.part(partial(reader.known, named, known, place, "实地用途归类", cure), None)


def _read_use(reader: Reader, name: str, row: Row) -> LandUse:
    words, without = names(row, "words"), names(row, "without")
    if not words:
        raise reader.fail(
            f"表 [uses] 的“{name}”没有写出字样。", f'请写成 "{name}" = {{ words = ["…"], nature = "建设" }}。'
        )
    for phrase in without:
        if not any(word in phrase for word in words):
            said = f"表 [uses] 的“{name}”的 without“{phrase}”不含任何 words 字样，不起作用。"
            raise reader.fail(said, "请删去或改正。")
    return LandUse(name, words, without, text(row, "nature") or BUILDING)


def read_ratio(reader: Reader, tables: Row, subtypes: set[str], scheme: Scheme) -> dict[str, Any]:
    """[ratio] with every name in it known: a slip of the pen would leave areas out of the ratio unseen."""
    table = reader.table(tables, "ratio")
    Treatment.parse(table, reader.source)
    for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
        cure = "请先在 [[subtype]] 中定义。"
        reader.known(names(table, key), subtypes, f"表 [ratio] 的键 {key} ", "子类", cure)
    outside, cure = names(table, "outside_classes"), "请改为 [classes] 中的一类。"
    reader.known(outside, scheme.titles, "表 [ratio] 的键 outside_classes ", "大类", cure)
    return table
