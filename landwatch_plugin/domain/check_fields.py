"""核查指标: the fields that rules may name in their expressions, with Chinese name, unit and meaning.

The docs' table and the editor's list are generated from here; a rule that names another field is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.dates import chinese_date
from landwatch_plugin.domain.units import half_up


@dataclass(frozen=True)
class CheckField:
    key: str
    title: str
    unit: str
    """"亩", "比例" (0–1), "米", "个", "日期" or "文字"."""
    roles: tuple[Role, ...]
    """Roles without which the field is 无数据; () when it comes from the patch itself or the field visit."""
    meaning: str


_L, _F, _R, _U = Role.LAND, Role.FARMLAND, Role.REDLINE, Role.URBAN
_GROUNDS = (Role.BATCH, Role.SINGLE, Role.SUPPLY)

_ROWS = [
    CheckField("kind", "图斑类别", "文字", (), "土地 或 矿产（图斑类型 TBLX 为采矿）"),
    CheckField("tblx", "图斑类型", "文字", (), "下发图层 TBLX 原值"),
    CheckField("tz", "图斑特征", "文字", (), "下发图层 TZ 原值"),
    CheckField("remark", "备注", "文字", (), "下发图层 BZ 原值"),
    CheckField("before_date", "前时相", "日期", (), "前时相影像日期"),
    CheckField("after_date", "后时相", "日期", (), "后时相影像日期"),
    CheckField("patch_mu", "图斑面积", "亩", (), "图斑总面积"),
    CheckField("width_m", "平均宽度", "米", (), "面积与周长折算的平均宽度，用于农村道路初筛"),
    CheckField("arable_mu", "耕地面积", "亩", (_L,), "套合地类图斑的耕地面积，已按田坎系数扣除"),
    CheckField("other_farm_mu", "其他农用地面积", "亩", (_L,), "非耕农用地面积，含田坎"),
    CheckField("built_mu", "原建设用地面积", "亩", (_L,), "变更前地类为建设用地的面积"),
    CheckField("unused_mu", "未利用地面积", "亩", (_L,), "未利用地面积"),
    CheckField("built_share", "原建设用地占比", "比例", (_L,), "原建设用地面积与图斑面积之比"),
    CheckField("village_share", "村庄范围占比", "比例", (_L,), "城镇村属性码为 203（村庄，含 203A）的地类图斑占图斑面积的比例；图层没有该属性时为空"),
    CheckField("farmland_mu", "占永久基本农田面积", "亩", (_F,), "与永久基本农田重叠面积，其中数"),
    CheckField("redline_mu", "占生态保护红线面积", "亩", (_R,), "与生态保护红线重叠面积，其中数"),
    CheckField("urban_mu", "开发边界内面积", "亩", (_U,), "位于城镇开发边界内的面积"),
    CheckField("urban_share", "开发边界内占比", "比例", (_U,), "位于城镇开发边界内的比例"),
    CheckField("batch_share", "批次用地覆盖率", "比例", (Role.BATCH,), "后时相前已批准的批次用地合并覆盖率"),
    CheckField("single_share", "单独选址覆盖率", "比例", (Role.SINGLE,), "后时相前已批准的单独选址用地合并覆盖率"),
    CheckField("supply_share", "供地覆盖率", "比例", (Role.SUPPLY,), "后时相前已供地范围合并覆盖率"),
    CheckField("registered_share", "不动产登记覆盖率", "比例", (Role.REGISTERED,), "后时相前已登记宗地合并覆盖率"),
    CheckField("linked_share", "增减挂钩覆盖率", "比例", (Role.LINKED,), "后时相前已批准的增减挂钩建新区合并覆盖率"),
    CheckField("legal_share", "合法依据覆盖率", "比例", _GROUNDS, "手册 [coverage] 所列依据（缺省为批次、单独选址、供地）合并（求并）覆盖率"),
    CheckField("legal_left_mu", "合法依据未覆盖面积", "亩", _GROUNDS, "各项依据合并后未覆盖的图斑面积"),
    CheckField("legal_left_arable_mu", "未覆盖耕地面积", "亩", (*_GROUNDS, _L), "各项依据合并后未覆盖部分中的耕地面积"),
    CheckField("legal_left_solid_mu", "扣除边角的未覆盖面积", "亩", _GROUNDS, "未覆盖部分去掉不大于边角容差（阈值 sliver_mu）的碎块后的面积"),
    CheckField("makeup_share", "建设后补办覆盖率", "比例", (), "手册 [coverage] 所列、已绑定的依据中，后时相前已批准、但晚于建设时间的批准范围覆盖率；建设时间不详而批准在前后时相之间的为空"),
    CheckField("late_share", "后补批准覆盖率", "比例", _GROUNDS, "批准日期晚于后时相的批准范围覆盖率（补办，非当时合法）"),
    CheckField("temporary_share", "临时用地覆盖率", "比例", (Role.TEMPORARY,), "后时相时在有效期内的临时用地覆盖率"),
    CheckField("temporary_over_share", "超期临时用地覆盖率", "比例", (Role.TEMPORARY,), "后时相时已超期的临时用地覆盖率"),
    CheckField("temporary_makeup_share", "临时用地建设后批准覆盖率", "比例", (Role.TEMPORARY,), "后时相前已批准、但批准或起始日期晚于建设时间的临时用地覆盖率；建设时间不详而批准在前后时相之间的为空"),
    CheckField("temporary_until", "临时用地到期日", "日期", (Role.TEMPORARY,), "压占的临时用地中最晚的有效期止"),
    CheckField("facility_share", "设施农用地备案覆盖率", "比例", (Role.FACILITY,), "后时相前已备案的设施农用地覆盖率；没有备案日期的按已备案计"),
    CheckField("facility_late_share", "后补备案覆盖率", "比例", (Role.FACILITY,), "备案日期晚于后时相的设施农用地覆盖率"),
    CheckField("facility_makeup_share", "设施农用地建设后备案覆盖率", "比例", (Role.FACILITY,), "后时相前已备案、但备案日期晚于建设时间的覆盖率；建设时间不详而备案在前后时相之间的为空"),
    CheckField("main_share", "主体建筑覆盖率", "比例", (), "外业核查填写的主体建筑在批准范围内的比例（百分数）；未填写时为空"),
    CheckField("mine_share", "有效采矿权覆盖率", "比例", (Role.MINE,), "后时相时在有效期内的采矿权覆盖率"),
    CheckField("mine_over_share", "过期采矿权覆盖率", "比例", (Role.MINE,), "后时相时已过期的采矿权覆盖率"),
    CheckField("mine_out_mu", "采矿权外面积", "亩", (Role.MINE,), "有效采矿权范围以外的面积"),
    CheckField("mine_out_m", "最大越界距离", "米", (Role.MINE,), "图斑到有效采矿权边界的最大超出距离；未触及任何采矿权时为空"),
    CheckField("key_area_mu", "重点区域内面积", "亩", (Role.KEY_AREA,), "位于年度重点区域内的面积"),
    CheckField("use", "实地用途", "文字", (), "外业核查填写的实地用途；未核查时为空"),
    CheckField("use_kinds", "实地用途归类", "文字", (), "实地用途按手册 [uses] 归成的类，顿号分隔；没有归入任何一类的为“不明”，未核查时为空"),
    CheckField("use_nature", "实地用途性质", "文字", (), "归成的各类的性质：建设、农业、不变、特定，建设与其他并存的为“混合”，没有归类的为“不明”；未核查时为空"),
    CheckField("built_on", "建设时间", "日期", (), "外业核查填写的建设时间；未核查时为空"),
    CheckField("found", "现场情况", "文字", (), "外业核查填写的现场情况；未核查时为空"),
    CheckField("found_kinds", "现场情况归类", "文字", (), "现场情况按手册 [uses] 归成的类，顿号分隔；没有归入任何一类的为“不明”，未核查时为空"),
    CheckField("held", "已具备材料", "文字", (), "已勾选的举证材料，顿号分隔；核查过而没有材料的为“无”，未核查时为空"),
    CheckField("built_from", "建设时间下限", "日期", (), "建设时间；未填写时为前时相"),
    CheckField("built_until", "建设时间上限", "日期", (), "建设时间；未填写时为后时相"),
    CheckField("party", "主体类型", "文字", (), "外业核查填写的用地主体类型"),
    CheckField("photos", "照片数", "个", (), "已登记的现场照片数"),
    CheckField("mine_in_mu", "采矿权内面积", "亩", (Role.MINE,), "有效采矿权范围以内的面积"),
    CheckField("mine_licence", "命中采矿许可证", "文字", (Role.MINE,), "命中的许可证号及有效期，按后时相分列有效、已过期、尚未生效、有效期存疑；未命中时为“未命中采矿许可证”"),
    CheckField("mine_end", "许可证有效期止", "日期", (Role.MINE,), "命中的许可证中最晚的有效期止；未命中或有一个未写明时为空"),
    CheckField("mine_top_m", "许可采深上限", "米", (Role.MINE,), "后时相时有效的许可证的采深上限标高；未写明时为空"),
    CheckField("mine_bottom_m", "许可采深下限", "米", (Role.MINE,), "后时相时有效的许可证的采深下限标高；未写明时为空"),
    CheckField("second_in_mu", "第二边界内面积", "亩", (Role.MINE,), "规则手册所列第二条矿山边界以内的面积；图层没有该边界时为空"),
    CheckField("second_out_mu", "第二边界外面积", "亩", (Role.MINE,), "第二条矿山边界以外的面积；图层没有该边界时为空"),
    CheckField("second_out_m", "第二边界最大超出距离", "米", (Role.MINE,), "图斑超出第二条矿山边界的最大距离；未触及该边界时为空"),
    CheckField("third_in_mu", "第三边界内面积", "亩", (Role.MINE,), "规则手册所列第三条矿山边界以内的面积；图层没有该边界时为空"),
    CheckField("third_out_mu", "第三边界外面积", "亩", (Role.MINE,), "第三条矿山边界以外的面积；图层没有该边界时为空"),
    CheckField("third_out_m", "第三边界最大超出距离", "米", (Role.MINE,), "图斑超出第三条矿山边界的最大距离；未触及该边界时为空"),
    CheckField("also_on", "同时占用", "文字", (), "同时占用的耕地、永久基本农田、生态保护红线面积；未绑定的写明无数据"),
    CheckField("dig_top_m", "最高开采标高", "米", (), "外业核查填写的最高开采标高；未测量时为空"),
    CheckField("dig_bottom_m", "最低开采标高", "米", (), "外业核查填写的最低开采标高；未测量时为空"),
    CheckField("renewal", "延续受理", "文字", (), "外业核查填写的采矿权延续受理通知书文号；没有时为空"),
    CheckField("mine_doubt", "标高存疑原因", "文字", (), "许可标高或实测标高不能使用的原因（写有“约”、不能识别、上下限颠倒）；没有时为空"),
    CheckField("mine_valid", "有效采矿许可证", "文字", (Role.MINE,), "命中的许可证中后时相时有效的许可证号及有效期止；没有时为“无”"),
    CheckField("mine_term_doubt", "许可证有效期存疑原因", "文字", (Role.MINE,), "命中的许可证没有有效期止、有效期起晚于有效期止；没有时为空"),
    CheckField("mine_lapse", "许可证到期情况", "文字", (Role.MINE,), "后时相时已过期的许可证在前时相（和外业核查填写的建设时间）时是否有效，用于信息文字"),
    CheckField("mine_bands", "许可标高", "文字", (Role.MINE,), "后时相时有效的许可证各自的标高上限至下限；没有写明时为空"),
    CheckField("dig_between_m", "许可标高之间的超出", "米", (Role.MINE,), "实测标高落在几个许可证的标高之间、距许可标高最远的米数；没有间隔时为0，标高不全时为空"),
    CheckField("empty_layers", "没有要素的图层", "文字", (), "已绑定而没有要素的图层，顿号分隔；没有时为空"),
]  # fmt: skip

FIELDS: dict[str, CheckField] = {row.key: row for row in _ROWS}


def shown(key: str, value: Decimal | str | int | date | None) -> str:
    """A value as documents print it; an empty one is 无数据."""
    return shown_in(FIELDS[key].unit, value)


def shown_in(unit: str, value: Decimal | str | int | date | None) -> str:
    """A value of a `CheckField.unit` as documents print it."""
    if value is None or value == "":
        return "无数据"
    if isinstance(value, Decimal):
        if unit == "比例":
            return f"{half_up(value * 100)}%"
        return f"{value}{unit if unit in ('亩', '米') else ''}"
    if isinstance(value, date):
        return chinese_date(value)
    return f"{value}{unit if unit == '个' else ''}"
