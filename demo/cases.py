"""案情: what lies behind a patch: where it is, what stands there, which papers there are, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field

ARABLE = ("0101", "0102", "0103")
LAWFUL, UNLAWFUL, OTHER = "合法", "违法", "其他"


@dataclass(frozen=True)
class Site:
    """Where and in what form a patch lies. Lengths in metres; for `face` they are the least and most 亩."""

    form: str
    """yard, ell, ring, two, bowtie, blob, strip, spot (at a quarry), face (a whole land polygon), track (a farm lane)."""
    length: float
    width: float
    hosts: tuple[str, ...] = ARABLE
    """Land classes it may lie on."""
    near: str = ""
    """road, village or nothing: what it lies beside."""
    farmland: bool | None = False
    """Mostly on 永久基本农田 (True), none of it (False), no matter (None)."""
    urban: bool = False
    """Wholly inside 城镇开发边界; else no matter."""
    red: bool | None = False
    """Mostly inside 生态保护红线 (True), outside it (False), no matter (None)."""
    spot: tuple[int, float, float] | None = None
    """Quarry number and offset from its middle."""


@dataclass(frozen=True)
class Paper:
    """An approval behind a patch, and how its boundary lies to the patch."""

    layer: str
    """pcyd, dxyd, gd, bdcdj, zjgg, lsyd, ssnyd, ckq, or txt (delivered as 界址点 only)."""
    number: str
    date: str
    cover: str = "whole"
    """whole, left, right (parts that overlap each other), most, half, shift (moved aside), quarry."""
    start: str = ""
    end: str = ""
    project: str = ""
    """Where it differs from the case's project, holder."""
    holder: str = ""
    file: str = ""
    kind: str = ""
    office: str = "省人民政府"


@dataclass(frozen=True)
class Remedy:
    """A row of the 整改台账; `share` of the patch's cultivated land."""

    way: str
    share: float
    number: str
    date: str
    proof: str


@dataclass(frozen=True)
class Case:
    """One patch with its story. Texts may name {town}, {t} (its short name), {village}, {mu} (area in 亩), {arable}, {width}."""

    serial: int
    town: str
    tblx: str
    tz: str
    site: Site
    scene: str
    top: str
    sub: str
    project: str
    holder: str
    subject: str
    use: str
    built: str
    found: str
    why: str
    papers: tuple[Paper, ...] = ()
    tags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    deferred: bool = False
    deadline: str = ""
    remedy: Remedy | None = None
    remark: str = ""
    layer: str = ""
    """DDTC, the ministry's separate layer."""
    area_factor: float = 1.0
    """How far the issued area is off the drawn one."""
    note: str = ""
    """For truth.csv: what is special about this patch."""
    refused: bool = False
    """A second row with a number already used: intake must refuse it."""
    secret: bool = False
    batch: str = field(default="", compare=False)

    @property
    def number(self) -> str:
        """图斑编号 as the ministry writes it."""
        return f"990126SJBG{self.batch}{self.serial:04d}"

    @property
    def accepted(self) -> bool:
        """Whether it is surveyed and decided in the normal course."""
        return not (self.refused or self.secret)


_PHOTOS = ("现场照片", "影像资料")
_PENALTY = ("立案材料", "停工通知书", *_PHOTOS, "情况说明")
EVIDENCE = {
    "已批准建设用地（批次）": ("批准文件", "红线坐标", *_PHOTOS), "已批准建设用地（单独选址）": ("批准文件", "红线坐标", "项目备案", *_PHOTOS),
    "供地": ("供地合同", "红线坐标", *_PHOTOS), "不动产权证": ("不动产权证", *_PHOTOS), "原有建设用地": (*_PHOTOS, "情况说明"),
    "增减挂钩建新区": ("增减挂钩批复", "红线坐标", *_PHOTOS), "宅基地批准书": ("宅基地批准书", *_PHOTOS),
    "先行用地批复": ("先行用地批复", "红线坐标", "项目备案", *_PHOTOS), "设施农业用地": ("备案表", "用地协议", *_PHOTOS),
    "临时用地": ("批准文件", "复垦方案", "红线坐标", *_PHOTOS), "农村道路": ("宽度照片", "情况说明", *_PHOTOS),
    "光伏用地": ("项目备案", "用地协议", *_PHOTOS), "实地未变化": (*_PHOTOS, "情况说明"),
    "采矿许可证范围内": ("采矿许可证", "红线坐标", *_PHOTOS), "采矿权延续受理": ("采矿许可证", "延续受理通知书", *_PHOTOS),
    "无证开采": _PENALTY, "越界开采": ("采矿许可证", *_PENALTY), "矿产伪变化": (*_PHOTOS, "情况说明"),
    "矿产不处理": (*_PHOTOS, "情况说明"), "非采矿动土": ("项目备案", "情况说明", *_PHOTOS),
    "未批先建": ("批准文件", *_PENALTY), "边报边用": ("批准文件", *_PENALTY), "批少占多": ("批准文件", "红线坐标", *_PENALTY),
    "批东占西": ("批准文件", "红线坐标", *_PENALTY), "非法转让": ("供地合同", *_PENALTY), "改变用途": ("备案表", *_PENALTY),
    "临时用地超期": ("批准文件", *_PENALTY), "未报即用": _PENALTY, "非法批地": _PENALTY, "破坏耕地": _PENALTY,
}  # fmt: skip
"""举证材料 of each sub-type when nothing is missing."""
