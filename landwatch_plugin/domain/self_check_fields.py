"""自查指标: the fields that a self-check may name: all check fields, and those of decision, remedies, photos and platform."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS, CheckField, shown_in
from landwatch_plugin.domain.control import Role

UNDECIDED, _NOT_ILLEGAL = "尚未判定", "没有判定为违法用地，或没有地类面积"
_PLATFORM = "没有提供平台导出表，或表中没有该图斑"

#: Field → why it is empty, as the list of problems prints it.
_OWN: tuple[tuple[CheckField, str], ...] = (
    (CheckField("state", "图斑状态", "文字", (), "台账中的办理状态"), "台账没有记录状态"),
    (CheckField("verdict", "判定大类", "文字", (), "会审判定；被拆分的父图斑写“被拆分”"), UNDECIDED),
    (CheckField("nature", "判定性质", "文字", (), "判定大类的性质：合法、违法或其他；被拆分的父图斑写“被拆分”"), UNDECIDED),
    (CheckField("subtype", "判定子类", "文字", (), "会审判定的子类"), UNDECIDED),
    (CheckField("tags", "标签", "文字", (), "会审所加标签，顿号分隔"), "没有标签"),
    (CheckField("today", "检查日期", "日期", (), "本次检查的日期"), "没有检查日期"),
    (CheckField("lacking", "缺少的举证材料数", "个", (), "判定子类的必备举证材料中尚缺的项数"), UNDECIDED),
    (CheckField("lacking_names", "缺少的举证材料", "文字", (), "尚缺的必备举证材料"), "没有缺少的材料"),
    (CheckField("paper_ticked", "已勾选同名文书", "个", (), "举证材料中勾选了与判定子类同名的批准文书为1，否则为0"), UNDECIDED),
    (CheckField("official_mu", "下发面积", "亩", (), "下发图层的面积 MJ"), "下发图层没有面积"),
    (CheckField("unclosed_mu", "地类未闭合面积", "亩", (Role.LAND,), "图斑内没有地类或地类重复的面积"), "尚未套合核查"),
    (CheckField("classes_mu", "分地类面积合计", "亩", (Role.LAND,), "各地类编码面积之和"), "地类未闭合，没有分地类面积"),
    (CheckField("farm_mu", "农用地面积", "亩", (Role.LAND,), "分地类面积中耕地与其他农用地之和"), "地类未闭合，没有地类面积"),
    (CheckField("illegal_mu", "违法占用耕地面积", "亩", (Role.LAND,), "判定为违法的图斑中计入违法的耕地"), _NOT_ILLEGAL),
    (CheckField("remedied_mu", "已整改耕地面积", "亩", (), "拆除复耕和补办的耕地面积之和"), "整改台账不能读取"),
    (CheckField("removals", "拆除复耕笔数", "个", (), "整改台账中的拆除复耕笔数"), "整改台账不能读取"),
    (CheckField("removals_unproved", "未附拆除后照片的笔数", "个", (), "没有拆除后照片的拆除复耕笔数"), "照片没有拍摄时间，不能确认是否为拆除后拍摄"),
    (CheckField("regularised", "补办笔数", "个", (), "整改台账中的补办笔数"), "整改台账不能读取"),
    (CheckField("regularised_unnumbered", "没有文号的补办笔数", "个", (), "文号为空的补办笔数"), "整改台账不能读取"),
    (CheckField("late_papers", "晚于建设的批准数", "个", (), "批准日期晚于建设时间的批准、供地文件数；看哪些图层由规则手册的合法依据决定"), "建设时间或批准日期未填写"),
    (CheckField("temporary_end", "临时用地有效期止", "日期", (Role.TEMPORARY,), "命中的临时用地中最晚的有效期止"), "没有命中写明有效期的临时用地"),
    (CheckField("holder", "用地主体", "文字", (), "外业核查填写的用地主体"), "外业核查未填写用地主体"),
    (CheckField("visit", "领导小组实地核查", "文字", (), "领导小组实地核查记录"), "没有领导小组实地核查记录"),
    (CheckField("freeze", "冻结登记", "文字", (), "增违挂钩冻结登记：文号，或“未冻结”"), "没有登记冻结情况"),
    (CheckField("photo_far_m", "照片最远距离", "米", (), "有坐标的照片到图斑边界的最大距离；在图斑内为0"), "照片没有坐标"),
    (CheckField("photos_unplaced", "没有坐标的照片数", "个", (), "EXIF 中没有坐标的照片数"), "照片信息不能读取"),
    (CheckField("photo_first", "最早拍摄日期", "日期", (), "照片中最早的拍摄日期"), "照片没有拍摄时间"),
    (CheckField("photo_last", "最晚拍摄日期", "日期", (), "照片中最晚的拍摄日期"), "照片没有拍摄时间"),
    (CheckField("photos_undated", "没有拍摄时间的照片数", "个", (), "EXIF 中没有拍摄时间的照片数"), "照片信息不能读取"),
    (CheckField("overlap_mu", "与其他图斑重叠面积", "亩", (), "与另一图斑重叠的最大面积；父子图斑之间不计"), "图斑图形不能读取"),
    (CheckField("overlap_with", "重叠的图斑", "文字", (), "重叠面积最大的另一图斑"), "没有重叠的图斑"),
    (CheckField("same_number", "编号相同的其他行数", "个", (), "台账和接收清单中编号相同（不分大小写、全半角）的其他行数"), "图斑没有编号"),
    (CheckField("number_verified", "编号核实", "文字", (), "外业核查表填写的编号核实情况"), "没有填写编号核实情况"),
    (CheckField("town_code", "乡镇代码", "文字", (), "台账中的乡镇代码"), "乡镇代码为空"),
    (CheckField("town_known", "乡镇代码在名录中", "个", (Role.TOWN,), "乡镇代码在乡镇界图层中为1，否则为0"), "乡镇界图层没有代码"),
    (CheckField("child", "是子图斑", "个", (), "编号为父图斑编号加_1、_2…的为1，否则为0；拆分出的子图斑没有下发面积"), "图斑没有编号"),
    (CheckField("children", "子图斑数", "个", (), "台账中的子图斑（编号_1、_2…）个数"), "父图斑不在台账中"),
    (CheckField("children_gap_mu", "子图斑未覆盖面积", "亩", (), "父图斑中没有子图斑的面积与子图斑超出父图斑的面积之和"), "没有子图斑"),
    (CheckField("children_off_mu", "子图斑面积合计之差", "亩", (), "子图斑面积合计与父图斑面积之差"), "没有子图斑"),
    (CheckField("platform", "平台中有该图斑", "个", (), "平台导出表中有该图斑为1，没有为0"), "没有提供平台导出表"),
    (CheckField("platform_verdict", "平台判定", "文字", (), "平台的核实认定意见"), _PLATFORM),
    (CheckField("platform_agrees", "平台判定一致", "个", (), "平台的判定按规则手册（大类、子类及其别名）与台账一致为1，不一致为0；手册中没有的用语为空"), _PLATFORM),
    (CheckField("platform_patch_mu", "平台地块面积", "亩", (), "平台的地块面积"), _PLATFORM),
    (CheckField("platform_arable_mu", "平台耕地面积", "亩", (), "平台的占耕地面积"), _PLATFORM),
    (CheckField("platform_other_farm_mu", "平台非耕农用地面积", "亩", (), "平台的占非耕农用地面积"), _PLATFORM),
    (CheckField("platform_farm_mu", "平台农用地面积", "亩", (), "平台的占农用地面积"), _PLATFORM),
    (CheckField("platform_built_mu", "平台建设用地面积", "亩", (), "平台的建设用地面积"), _PLATFORM),
    (CheckField("platform_unused_mu", "平台未利用地面积", "亩", (), "平台的占未利用地面积"), _PLATFORM),
    (CheckField("platform_farmland_mu", "平台永久基本农田面积", "亩", (), "平台的占基本农田面积"), _PLATFORM),
    (CheckField("platform_redline_mu", "平台生态保护红线面积", "亩", (), "平台的占生态红线面积"), _PLATFORM),
)  # fmt: skip

SELF_FIELDS: dict[str, CheckField] = FIELDS | {field.key: field for field, _ in _OWN}
_EMPTY: dict[str, str] = {field.key: why for field, why in _OWN}
MAY_BE_EMPTY = frozenset(
    (
        "tags",
        "lacking_names",
        "overlap_with",
        "number_verified",
        "freeze",
        "visit",
        "holder",
        "built_on",
        "renewal",
        "tz",
        "remark",
    )
)
"""Fields whose being empty is itself an answer; they are named as a reason only when nothing else is missing."""

_BY_BOOK = ("nature", "lacking")
"""Fields that the rule book gives for the type decided."""


def shown_value(key: str, value: Value) -> str:
    return shown_in(SELF_FIELDS[key].unit, value)


def why_empty(key: str, unbound: Collection[str], checked: bool) -> str:
    """Why there is no value, in words: the layer that is not bound, the check that was not run, the blank in the form."""
    field = SELF_FIELDS[key]
    missing = [role.title for role in field.roles if role.title in unbound]
    if missing:
        return f"未绑定图层：{'、'.join(missing)}"
    if not checked and (field.roles or key in ("patch_mu", "kind")):
        return "尚未套合核查"
    return _EMPTY.get(key, f"{field.title}没有数据")


def reasons(
    fields: Collection[str], values: Mapping[str, Value], unbound: Collection[str], checked: bool,
    known: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Why a check could not be made: one text per cause; before a decision that is the cause of all. `known`: field → why,
    where whoever gathered the values knows better."""
    empty = [key for key in fields if values.get(key) in (None, "")]
    telling = [key for key in empty if key not in MAY_BE_EMPTY] or empty
    strange = _not_in_book(values)
    texts = [
        strange if strange and key in _BY_BOOK else (known or {}).get(key) or why_empty(key, unbound, checked)
        for key in telling
    ]
    texts = list(dict.fromkeys(texts))
    return UNDECIDED if UNDECIDED in texts else "；".join(texts)


def _not_in_book(values: Mapping[str, Value]) -> str:
    """Why the book has nothing to say of a decision that was taken; "" before a decision."""
    verdict, subtype = values.get("verdict"), values.get("subtype")
    return f"所选规则手册中没有“{verdict}—{subtype}”这一类型" if verdict and subtype else ""
