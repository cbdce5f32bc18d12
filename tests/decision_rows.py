"""判定表: for each shipped book and each of its rules a patch that gets it, one that nearly does, one with the data missing.

Values of the check fields as text: "patch_mu=3.00 use=厂房". A row starts from a factory on cultivated land without any
paper, and changes what is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landwatch_plugin.domain.check import Value

LAND = (
    "kind=土地 tblx=20 tz=厂房 use=工业用地 found=已建成厂房 held=无 before_date=2026-02-08 after_date=2026-05-12 built_on=2026-03-01 "
    "built_from=2026-03-01 built_until=2026-03-01 patch_mu=3.00 width_m=30.00 arable_mu=2.00 other_farm_mu=1.00 built_mu=0.00 "
    "unused_mu=0.00 built_share=0.000000 farmland_mu=0.00 redline_mu=0.00 urban_mu=0.00 urban_share=0.000000 batch_share=0.000000 "
    "single_share=0.000000 supply_share=0.000000 registered_share=0.000000 linked_share=0.000000 legal_share=0.000000 "
    "legal_left_mu=3.00 legal_left_arable_mu=2.00 legal_left_solid_mu=3.00 makeup_share=0.000000 late_share=0.000000 "
    "temporary_share=0.000000 temporary_over_share=0.000000 temporary_makeup_share=0.000000 temporary_until=2027-01-01 facility_share=0.000000 "
    "facility_late_share=0.000000 facility_makeup_share=0.000000 village_share=0.000000 mine_share=0.000000 mine_over_share=0.000000 "
    "mine_out_mu=3.00 key_area_mu=0.00 photos=2"
)
MINE = "kind=矿产 tblx=CK use=采石 found=正在开采"


@dataclass(frozen=True)
class Row:
    rule: str
    verdict: str
    subtype: str
    gets: str
    near: str
    """The smallest change after which the rule no longer holds."""
    lost: str
    """A field without which nothing can be said; "" for a rule that only answers to what was found."""

    @property
    def label(self) -> str:
        return f"{self.rule} {self.subtype} {self.near}"


def values(*texts: str) -> dict[str, Value]:
    """Later texts go before earlier ones."""
    found: dict[str, Value] = {}
    for text in texts:
        for pair in text.split():
            key, _, value = pair.partition("=")
            found[key] = _value(value)
    return found


def _value(text: str) -> Value:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return Decimal(text)
    return int(text) if text == "2" else text


COVERED = "legal_share=1.000000 legal_left_mu=0.00 legal_left_arable_mu=0.00 legal_left_solid_mu=0.00"
LAWFUL, UNLAWFUL, OTHER = "合法", "违法", "其他"

DEFAULT = [
    Row("K-01", LAWFUL, "采矿许可证范围内", f"{MINE} mine_share=0.990000 mine_out_mu=0.05", "mine_out_mu=0.06", "mine_share"),
    Row("K-02", LAWFUL, "采矿权延续受理", f"{MINE} mine_over_share=0.999000 held=延续受理通知书", "mine_over_share=0.998999", "mine_over_share"),
    Row("K-02", LAWFUL, "采矿权延续受理", f"{MINE} mine_over_share=1.000000 renewal=演受〔2026〕3号", "renewal=未受理", "mine_over_share"),
    Row("K-03", UNLAWFUL, "越界开采", f"{MINE} mine_share=0.500000 mine_out_mu=0.06", "mine_out_mu=0.05", "mine_out_mu"),
    Row("K-04", OTHER, "矿产伪变化", f"{MINE} use=未开采", "use=采石", "use"),
    Row("K-05", UNLAWFUL, "无证开采", f"{MINE}", "mine_over_share=0.000001", "mine_share"),
    Row("K-06", OTHER, "矿产不处理", f"{MINE} use=废弃采场", "use=采石", "use"),
    Row("K-07", OTHER, "非采矿动土", f"{MINE} use=土地整治", "use=采石", "use"),
    Row("H-09", LAWFUL, "先行用地批复", "held=先行用地批复 use=公路用地", "use=民宿", "held"),
    Row("H-10", LAWFUL, "乡村建设规划许可", "held=乡村建设规划许可证 use=住宅 patch_mu=0.50 arable_mu=0.00", "arable_mu=0.01", "held"),
    Row("H-01", LAWFUL, "已批准建设用地（批次）", f"batch_share=0.999000 {COVERED} patch_mu=100.00 legal_left_solid_mu=0.10", "batch_share=0.998999", "batch_share"),
    Row("H-01", LAWFUL, "已批准建设用地（批次）", f"batch_share=1.000000 makeup_share=0.020000 {COVERED}", "makeup_share=0.020001", "makeup_share"),
    Row("H-02", LAWFUL, "已批准建设用地（单独选址）", f"single_share=0.999000 {COVERED}", "single_share=0.998999", "single_share"),
    Row("H-03", LAWFUL, "供地", f"supply_share=0.999000 {COVERED}", "supply_share=0.998999", "supply_share"),
    Row("H-04", LAWFUL, "已批准建设用地（批次）",
        "batch_share=0.980000 legal_share=0.980000 legal_left_mu=0.06 legal_left_arable_mu=0.06 legal_left_solid_mu=0.00",
        "legal_left_solid_mu=0.01", "legal_left_solid_mu"),
    Row("H-05", LAWFUL, "原有建设用地", "built_share=0.999000 arable_mu=0.00", "built_share=0.998999", "built_share"),
    Row("H-06", LAWFUL, "不动产权证", "registered_share=0.999000", "registered_share=0.998999", "registered_share"),
    Row("H-06", LAWFUL, "不动产权证", "registered_share=1.000000 makeup_share=0.020000", "makeup_share=0.020001", "makeup_share"),
    Row("H-07", LAWFUL, "增减挂钩建新区", "linked_share=0.999000", "linked_share=0.998999", "linked_share"),
    Row("H-08", LAWFUL, "宅基地批准书", "held=宅基地批准书 use=农村宅基地 patch_mu=0.50", "patch_mu=0.51", "held"),
    Row("Q-01", OTHER, "临时用地", "temporary_share=0.999000 use=临时料场", "temporary_share=0.998999", "temporary_share"),
    Row("Q-01", OTHER, "临时用地", "temporary_share=1.000000 use=临时料场 temporary_makeup_share=0.020000", "temporary_makeup_share=0.020001", "temporary_makeup_share"),
    Row("Q-01", OTHER, "临时用地", "temporary_share=1.000000 use=临时料场", "use=搅拌站", "temporary_share"),
    Row("W-12", UNLAWFUL, "改变用途", "temporary_share=0.999000 use=商品房", "use=临时料场", "use"),
    Row("W-12", UNLAWFUL, "改变用途", "temporary_share=1.000000 use=拌合站 arable_mu=0.00 farmland_mu=0.01", "farmland_mu=0.00", "farmland_mu"),
    Row("W-13", UNLAWFUL, "未批先建", "temporary_share=0.999000 use=临时料场 temporary_makeup_share=0.020001", "temporary_makeup_share=0.020000", "temporary_makeup_share"),
    Row("Q-07", OTHER, "设施农业用地", "facility_share=0.999000 facility_makeup_share=0.020001 use=蔬菜大棚", "facility_makeup_share=0.020000", "facility_makeup_share"),
    Row("Q-02", OTHER, "设施农业用地", "facility_share=0.999000 use=蔬菜大棚", "facility_share=0.998999", "facility_share"),
    Row("Q-03", OTHER, "农村道路", "tblx=ND width_m=8.00 use=村内道路", "width_m=8.01", "width_m"),
    Row("Q-04", OTHER, "光伏用地", "tblx=GF arable_mu=0.00 use=光伏", "arable_mu=0.01", "arable_mu"),
    Row("Q-06", OTHER, "光伏用地", "tblx=GF use=光伏 built_until=2023-03-19", "built_until=2023-03-20", "built_until"),
    Row("Q-05", OTHER, "实地未变化", "tblx=01 use=玉米地 built_on=无", "use=玉米加工厂", "use"),
    Row("Q-08", OTHER, "实地未变化", "tblx=02 use=果园 arable_mu=0.00 built_on=无", "arable_mu=0.01", "arable_mu"),
    Row("W-01", UNLAWFUL, "临时用地超期", "temporary_over_share=0.500000", "temporary_over_share=0.499999", "temporary_over_share"),
    Row("W-02", UNLAWFUL, "改变用途", "facility_share=0.999000 use=饭店", "facility_share=0.998999", "facility_share"),
    Row("W-08", UNLAWFUL, "未批先建", f"batch_share=1.000000 makeup_share=0.020001 {COVERED}", "makeup_share=0.020000", "makeup_share"),
    Row("W-03", UNLAWFUL, "边报边用", "late_share=0.500001", "late_share=0.500000", "late_share"),
    Row("W-04", UNLAWFUL, "批少占多",
        "batch_share=0.900000 legal_share=0.900000 legal_left_mu=0.30 legal_left_arable_mu=0.30 legal_left_solid_mu=0.01",
        "legal_left_solid_mu=0.00", "legal_left_solid_mu"),
    Row("W-05", UNLAWFUL, "批东占西", "batch_share=0.500000 legal_share=0.500000", "legal_share=0.500001", "legal_share"),
    Row("W-06", UNLAWFUL, "破坏耕地", "tblx=KT use=挖塘养鱼 arable_mu=0.01", "arable_mu=0.00", "arable_mu"),
    Row("W-02", UNLAWFUL, "改变用途", "facility_share=1.000000 use=大棚内经营餐饮", "use=蔬菜大棚", "use"),
    Row("W-09", UNLAWFUL, "非法批地", "found=乡镇越权同意用地", "found=未发现越权批准情形", "found"),
    Row("W-10", UNLAWFUL, "非法转让", "found=私自转让建厂", "found=不存在买卖、转让土地的情况", "found"),
    Row("W-11", UNLAWFUL, "未报即用", "tblx=01 use=蔬菜大棚", "facility_share=0.020001", "use"),
    Row("W-07", UNLAWFUL, "未报即用", "legal_share=0.020000", "legal_share=0.020001", "legal_share"),
    Row("W-07", UNLAWFUL, "未报即用", "tblx=01 use=厂房", "use=管理用房", "legal_share"),
    Row("W-07", UNLAWFUL, "未报即用", "held=宅基地批准书 use=住宅 patch_mu=0.51", "patch_mu=0.50", "legal_share"),
]  # fmt: skip

FARM, ROAD, ILLEGAL = "设施农用地", "农村道路", "非农违法"
PART = "batch_share=0.900000 legal_share=0.960000 legal_left_mu=0.12 legal_left_solid_mu=0.12 legal_left_arable_mu=0.10"
UNCOVERED = "legal_left_solid_mu=0.01"
SEALED = "legal_left_solid_mu=0.00"


def _other(rule: str, subtype: str, use: str) -> Row:
    return Row(rule, OTHER, subtype, f"use={use}", "use=工业用地", "use")


def _fallback(rule: str, subtype: str, use: str, tblx: str = "20") -> Row:
    return Row(rule, ILLEGAL, subtype, f"{UNCOVERED} tz=其他 use={use} tblx={tblx}", SEALED, "legal_left_solid_mu")


HEBEI = [
    Row("H-01", LAWFUL, "已批准建设用地（批次）", "batch_share=0.999667", "batch_share=0.999663", "batch_share"),
    Row("H-01", LAWFUL, "已批准建设用地（批次）", f"batch_share=1.000000 makeup_share=0.020000 {COVERED}", "makeup_share=0.020001", "makeup_share"),
    Row("H-02", LAWFUL, "已批准建设用地（单独选址）", f"single_share=0.999667 {COVERED}", "single_share=0.999663", "single_share"),
    Row("H-07", LAWFUL, "增减挂钩建新区", "linked_share=0.999667", "linked_share=0.999663", "linked_share"),
    Row("H-03", LAWFUL, "供地", f"supply_share=0.999667 {COVERED}", "supply_share=0.999663", "supply_share"),
    Row("H-04", LAWFUL, "已批准建设用地（批次）", f"batch_share=0.700000 supply_share=0.600000 {COVERED}", "legal_share=0.999663", "legal_share"),
    Row("H-06", LAWFUL, "不动产权证", "registered_share=0.999667", "registered_share=0.999663", "registered_share"),
    Row("B-01", LAWFUL, "临时用地批准", "temporary_share=0.999000 use=临时料场", "use=混凝土厂", "temporary_share"),
    Row("S-01", FARM, "设施农用地", "facility_share=0.999000 use=蔬菜大棚", "facility_share=0.998999", "facility_share"),
    Row("D-01", ROAD, "农村道路", "tblx=ND width_m=8.00 use=村内道路", "width_m=8.01", "width_m"),
    Row("D-01", ROAD, "农村道路", "tblx=DL1 width_m=2.00 use=村内道路", "width_m=1.99", "width_m"),
    Row("T-01", OTHER, "边角细缝", "legal_share=0.990000 legal_left_mu=0.01 legal_left_solid_mu=0.00", "legal_left_solid_mu=0.01", "legal_left_solid_mu"),
    Row("T-01", OTHER, "边角细缝", "legal_share=0.900000 legal_left_mu=0.30 legal_left_solid_mu=0.00", "legal_share=0.899999", "legal_share"),
    Row("T-02", OTHER, "出入口", f"{PART} patch_mu=2.01 legal_left_arable_mu=0.49", "legal_left_arable_mu=0.50", "legal_left_arable_mu"),
    Row("T-02", OTHER, "出入口", f"{PART} patch_mu=2.01 legal_share=0.950000", "legal_share=0.949999", "legal_share"),
    Row("T-02", OTHER, "出入口", f"{PART} patch_mu=2.01", "patch_mu=2.00", "patch_mu"),
    Row("T-02", OTHER, "出入口", f"{PART} patch_mu=2.01 makeup_share=0.020000", "makeup_share=0.020001", "makeup_share"),
    Row("T-03", OTHER, "出入口", f"{PART} patch_mu=2.00 legal_share=0.600000 main_share=0.900000", "main_share=0.899999", "main_share"),
    Row("T-03", OTHER, "出入口", f"{PART} patch_mu=2.00 legal_share=0.600000 main_share=0.900000 legal_left_arable_mu=0.49", "legal_left_arable_mu=0.50", "main_share"),
    _other("T-04", "边坡治理", "边坡治理"), _other("T-05", "地下管廊（网）", "地下管廊"),
    Row("T-06", OTHER, "农村宅基地", "use=农村宅基地 held=宅基地批准书 patch_mu=0.50", "patch_mu=0.51", "held"),
    Row("T-07", OTHER, "直接服务于河道的水工建筑/涉海用地", "use=水工建筑", "use=工业用地", "use"),
    Row("T-08", OTHER, "JY", f"use=军用设施 batch_share=1.000000 {COVERED}", "use=工业用地", ""), _other("T-09", "农村土坟", "土坟"),
    Row("T-10", OTHER, "203范围及开天窗", "built_share=0.999000 village_share=0.999000 arable_mu=0.00", "arable_mu=0.01", "built_share"),
    Row("T-10", OTHER, "203范围及开天窗", "built_share=1.000000 village_share=0.999000 arable_mu=0.00", "village_share=0.998999", "village_share"),
    Row("T-11", OTHER, "SM", f"use=涉密项目 batch_share=1.000000 {COVERED}", "use=工业用地", ""), _other("T-12", "省外飞地", "省外飞地"), _other("T-13", "紧急用地", "抢险救灾场地"),
    Row("T-14", OTHER, "合法矿区内的矿山修复治理", "mine_share=0.999000 use=矿山治理", "mine_share=0.998999", "mine_share"),
    _other("T-15", "生态修复用地", "生态修复"), _other("T-16", "电力设施", "输电杆塔"), _other("T-17", "灾毁地块", "水毁地块"),
    _other("T-18", "水面高架桥", "高架桥"),
    Row("T-19", OTHER, "其他", "tblx=01 use=玉米地 built_on=无", "use=玉米加工厂", "use"),
    Row("T-20", OTHER, "其他", "tblx=02 use=果园 arable_mu=0.00 built_on=无", "arable_mu=0.01", "arable_mu"),
    _fallback("F-01", "工矿商服—光伏", "光伏发电", "GF"), _fallback("F-02", "工矿商服—采矿用地", "采石场", "CK"),
    _fallback("F-03", "工矿商服—挖湖造景", "人工湖", "SM"), _fallback("F-04", "工矿商服—文旅", "民宿"),
    _fallback("F-05", "道路交通—高速高铁", "高速公路"), _fallback("F-06", "道路交通—国省干道", "国道改线"),
    _fallback("F-07", "道路交通—地方城镇道路", "城镇道路"), _fallback("F-08", "民生公益—公共管理和公共服务", "学校"),
    _fallback("F-09", "民生公益—城镇住宅", "城镇住宅"), _fallback("F-10", "民生公益—特殊用地", "宗教场所"),
    _fallback("F-11", "工矿商服—厂房类", "工业用地"), _fallback("F-12", "工矿商服—硬化", "停车场"),
    Row("F-11", ILLEGAL, "工矿商服—厂房类", f"batch_share=1.000000 {COVERED} makeup_share=0.020001", "makeup_share=0.020000", "makeup_share"),
    Row("F-11", ILLEGAL, "工矿商服—厂房类", "facility_share=1.000000", "use=养殖棚", "use"),
    Row("F-14", ILLEGAL, "圈占堆放等其他用地—圈占/堆放压占", "tblx=01 use=蔬菜大棚", "facility_share=0.020001", "use"),
    Row("F-11", ILLEGAL, "工矿商服—厂房类", "temporary_share=1.000000", "temporary_share=1.000000 use=临时料场 tz=其他", "use"),
    _fallback("F-13", "圈占堆放等其他用地—圈占/堆放压占", "堆料"),
]  # fmt: skip

TABLES = {"2022-default": DEFAULT, "2026-hebei": HEBEI}
