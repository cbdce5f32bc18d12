"""规则手册: the law of a year and a place as data. Parses plain tables; reading the file is the ledger's."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from landwatch_plugin.domain.accountability import Term, Treatment
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_class import LandClasses


@dataclass(frozen=True)
class Evidence:
    """举证材料 item. `source` says what proves it without a person's tick: photo, facts, overlay or a role key."""

    name: str
    source: str = ""


@dataclass(frozen=True)
class Subtype:
    name: str
    verdict: str
    evidence: tuple[str, ...] = ()
    certainty: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """`when` is a QGIS expression over the check fields; NULL gives 存疑."""

    id: str
    title: str
    verdict: str
    subtype: str
    when: str
    message: str
    needs: tuple[Role, ...] = ()
    citation: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class RuleBook:
    id: str
    title: str
    version: str
    signed_by: str
    verdicts: Mapping[str, str]
    """Class name → long title, in order, e.g. 合法 → 合法用地."""
    subtypes: tuple[Subtype, ...]
    rules: tuple[Rule, ...]
    evidence: Mapping[str, Evidence]
    tags: tuple[str, ...]
    land: LandClasses
    thresholds: Mapping[str, str]
    ratio: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    secret_marks: tuple[str, ...] = ()
    """Words in a remark that mark a patch as 涉军/涉密."""
    mine_types: tuple[str, ...] = ()
    """TBLX codes of 矿产 patches."""
    change_types: Mapping[str, str] = field(default_factory=dict)
    """TBLX code → Chinese name, of the book's year (formats.md §1.2: the lists of different years collide)."""
    boundaries: tuple[str, ...] = ()
    """Names of up to three lines of a mine; the first is the licence's own. Empty: the layer holds nothing else."""
    digest: str = ""

    @property
    def stamp(self) -> str:
        """What is stored with each judgement and printed on each document."""
        return f"{self.id} {self.version}（{self.digest[:8]}）"

    def change_type(self, code: str) -> str:
        """建（构）筑物（20）; a code without a name as it stands."""
        name = self.change_types.get(code)
        return f"{name}（{code}）" if name else code

    def subtype(self, verdict: str, name: str) -> Subtype:
        """Raises RuleBookError when the book does not know this class and sub-type."""
        for item in self.subtypes:
            if item.verdict == verdict and item.name == name:
                return item
        raise RuleBookError(f"规则手册“{self.title}”中没有“{verdict}—{name}”这一类型。", "请从列表中选择判定类型。")

    def subtypes_of(self, verdict: str) -> list[str]:
        return [item.name for item in self.subtypes if item.verdict == verdict]


def parse_rulebook(tables: Mapping[str, Any], source: str, digest: str) -> RuleBook:
    """A rule book from parsed TOML. Raises RuleBookError naming file, table and key."""
    reader = _Reader(source)
    book = reader.table(tables, "book")
    verdicts = reader.table(tables, "classes")
    evidence = {name: reader.evidence(name, item) for name, item in reader.table(tables, "evidence").items()}
    subtypes = tuple(reader.subtype(row, verdicts, evidence) for row in reader.rows(tables, "subtype"))
    known = {(item.verdict, item.name) for item in subtypes}
    rules = tuple(reader.rule(row, known) for row in reader.rows(tables, "rule"))
    reader.unique("rule", [rule.id for rule in rules])
    land = reader.table(tables, "landclass")
    return RuleBook(
        id=reader.text(book, "book", "id"),
        title=reader.text(book, "book", "title"),
        version=reader.text(book, "book", "version"),
        signed_by=str(book.get("signed_by", "")),
        verdicts={name: str(title) for name, title in verdicts.items()},
        subtypes=subtypes,
        rules=rules,
        evidence=evidence,
        tags=reader.names(book, "表 [book]", "tags"),
        land=LandClasses.parse(land, source),
        thresholds={key: reader.number(key, value) for key, value in reader.table(tables, "thresholds").items()},
        ratio=reader.ratio(reader.table({"ratio": {}, **tables}, "ratio"), {item.name for item in subtypes}),
        documents=dict(reader.table({"documents": {}, **tables}, "documents")),
        secret_marks=reader.names(book, "表 [book]", "secret_marks"),
        mine_types=reader.names(book, "表 [book]", "mine_types"),
        change_types={
            str(code): str(name) for code, name in reader.table({"change_types": {}, **tables}, "change_types").items()
        },
        boundaries=reader.boundaries(tables),
        digest=digest,
    )


class _Reader:
    """Takes values out of the tables and says where one is missing."""

    def __init__(self, source: str) -> None:
        self.source = source

    def fail(self, message: str, cure: str) -> RuleBookError:
        return RuleBookError(message, cure, source=self.source)

    def table(self, tables: Mapping[str, Any], name: str, within: str = "") -> Mapping[str, Any]:
        found = tables.get(name)
        if not isinstance(found, Mapping):
            raise self.fail(f"缺少表 [{within}{name}]。", f"请参照 docs/rulebook.md 补写 [{within}{name}]。")
        return found

    def rows(self, tables: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        found = tables.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(row, Mapping) for row in found):
            raise self.fail(f"缺少表组 [[{name}]]。", f"请至少写一个 [[{name}]]。")
        return found

    def text(self, row: Mapping[str, Any], table: str, key: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            label = f"（id={row['id']}）" if row.get("id") else ""
            raise self.fail(f"表 [{table}]{label} 的键 {key} 为空或不是文字。", f'请写成 {key} = "…"。')
        return value.strip()

    def names(self, row: Mapping[str, Any], place: str, key: str) -> tuple[str, ...]:
        """A list of texts; () when the key is missing. A bare text is refused: it would be read letter by letter."""
        found = row.get(key, [])
        if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
            raise self.fail(f"{place}的键 {key} 应为文字的列表。", f'请写成 {key} = ["…"]。')
        return tuple(found)

    def number(self, key: str, value: Any) -> str:
        try:
            finite = not isinstance(value, bool) and Decimal(str(value)).is_finite()
        except InvalidOperation:
            finite = False
        if not finite:
            raise self.fail(f"表 [thresholds] 的键 {key}“{value}”不是数。", f'请写成 {key} = "0.5" 的形式。')
        return str(value)

    def evidence(self, name: str, item: Any) -> Evidence:
        known = ("", "photo", "facts", "overlay", *(role.value for role in Role))
        source = item.get("source", "") if isinstance(item, Mapping) else None
        if source not in known:
            raise self.fail(
                f"表 [evidence] 的“{name}”应为 {{ source = … }} 或 {{}}，且 source 为已知来源。",
                f"可用：{'、'.join(known[1:])}。",
            )
        return Evidence(name, source)

    def ratio(self, table: Mapping[str, Any], subtypes: set[str]) -> dict[str, Any]:
        """[ratio] with every name in it known: a slip of the pen would leave areas out of the ratio unseen."""
        Treatment.parse(table, self.source)
        for key in ("legal_subtypes", "farming_subtypes", "partial_subtypes"):
            for name in self.names(table, "表 [ratio]", key):
                if name not in subtypes:
                    raise self.fail(f"表 [ratio] 的键 {key} 中有未定义的子类“{name}”。", "请先在 [[subtype]] 中定义。")
        terms = [term.name.lower() for term in Term]
        for remedy, term in self.table({"remedies": {}, **table}, "remedies", "ratio.").items():
            if term not in terms:
                raise self.fail(f"表 [ratio.remedies] 的“{remedy}”指向未知的“{term}”。", f"可用：{'、'.join(terms)}。")
        return dict(table)

    def unique(self, table: str, names: list[str]) -> None:
        for name in names:
            if names.count(name) > 1:
                raise self.fail(f"表组 [[{table}]] 中编号 {name} 重复。", "请给每条规则一个唯一的 id。")

    def boundaries(self, tables: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the lines that a mine may carry."""
        names = self.names(self.table({"mine": {}, **tables}, "mine"), "表 [mine]", "boundaries")
        if len(names) > 3 or len(set(names)) < len(names):
            raise self.fail(f"表 [mine] 的键 boundaries 有{len(names)}个名称，至多三个且不重复。", "请删去多余的边界。")
        return names

    def subtype(self, row: Mapping[str, Any], verdicts: Mapping[str, Any], evidence: Mapping[str, Any]) -> Subtype:
        name, verdict = self.text(row, "subtype", "name"), self.text(row, "subtype", "class")
        if verdict not in verdicts:
            raise self.fail(f"子类“{name}”的 class“{verdict}”不在 [classes] 中。", "请改为 [classes] 中的一类。")
        wanted = self.names(row, f"子类“{name}”", "evidence")
        for item in wanted:
            if item not in evidence:
                raise self.fail(
                    f"子类“{name}”的举证材料“{item}”没有在 [evidence] 中定义。", f"请补写 [evidence.{item}]。"
                )
        return Subtype(name, verdict, wanted, str(row.get("certainty", "")), str(row.get("note", "")))

    def rule(self, row: Mapping[str, Any], known: set[tuple[str, str]]) -> Rule:
        verdict, subtype = self.text(row, "rule", "class"), self.text(row, "rule", "subtype")
        rule_id = self.text(row, "rule", "id")
        if (verdict, subtype) not in known:
            raise self.fail(f"规则 {rule_id} 指向未定义的类型“{verdict}—{subtype}”。", "请先在 [[subtype]] 中定义。")
        try:
            needs = tuple(Role(key) for key in self.names(row, f"规则 {rule_id} ", "needs"))
        except ValueError as error:
            keys = "、".join(role.value for role in Role)
            raise self.fail(
                f"规则 {rule_id} 的 needs 中有未知的图层角色（{error.args[0]}）。", f"可用：{keys}。"
            ) from error
        return Rule(
            rule_id, self.text(row, "rule", "title"), verdict, subtype, self.text(row, "rule", "when"),
            self.message(row, rule_id), needs, str(row.get("cite", "")), str(row.get("certainty", "")),
        )  # fmt: skip

    def message(self, row: Mapping[str, Any], rule_id: str) -> str:
        """A message may name check fields in braces and nothing else; found here, not in the middle of a month."""
        text = self.text(row, "rule", "message")
        try:
            unknown = [
                name for _, name, _, _ in string.Formatter().parse(text) if name is not None and name not in FIELDS
            ]
        except ValueError as error:
            raise self.fail(f"规则 {rule_id} 的 message 花括号不成对。", "请写成 {指标名}。") from error
        if unknown:
            raise self.fail(
                f"规则 {rule_id} 的 message 使用了未知指标：{'、'.join(unknown)}。", "可用指标见 docs/rulebook.md。"
            )
        return text
