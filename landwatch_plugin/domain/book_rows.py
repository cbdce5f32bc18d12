"""规则手册的各表组: classes, evidence, sub-types, rules, tags and linkages, each read from its rows and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landwatch_plugin.domain.accountability import Term, Treatment
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
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.land_use import BUILDING, NATURES, UNKNOWN, LandUse, LandUses, kinds_named

Row = Mapping[str, Any]
_BOUNDARIES = 3


def read_scheme(reader: Reader, tables: Row) -> Scheme:
    """[classes]: short name = title, or a table with title, kind and aliases."""
    made = Scheme()
    for name, item in reader.table(tables, "classes").items():
        row = item if isinstance(item, Mapping) else {"title": item}
        place = f"表 [classes] 的“{name}”"
        made.titles[name] = reader.maybe(row, place, "title") or name
        kind = reader.maybe(row, place, "kind") or name
        if kind not in KINDS:
            raise reader.fail(
                f"{place}没有写明性质 kind，或“{kind}”不是已知的性质。",
                f'请写成 "{name}" = {{ title = "…", kind = "违法" }}，可用：{"、".join(KINDS)}。',
            )
        made.kinds[name] = kind
        for alias in reader.names(row, place, "aliases"):
            if made.aliases.setdefault(alias, name) != name or alias in made.titles:
                raise reader.fail(f"{place}的别名“{alias}”与其他名称重复。", "请改用不同的别名。")
    if not made.titles:
        raise reader.fail("表 [classes] 中没有大类。", '请至少写一个，例如 "违法" = "违法用地"。')
    return made


def read_evidence(reader: Reader, name: str, item: Any) -> Evidence:
    known = ("", "photo", "facts", "overlay", *(role.value for role in Role))
    source = item.get("source", "") if isinstance(item, Mapping) else None
    if source not in known:
        raise reader.fail(
            f"表 [evidence] 的“{name}”应为 {{ source = … }} 或 {{}}，且 source 为已知来源。",
            f"可用：{'、'.join(known[1:])}。",
        )
    return Evidence(name, source)


def read_subtype(reader: Reader, row: Row, scheme: Scheme, evidence: Mapping[str, Evidence]) -> Subtype:
    name, verdict = reader.text(row, "subtype", "name"), reader.text(row, "subtype", "class")
    place = f"子类“{name}”"
    if verdict not in scheme.titles:
        raise reader.fail(f"{place}的 class“{verdict}”不在 [classes] 中。", "请改为 [classes] 中的一类。")
    wanted, optional = reader.names(row, place, "evidence"), reader.names(row, place, "optional")
    groups = reader.groups(row, place, "one_of")
    for item in (*wanted, *optional, *(one for group in groups for one in group)):
        if item not in evidence:
            raise reader.fail(f"{place}的举证材料“{item}”没有在 [evidence] 中定义。", f"请补写 [evidence.{item}]。")
    return Subtype(
        name, verdict, wanted, reader.maybe(row, place, "certainty"), reader.maybe(row, place, "note"),
        groups, optional, reader.names(row, place, "aliases"), reader.maybe(row, place, "next"),
    )  # fmt: skip


def read_rule(reader: Reader, row: Row, known: set[tuple[str, str]], steps: tuple[str, ...]) -> Rule:
    verdict, subtype = reader.text(row, "rule", "class"), reader.text(row, "rule", "subtype")
    rule_id = reader.text(row, "rule", "id")
    place = f"规则 {rule_id} "
    if (verdict, subtype) not in known:
        raise reader.fail(f"{place}指向未定义的类型“{verdict}—{subtype}”。", "请先在 [[subtype]] 中定义。")
    step = reader.maybe(row, place, "step")
    if steps and step not in steps:
        raise reader.fail(f"{place}的 step“{step}”不在 [order] 的 steps 中。", f"可用：{'、'.join(steps)}。")
    return Rule(
        rule_id, reader.text(row, "rule", "title"), verdict, subtype, reader.text(row, "rule", "when"),
        reader.message(row, place), reader.roles(row, place, "needs"), reader.maybe(row, place, "cite"),
        reader.maybe(row, place, "certainty"), step, _spans(reader, row, place),
    )  # fmt: skip


def _spans(reader: Reader, row: Row, place: str) -> tuple[Span, ...]:
    found = row.get("dates", [])
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise reader.fail(f"{place}的键 dates 应为表的列表。", '请写成 dates = [{ field = "built_on", from = "…" }]。')
    spans = []
    for item in found:
        key, start, until = item.get("field"), reader.day(item, place, "from"), reader.day(item, place, "until")
        if key not in FIELDS or FIELDS[key].unit != "日期":
            days = "、".join(field.key for field in FIELDS.values() if field.unit == "日期")
            raise reader.fail(f"{place}的 dates 中 field“{key}”不是日期指标。", f"可用：{days}。")
        if (start is None and until is None) or (start and until and start > until):
            raise reader.fail(f"{place}的 dates 起止日期缺失或颠倒。", "请写明 from 或 until，且 from 不晚于 until。")
        spans.append(Span(str(key), start, until))
    return tuple(spans)


def read_tag(reader: Reader, row: Row, tags: tuple[str, ...]) -> TagRule:
    name = reader.text(row, "tag", "name")
    place = f"标签“{name}”"
    reader.known([name], tags, "表组 [[tag]] ", "标签", "请先列入 [book] 的 tags。")
    kinds = reader.names(row, place, "kinds")
    reader.known(kinds, KINDS, f"{place}的 kinds ", "性质", f"可用：{'、'.join(KINDS)}。")
    return TagRule(
        name, reader.text(row, "tag", "when"), reader.message(row, place, obligatory=False),
        reader.maybe(row, place, "cite"), reader.maybe(row, place, "certainty"), kinds,
    )  # fmt: skip


def read_linkage(reader: Reader, row: Row) -> Linkage:
    own, place = reader.text(row, "linkage", "id"), f"联动 {row.get('id')} "
    return Linkage(
        own, reader.text(row, "linkage", "title"), reader.text(row, "linkage", "when"), reader.text(row, "linkage", "then"),
        reader.maybe(row, place, "cite"), reader.maybe(row, place, "certainty"),
    )  # fmt: skip


def read_key_area(reader: Reader, row: Row) -> KeyArea:
    name = reader.text(row, "key_area", "name")
    place = f"重点区域“{name}”"
    return KeyArea(name, *(reader.maybe(row, place, key) for key in ("year", "note", "certainty")))


def read_period(reader: Reader, row: Row) -> Period:
    name = reader.text(row, "calendar", "name")
    return Period(name, reader.text(row, "calendar", "due"), reader.maybe(row, f"日程“{name}”", "certainty"))


def read_boundaries(reader: Reader, tables: Row) -> tuple[str, ...]:
    """Names of the lines that a mine may carry."""
    names = reader.names(reader.optional(tables, "mine"), "表 [mine]", "boundaries")
    if len(names) > _BOUNDARIES or len(set(names)) < len(names):
        raise reader.fail(f"表 [mine] 的键 boundaries 有{len(names)}个名称，至多三个且不重复。", "请删去多余的边界。")
    return names


def read_uses(reader: Reader, tables: Row) -> LandUses:
    """[uses]: kind = { words, without, nature }. Conditions look for a name in a list, so none may lie in another."""
    kinds = [_read_use(reader, name, item) for name, item in reader.optional(tables, "uses").items()]
    for kind in kinds:
        for other in kinds:
            if kind is not other and kind.name in other.name:
                raise reader.fail(
                    f"表 [uses] 的“{kind.name}”包含在“{other.name}”中，条件无法区分。", "请改用不同的名称。"
                )
    return LandUses(kinds)


def check_use_names(reader: Reader, uses: LandUses, conditions: Mapping[str, str]) -> None:
    """A kind that no record can be is a slip of the pen: the condition would never hold. `conditions`: place → when."""
    known = [*(kind.name for kind in uses), UNKNOWN]
    for place, when in conditions.items():
        reader.known(kinds_named(when), known, place, "实地用途归类", f"可用：{'、'.join(known)}。")


def _read_use(reader: Reader, name: str, item: Any) -> LandUse:
    place = f"表 [uses] 的“{name}”"
    if not isinstance(item, Mapping) or not item.get("words"):
        raise reader.fail(f"{place}没有写出字样。", f'请写成 "{name}" = {{ words = ["…"], nature = "建设" }}。')
    words, without = reader.names(item, place, "words"), reader.names(item, place, "without")
    nature = reader.maybe(item, place, "nature") or BUILDING
    if nature not in NATURES:
        raise reader.fail(f"{place}的 nature“{nature}”不是已知的性质。", f"可用：{'、'.join(NATURES)}。")
    for phrase in without:
        if not any(word in phrase for word in words):
            raise reader.fail(f"{place}的 without“{phrase}”不含任何 words 字样，不起作用。", "请删去或改正。")
    return LandUse(name, words, without, nature)


def read_ratio(reader: Reader, tables: Row, subtypes: set[str], scheme: Scheme) -> dict[str, Any]:
    """[ratio] with every name in it known: a slip of the pen would leave areas out of the ratio unseen."""
    table = reader.optional(tables, "ratio")
    Treatment.parse(table, reader.source)
    for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
        names = reader.names(table, "表 [ratio]", key)
        reader.known(names, subtypes, f"表 [ratio] 的键 {key} ", "子类", "请先在 [[subtype]] 中定义。")
    outside = reader.names(table, "表 [ratio]", "outside_classes")
    reader.known(outside, scheme.titles, "表 [ratio] 的键 outside_classes ", "大类", "请改为 [classes] 中的一类。")
    terms = [term.name.lower() for term in Term]
    for remedy, term in reader.optional(table, "remedies", "ratio.").items():
        if term not in terms:
            raise reader.fail(f"表 [ratio.remedies] 的“{remedy}”指向未知的“{term}”。", f"可用：{'、'.join(terms)}。")
    return dict(table)
