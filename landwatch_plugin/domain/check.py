"""核查结果: the figures of one patch against all layers, and what the rule book says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.domain.verdict import Finding, Suggestion, TagProposal

Value = Decimal | str | int | date | None
Day = date
"""A field below is named `date` and hides the class."""


@dataclass(frozen=True)
class Share:
    """Shared area of a patch with one class of one layer."""

    role: Role
    land_class: str
    area_m2: float
    kind: str = ""
    """耕地 / 其他农用地 / 建设用地 / 未利用地 for the land layer; "" for other layers."""
    mu: Decimal = Decimal(0)
    """亩, adjusted so that the parts of the land layer sum to the patch (平差)."""

    @property
    def adjustment(self) -> Decimal:
        """亩 by which the figure was moved from its own rounding so that the parts sum to the whole."""
        return self.mu - to_mu(self.area_m2)


@dataclass(frozen=True)
class Paper:
    """An approval, filing or licence that the patch meets, with the shared area."""

    role: Role
    number: str
    holder: str = ""
    project: str = ""
    date: Day | None = None
    start: Day | None = None
    end: Day | None = None
    area_m2: float = 0.0


@dataclass(frozen=True)
class Check:
    """One run of the checks over one patch: a snapshot that a decision carries along."""

    number: str
    rulebook: str
    """id, version and short hash of the rule book, e.g. "2022-default 1.0 (3f9c2a1b)"."""
    basis: str
    """Area basis in words, as printed."""
    at: str
    """ISO time of the run."""
    values: Mapping[str, Value]
    """Key of `check_fields.FIELDS` → value; None = 无数据."""
    shares: tuple[Share, ...] = ()
    papers: tuple[Paper, ...] = ()
    findings: tuple[Finding, ...] = ()
    suggestion: Suggestion = field(default_factory=lambda: Suggestion("", "", "", "", ""))
    unbound: tuple[str, ...] = ()
    """Titles of the roles for which there is no data (未完成的图层)."""
    patch_m2: float = 0.0
    """Area of the patch in m² on `basis`; the figures above are parts of it."""
    unclosed_m2: float = 0.0
    """Part of the patch that the gap-free land layer does not cover; 0 when it closes."""
    failed: tuple[str, ...] = ()
    """Of `unbound` those that are bound and could not be used, with the reason: “批次用地（无法打开）”."""
    tags: tuple[TagProposal, ...] = ()
    """Tags that the book proposes for this patch."""
    figured_by: str = ""
    """Mark of the parts of the rule book that the figures hang on; "" of checks made before it was kept."""

    @property
    def incomplete(self) -> tuple[str, ...]:
        """检查未完成的图层, each with the reason: 未绑定, or why it failed."""
        said = {text.partition("（")[0]: text for text in self.failed}
        return tuple(said.get(title, f"{title}（未绑定）") for title in self.unbound)

    @property
    def mu(self) -> Decimal:
        """The patch in 亩 as printed: of a child of a split, adjusted so that the children sum to the patch."""
        printed = self.values.get("patch_mu")
        return printed if isinstance(printed, Decimal) and self.patch_m2 else to_mu(self.patch_m2)
