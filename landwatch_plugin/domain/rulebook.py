"""规则手册: the law of a year and a place as data. Parses plain tables; reading the file is the ledger's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from landwatch_plugin.domain import book_rows
from landwatch_plugin.domain.book_keys import unknown_keys
from landwatch_plugin.domain.book_parts import Evidence, KeyArea, Linkage, Period, Rule, Subtype, TagRule
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.domain.land_use import LandUses

GROUNDS = (Role.BATCH, Role.SINGLE, Role.SUPPLY)
"""批次、单独选址、供地: lawful grounds when the book names none of its own."""


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
    """In the order in which they are tried."""
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
    digest: str = ""
    signed_on: date | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Class name → 合法 / 违法 / 其他: what it amounts to."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other name → class name."""
    steps: tuple[str, ...] = ()
    grounds: tuple[Role, ...] = GROUNDS
    grounds_if_bound: tuple[Role, ...] = ()
    tag_rules: tuple[TagRule, ...] = ()
    parties: tuple[str, ...] = ()
    linkages: tuple[Linkage, ...] = ()
    key_areas: tuple[KeyArea, ...] = ()
    calendar: tuple[Period, ...] = ()
    boundaries: tuple[str, ...] = ()
    uses: LandUses = field(default_factory=LandUses)
    """Kinds of 实地用途 and the words that say them."""
    lineage: tuple[str, ...] = ()
    """Ids of the books it extends, nearest first."""
    warnings: tuple[str, ...] = ()
    """Keys that this version does not know."""
    tables: Mapping[str, Any] = field(default_factory=dict)
    """All that the book says, unknown keys included."""

    @property
    def stamp(self) -> str:
        """What is stored with each judgement and printed on each document."""
        signed = f"，{self.signature}" if self.signed_by else ""
        return f"{self.id} {self.version}（{self.digest[:8]}{signed}）"

    @property
    def signature(self) -> str:
        """某某2026年6月20日核定; 未核定 without a name."""
        if not self.signed_by:
            return "未核定"
        return f"{self.signed_by}{chinese_date(self.signed_on) if self.signed_on else ''}核定"

    def own_reading(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with those that this book decides: 土地 or 矿产 by `mine_types`, the kinds of use by [uses]."""
        read = dict(values)
        if read.get("tblx"):
            read["kind"] = "矿产" if read["tblx"] in self.mine_types else "土地"
        if "use" in read:
            read.update(self.uses.values(str(read["use"] or "")))
        return read

    def kind(self, verdict: str) -> str:
        """合法, 违法 or 其他; "" for a class that the book does not know (未判定, 暂缓)."""
        return self.kinds.get(verdict, "")

    def change_type(self, code: str) -> str:
        """建（构）筑物（20）; a code without a name as it stands."""
        name = self.change_types.get(code)
        return f"{name}（{code}）" if name else code

    def resolved(self, verdict: str, name: str) -> tuple[str, str]:
        """Class and sub-type by their own names where an alias is given; what is unknown stays as it is."""
        verdict = self.aliases.get(verdict, verdict)
        own = next((item.name for item in self.subtypes if item.verdict == verdict and name in item.aliases), name)
        return verdict, own

    def subtype(self, verdict: str, name: str) -> Subtype:
        """Raises RuleBookError when the book does not know this class and sub-type."""
        wanted = self.resolved(verdict, name)
        for item in self.subtypes:
            if (item.verdict, item.name) == wanted:
                return item
        raise RuleBookError(f"规则手册“{self.title}”中没有“{verdict}—{name}”这一类型。", "请从列表中选择判定类型。")

    def subtypes_of(self, verdict: str) -> list[str]:
        return [item.name for item in self.subtypes if item.verdict == verdict]


def parse_rulebook(tables: Mapping[str, Any], source: str, digest: str, lineage: tuple[str, ...] = ()) -> RuleBook:
    """A rule book from parsed TOML, with what it extends already in. Raises RuleBookError naming file, table and key."""
    reader = Reader(source)
    book = reader.table(tables, "book")
    scheme = book_rows.read_scheme(reader, tables)
    evidence = {
        name: book_rows.read_evidence(reader, name, item) for name, item in reader.table(tables, "evidence").items()
    }
    subtypes = tuple(book_rows.read_subtype(reader, row, scheme, evidence) for row in reader.rows(tables, "subtype"))
    uses = book_rows.read_uses(reader, tables)
    for group, title in (("rule", "规则"), ("tag", "标签"), ("linkage", "联动")):
        rows = reader.rows(tables, group, False)
        told = {f"{title} {row.get('id') or row.get('name')} ": str(row.get("when", "")) for row in rows}
        book_rows.check_use_names(reader, uses, told)
    reader.unique("subtype", [f"{item.verdict}—{item.name}" for item in subtypes])
    tags = reader.names(book, "表 [book] ", "tags")
    coverage = reader.optional(tables, "coverage")
    for group in ("tag", "linkage"):
        key = "name" if group == "tag" else "id"
        reader.unique(group, [reader.text(row, group, key) for row in reader.rows(tables, group, False)])
    return RuleBook(
        id=reader.text(book, "book", "id"),
        title=reader.text(book, "book", "title"),
        version=reader.text(book, "book", "version"),
        signed_by=reader.maybe(book, "表 [book] ", "signed_by"),
        signed_on=reader.day(book, "表 [book] ", "signed_on"),
        verdicts=scheme.titles, kinds=scheme.kinds, aliases=scheme.aliases,
        subtypes=subtypes,
        rules=_rules(reader, tables, subtypes),
        steps=_steps(reader, tables),
        evidence=evidence,
        tags=tags,
        tag_rules=tuple(book_rows.read_tag(reader, row, tags) for row in reader.rows(tables, "tag", False)),
        parties=reader.names(book, "表 [book] ", "parties"),
        land=LandClasses.parse(reader.table(tables, "landclass"), source),
        grounds=reader.roles(coverage, "表 [coverage] ", "grounds") or GROUNDS,
        grounds_if_bound=reader.roles(coverage, "表 [coverage] ", "grounds_if_bound"),
        thresholds={key: reader.number(key, value) for key, value in reader.table(tables, "thresholds").items()},
        ratio=book_rows.read_ratio(reader, tables, {item.name for item in subtypes}, scheme),
        documents=dict(reader.optional(tables, "documents")),
        secret_marks=reader.names(book, "表 [book] ", "secret_marks"),
        mine_types=reader.names(book, "表 [book] ", "mine_types"),
        change_types={str(code): str(name) for code, name in reader.optional(tables, "change_types").items()},
        linkages=tuple(book_rows.read_linkage(reader, row) for row in reader.rows(tables, "linkage", False)),
        key_areas=tuple(book_rows.read_key_area(reader, row) for row in reader.rows(tables, "key_area", False)),
        calendar=tuple(book_rows.read_period(reader, row) for row in reader.rows(tables, "calendar", False)),
        boundaries=book_rows.read_boundaries(reader, tables),
        uses=uses,
        digest=digest, lineage=lineage, warnings=unknown_keys(tables), tables=tables,
    )  # fmt: skip


def _steps(reader: Reader, tables: Mapping[str, Any]) -> tuple[str, ...]:
    return reader.names(reader.optional(tables, "order"), "表 [order] ", "steps")


def _rules(reader: Reader, tables: Mapping[str, Any], subtypes: tuple[Subtype, ...]) -> tuple[Rule, ...]:
    """In the order of the steps; within a step as they stand in the book."""
    steps, known = _steps(reader, tables), {(item.verdict, item.name) for item in subtypes}
    rules = [book_rows.read_rule(reader, row, known, steps) for row in reader.rows(tables, "rule")]
    reader.unique("rule", [rule.id for rule in rules])
    return tuple(sorted(rules, key=lambda rule: steps.index(rule.step))) if steps else tuple(rules)
