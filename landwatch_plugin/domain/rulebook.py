"""规则手册: the law of a year and a place as data. Parses plain tables; reading the file is the ledger's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from landwatch_plugin.domain import book_rows
from landwatch_plugin.domain.book_check import checked, require
from landwatch_plugin.domain.book_kinds import as_day
from landwatch_plugin.domain.book_parts import Evidence, KeyArea, Linkage, Period, Rule, Subtype, TagRule
from landwatch_plugin.domain.book_reader import UNUSABLE, Reader, names, roles, text
from landwatch_plugin.domain.book_warnings import warnings_of
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.domain.land_use import LandUses
from landwatch_plugin.domain.threshold import Threshold

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
    """Keys that this version does not know, limits that nothing uses, words of a verdict."""
    tables: Mapping[str, Any] = field(default_factory=dict)
    """All that the book says, unknown keys included."""
    limits: tuple[Threshold, ...] = ()
    """The thresholds with unit, meaning and certainty."""
    source: str = ""
    """Its file's name, for errors."""

    @property
    def stamp(self) -> str:
        """What is stored with each judgement and printed on each document."""
        return f"{self._bytes}，{self.signature}）"

    @property
    def _bytes(self) -> str:
        return f"{self.id} {self.version}（{self.digest[:8]}"

    def is_of(self, stamp: str) -> bool:
        """Whether a stamp is this book's. The signature is part of the digested file, so a stamp without it is as good."""
        return stamp.startswith(self._bytes)

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
        if "found" in read:
            read["found_kinds"] = self.uses.values(str(read["found"] or ""))["use_kinds"]
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


def parse_rulebook(
    tables: Mapping[str, Any], source: str, digest: str, lineage: tuple[str, ...] = (),
    problems: Sequence[RuleBookError] = (), before: Mapping[str, Any] | None = None,
) -> RuleBook:  # fmt: skip
    """A rule book from parsed TOML, with what it extends already in. Raises RuleBookError naming file, table and key.

    `problems`: what was found in its files before; `before`: the tables of the books that it extends.
    """
    reader = Reader(source, problems, before)
    tables = checked(tables, reader)
    require(tables, reader)
    book, coverage = reader.table(tables, "book"), reader.table(tables, "coverage")
    _signed(book, reader)
    scheme, evidence = book_rows.read_scheme(reader, tables), book_rows.read_evidence(reader, tables)
    rows, tags, steps = (
        reader.rows(tables, "subtype"),
        names(book, "tags"),
        names(reader.table(tables, "order"), "steps"),
    )
    told = any(UNUSABLE in (row.get("class"), row.get("name")) for row in rows)
    known = set() if told else {(text(row, "class"), text(row, "name")) for row in rows}
    limits = tuple(
        book_rows.read_threshold(reader, name, item) for name, item in reader.table(tables, "thresholds").items()
    )
    rules = reader.each(reader.rows(tables, "rule"), lambda row: book_rows.read_rule(reader, row, known, steps))
    made = RuleBook(
        id=text(book, "id"), title=text(book, "title"), version=text(book, "version"), source=source,
        signed_by=text(book, "signed_by"), signed_on=as_day(book.get("signed_on")),
        verdicts=scheme.titles, kinds=scheme.kinds, aliases=scheme.aliases,
        subtypes=reader.each(rows, lambda row: book_rows.read_subtype(reader, row, scheme, evidence)),
        rules=tuple(sorted(rules, key=lambda rule: steps.index(rule.step))) if steps else rules,
        steps=steps,
        evidence=evidence,
        tags=tags,
        tag_rules=reader.each(reader.rows(tables, "tag"), lambda row: book_rows.read_tag(reader, row, tags)),
        parties=names(book, "parties"),
        land=reader.part(lambda: LandClasses.parse(reader.table(tables, "landclass"), source), LandClasses("", {}, {})),
        grounds=roles(coverage, "grounds") or GROUNDS,
        grounds_if_bound=roles(coverage, "grounds_if_bound"),
        thresholds={item.name: item.value for item in limits}, limits=limits,
        ratio=reader.part(lambda: book_rows.read_ratio(reader, tables, {name for _, name in known}, scheme), {}),
        documents=reader.table(tables, "documents"),
        secret_marks=names(book, "secret_marks"),
        mine_types=names(book, "mine_types"),
        change_types=reader.table(tables, "change_types"),
        linkages=reader.each(reader.rows(tables, "linkage"), book_rows.read_linkage),
        key_areas=reader.each(reader.rows(tables, "key_area"), book_rows.read_key_area),
        calendar=reader.each(reader.rows(tables, "calendar"), book_rows.read_period),
        boundaries=names(reader.table(tables, "mine"), "boundaries"),
        uses=book_rows.read_uses(reader, tables),
        digest=digest, lineage=lineage, tables=tables,
    )  # fmt: skip
    book_rows.check_use_names(reader, tables)
    book_rows.check_aliases(reader, made.subtypes)
    reader.refuse()
    return replace(made, warnings=warnings_of(tables, reader.before, bool(lineage)))


def _signed(book: Mapping[str, Any], reader: Reader) -> None:
    """A name and a day, or neither: half a signature is printed on no document."""
    if ("signed_by" in book or "signed_on" in book) and bool(text(book, "signed_by")) != bool(
        as_day(book.get("signed_on"))
    ):
        reader.note("表 [book] 的键 signed_by 和 signed_on 只填了一个。", "请同时写明核定人和核定日期，或都留空。")
    signed_on = as_day(book.get("signed_on"))
    if signed_on and signed_on > date.today():
        said = f"表 [book] 的键 signed_on“{signed_on.isoformat()}”晚于今天，手册不能先用后核定。"
        reader.note(said, "请写实际核定的日期；还没有核定的，signed_by 和 signed_on 都留空。")
