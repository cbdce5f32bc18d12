"""图层角色: the parts that layers play, by role and not by name. An unbound role is 无数据, never "not touched"."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Role(str, Enum):
    """The value is the stable key used in projects, ledgers and rule books."""

    LAND = "dltb"
    FARMLAND = "yjjbnt"
    REDLINE = "sthx"
    URBAN = "czkfbj"
    BATCH = "pcyd"
    SINGLE = "dxyd"
    SUPPLY = "gd"
    REGISTERED = "bdcdj"
    LINKED = "zjgg"
    TEMPORARY = "lsyd"
    FACILITY = "ssnyd"
    MINE = "ckq"
    KEY_AREA = "zdqy"
    TOWN = "xiang"
    VILLAGE = "cun"
    BEFORE = "image_before"
    AFTER = "image_after"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The role's Chinese name."""
        return _TITLES[self]

    @property
    def is_raster(self) -> bool:
        return self in (Role.BEFORE, Role.AFTER)

    @property
    def is_approval(self) -> bool:
        """A lawful ground whose coverage of a patch is a union (批文, 供地, 临时, 设施)."""
        return self in APPROVALS

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of `FIELD_SYNONYMS` that this role reads from its layer; all but geometry optional."""
        return _FIELDS.get(self, ())


_TITLES = {
    Role.LAND: "地类图斑", Role.FARMLAND: "永久基本农田", Role.REDLINE: "生态保护红线", Role.URBAN: "城镇开发边界",
    Role.BATCH: "批次用地", Role.SINGLE: "单独选址", Role.SUPPLY: "供地", Role.REGISTERED: "不动产登记", Role.LINKED: "增减挂钩建新区",
    Role.TEMPORARY: "临时用地",
    Role.FACILITY: "设施农用地备案", Role.MINE: "采矿权", Role.KEY_AREA: "重点区域", Role.TOWN: "乡镇界", Role.VILLAGE: "村界",
    Role.BEFORE: "前时相影像", Role.AFTER: "后时相影像",
}  # fmt: skip

APPROVALS = (
    Role.BATCH, Role.SINGLE, Role.SUPPLY, Role.REGISTERED, Role.LINKED, Role.TEMPORARY, Role.FACILITY,
)  # fmt: skip
OVERLAID = (Role.LAND, Role.FARMLAND, Role.REDLINE, Role.URBAN, *APPROVALS, Role.MINE, Role.KEY_AREA)

_PAPER = ("number", "holder", "project", "date", "start", "end")
_FIELDS = {
    Role.LAND: ("class", "ridge_share", "village_code", "village_name", "settlement"),
    Role.FARMLAND: (),
    Role.REDLINE: ("name",),
    Role.URBAN: (),
    Role.BATCH: _PAPER,
    Role.SINGLE: _PAPER,
    Role.SUPPLY: _PAPER,
    Role.REGISTERED: _PAPER,
    Role.LINKED: _PAPER,
    Role.TEMPORARY: _PAPER,
    Role.FACILITY: _PAPER,
    Role.MINE: (*_PAPER, "top", "bottom", "boundary"),
    Role.KEY_AREA: ("name",),
    Role.TOWN: ("code", "name"),
    Role.VILLAGE: ("code", "name"),
}

#: Names met in the wild for each key (formats.md §2, §3); compared without case. The user's own mapping goes first.
FIELD_SYNONYMS: dict[str, tuple[str, ...]] = {
    "class": ("DLBM", "地类编码", "DLDM"),
    "ridge_share": ("KCXS", "TKXS", "扣除地类系数"),
    "settlement": ("CZCSXM", "城镇村属性码"),
    "village_code": ("ZLDWDM", "坐落单位代码"),
    "village_name": ("ZLDWMC", "坐落单位名称"),
    "number": ("PZWH", "XKZH", "BAH", "HTBH", "BDCQZH", "批准文号", "许可证号", "备案号", "不动产权证号", "DZJGH"),
    "holder": ("YDDW", "CKQR", "SQR", "QLR", "用地单位", "采矿权人", "单位名称"),
    "project": ("XMMC", "KSMC", "项目名称", "矿山名称"),
    "date": ("PZRQ", "BARQ", "QDRQ", "DJRQ", "DJSJ", "批准日期", "备案日期", "发证日期", "FZRQ"),
    "start": ("QSRQ", "YXQQ", "有效期起", "起始日期"),
    "end": ("JZRQ", "YXQZ", "有效期止", "终止日期"),
    "top": ("CSSX", "采深上限", "上限标高"),
    "bottom": ("CSXX", "采深下限", "下限标高"),
    "boundary": ("BJLX", "FWLX", "边界类型", "范围类型"),
    "name": ("MC", "HXMC", "QYMC", "XZQMC", "ZLDWMC", "名称"),
    "code": ("XZQDM", "DM", "ZLDWDM", "代码"),
}


@dataclass(frozen=True)
class Binding:
    """A role bound to one layer of the project."""

    role: Role
    source: str
    """What QGIS needs to open the layer again (file, or file|layername=…)."""
    provider: str = "ogr"
    layer_id: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Key of `FIELD_SYNONYMS` → the layer's own field name. Missing keys are guessed by synonym."""
