"""台账记录: the rows that the ledger takes in and gives out, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.units import half_up, to_mu


@dataclass(frozen=True)
class Batch:
    """One received file. `rows` = `accepted` + `rejected`; the `secret` ones are part of the accepted."""

    name: str
    source: str
    sha256: str
    rows: int
    accepted: int
    rejected: int
    secret: int = 0
    profile: str = ""
    """Name of the field-mapping profile."""
    encoding: str = ""
    at: str = ""
    by: str = ""
    area_unit: str = ""


@dataclass(frozen=True)
class Issue:
    """What intake found wrong with a row; `row` is 1-based in the source."""

    row: int | None
    number: str
    text: str
    level: str = ""
    """拒收 or 提示."""


@dataclass(frozen=True)
class PatchRow:
    """A patch as lists show it: no geometry, no figures of the check."""

    number: str
    batch: str
    town: str
    village: str
    change_type: str
    area_m2: float
    state: State
    verdict: str = ""
    subtype: str = ""
    suggestion: str = ""
    """程序建议 as text; "" before the first check."""
    tags: tuple[str, ...] = ()
    deferred: bool = False
    owner: str = ""
    deadline: date | None = None
    version: int = 1
    """Counts decisions and undos; hand it to `decide(expected_version=…)`."""
    changed_by: str = ""
    changed_at: str = ""
    parent: str = ""
    """Number of the patch that this one was split from."""
    area_mu: float | None = None
    """亩 as kept with the row: of a child, adjusted so that the children sum to the printed patch."""

    party: str = ""
    """主体类型 as decided."""

    @property
    def mu(self) -> Decimal:
        """Area in 亩 as lists print it."""
        return to_mu(self.area_m2) if self.area_mu is None else half_up(Decimal(repr(self.area_mu)))


@dataclass(frozen=True)
class Piece:
    """What one child of a split is to be. `wkb` in the ledger's coordinate system."""

    wkb: bytes = field(repr=False)
    area_m2: float
    mu: Decimal
    label: str = ""
    """What tells it from the others: 批准范围内, a land class …"""


@dataclass(frozen=True)
class LayerInput:
    """A layer as it was when the checks ran (workflow.md §4 no. 2)."""

    role: Role
    source: str
    provider: str = "ogr"
    fields: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    features: int = 0
    crs: str = ""
    modified: str = ""

    @property
    def binding(self) -> Binding:
        """What opens the layer again without the project."""
        return Binding(self.role, self.source, self.provider, "", dict(self.fields))


@dataclass(frozen=True)
class Photo:
    number: str
    path: str
    sha256: str = ""
    lon: float | None = None
    lat: float | None = None
    azimuth: float | None = None
    taken_at: str = ""


@dataclass(frozen=True)
class Remedy:
    """整改: cultivated land (亩) put right under one paper."""

    number: str
    kind: str
    arable_mu: Decimal
    document: str
    on: date
    proof: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the journal. `number` is "" for acts on the whole ledger and for 涉密 patches."""

    seq: int
    at: str
    who: str
    act: str
    text: str
    number: str = ""


@dataclass(frozen=True)
class JournalFault:
    """The first row of the journal that does not hold."""

    seq: int
    text: str
