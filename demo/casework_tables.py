"""外业与会审: truth table, field survey, scripted decisions (of split patches too), remedies and the meeting, as the staff would hand them in."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

import shapely

from demo.cases import EVIDENCE, UNLAWFUL
from demo.geofiles import Row, write_csv
from demo.siting import Placed
from landwatch_plugin.domain.units import exact_mu

_SURVEYORS = {
    "青禾镇": "李某、王某", "柳溪镇": "周某、吴某", "平湖镇": "郑某、冯某", "石坪乡": "陈某、褚某", "云台乡": "蒋某、沈某", "南塘乡": "韩某、杨某",
}  # fmt: skip
_SURVEY_DAYS = {"2606": ("2026-07", 21), "2607": ("2026-08", 19)}
SPLITS = "拆分后会审决定.csv"
_INSIDE = {
    "pcyd": ("合法", "已批准建设用地（批次）", "拆分后位于{number}批准范围内，批文合法有效"),
    "lsyd": ("其他", "临时用地", "拆分后位于{number}临时用地批准范围内，在批准期限内"),
}
"""Layer of the paper → class, sub-type and reason of the child inside it."""
_SPLIT_PAPERS = ("批准文件", "红线坐标", "现场照片", "影像资料", "情况说明")


def write_tables(folder: Path, placed: list[Placed], key_areas: shapely.Geometry) -> dict[str, int]:
    """The four tables and the meeting; returns how many rows each has."""
    accepted = [patch for patch in placed if patch.case.accepted]
    tables: dict[str, list[Row]] = {
        "truth.csv": [truth_row(patch) for patch in placed if not patch.case.refused],
        "外业核查.csv": [survey_row(patch) for patch in accepted],
        "会审决定.csv": [decision_row(patch, key_areas) for patch in accepted],
        SPLITS: [row for patch in accepted if patch.case.deferred for row in split_rows(patch, key_areas)],
        "整改台账.csv": [remedy_row(patch) for patch in accepted if patch.case.remedy],
    }
    for name, rows in tables.items():
        write_csv(folder / name, rows)
    (folder / "会议.toml").write_text(MEETING, encoding="utf-8")
    return {name: len(rows) for name, rows in tables.items()}


def truth_row(patch: Placed) -> Row:
    case = patch.case
    top, sub = case.top, case.sub
    if case.secret:
        top, sub = "涉军", "另行报送"
    elif case.deferred:
        top, sub = "暂缓", "拟分割"
    return {"图斑编号": case.number, "意向判定": top, "意向子类": sub, "地物": case.scene, "说明": case.note or patch.told(case.why)}


LEADERS_VISIT = "县卫片执法工作领导小组已于2026年8月12日到现场核查，现场情况与外业核查一致"


def survey_row(patch: Placed) -> Row:
    """One line of the field book; what is missing in `举证材料` is missing on purpose."""
    case = patch.case
    month, first = _SURVEY_DAYS[case.batch]
    papers = _SPLIT_PAPERS if case.deferred else EVIDENCE[case.sub]
    return {
        "图斑编号": case.number, "现场情况": f"经现场核查，{patch.told(case.found)}。", "实地用途": case.use, "建设时间": case.built,
        "项目名称": patch.told(case.project), "用地主体": patch.told(case.holder), "主体类型": case.subject, "核查人": _SURVEYORS[patch.town],
        "核查日期": f"{month}-{first + case.serial % 6:02d}", "举证材料": ";".join(p for p in papers if p not in case.missing),
        "领导小组实地核查": LEADERS_VISIT if "领导小组" in case.why else "",
    }  # fmt: skip


def decision_row(patch: Placed, key_areas: shapely.Geometry) -> Row:
    case = patch.case
    tags = list(case.tags)
    if key_areas.intersection(patch.sound).area > 0.5 * patch.sound.area:
        tags.append("重点区域")
    blamed = case.deferred or case.top == UNLAWFUL
    return {
        "图斑编号": case.number, "动作": "暂缓" if case.deferred else "判定", "判定": "" if case.deferred else case.top,
        "子类": "" if case.deferred else case.sub, "标签": ";".join(tags), "理由": patch.told(case.why),
        "整改期限": case.deadline, "责任单位": patch.town if blamed else "",
    }  # fmt: skip


def split_rows(patch: Placed, key_areas: shapely.Geometry) -> list[Row]:
    """The two children of a patch half of which has a paper: the meeting takes it up again once it is split (_1 inside)."""
    case, paper = patch.case, patch.case.papers[0]
    top, sub, why = _INSIDE[paper.layer]
    common = decision_row(patch, key_areas) | {"动作": "判定"}
    inside = {
        "图斑编号": f"{case.number}_1", "判定": top, "子类": sub, "理由": why.format(number=paper.number), "标签": "",
        "整改期限": "", "责任单位": "",
    }  # fmt: skip
    outside = {
        "图斑编号": f"{case.number}_2", "判定": case.top, "子类": case.sub, "整改期限": "2026-10-31",
        "理由": f"位于{paper.number}批准范围以外，未取得用地手续", "标签": common["标签"] or "新增",
    }  # fmt: skip
    return [common | inside, common | outside]


def remedy_row(patch: Placed) -> Row:
    """Never more cultivated land than lies under the patch: rounded down."""
    remedy = patch.case.remedy
    if remedy is None:
        raise ValueError(f"{patch.case.number} has no remedy")
    area = (exact_mu(patch.arable) * Decimal(str(remedy.share))).quantize(Decimal("0.01"), ROUND_FLOOR)
    return {
        "图斑编号": patch.case.number, "整改方式": remedy.way, "耕地面积亩": str(area), "文号": remedy.number,
        "日期": remedy.date, "证明材料": remedy.proof,
    }  # fmt: skip


MEETING = """# 会审会议。人名均为虚构。
"会议名称" = "演示县2026年第三次卫片执法图斑集体会审会议"
"期号" = "第3期"
"时间" = "2026年8月27日上午9:00"
"日期" = "2026-08-27"
"地点" = "演示县自然资源局三楼会议室"
"主持人" = "孙某（演示县自然资源局副局长）"
"记录人" = "钱某"
"单位" = "演示县自然资源局"
"机关代字" = "演自然资"
"发文日期" = "2026-11-20"
"联系人" = "郑某"
"联系电话" = "0000-1234567"
"抄送" = ["演示县人民政府办公室", "中共演示县纪律检查委员会、演示县监察委员会"]
"签名单位" = ["自然资源局", "农业农村局", "生态环境局", "林业局", "水利局", "乡镇人民政府"]
"会议要求" = [
    "各乡镇要对照会审意见逐宗补齐举证材料，8月31日前完成填报和县级确认。",
    "对判定为违法的图斑，属地要立即制止、限期整改，能拆除复耕的尽快拆除到位，依法可以补办的抓紧报批，不得以补代处。",
    "50亩以上占用耕地和重大典型问题由县卫片执法办公室挂牌督办，每半月调度一次。",
]

[["出席"]]
"单位" = "演示县自然资源局"
"姓名" = "孙某"
"职务" = "副局长"

[["出席"]]
"单位" = "演示县自然资源局执法监察大队"
"姓名" = "赵某"
"职务" = "大队长"

[["出席"]]
"单位" = "演示县农业农村局"
"姓名" = "何某"
"职务" = "副局长"

[["出席"]]
"单位" = "演示县生态环境局"
"姓名" = "吕某"
"职务" = "总工程师"

[["出席"]]
"单位" = "演示县林业局"
"姓名" = "施某"
"职务" = "副局长"

[["出席"]]
"单位" = "演示县水利局"
"姓名" = "张某"
"职务" = "河道站站长"

[["出席"]]
"单位" = "青禾镇人民政府"
"姓名" = "孔某"
"职务" = "副镇长"

[["出席"]]
"单位" = "柳溪镇人民政府"
"姓名" = "曹某"
"职务" = "副镇长"

[["出席"]]
"单位" = "平湖镇人民政府"
"姓名" = "严某"
"职务" = "副镇长"

[["出席"]]
"单位" = "石坪乡人民政府"
"姓名" = "华某"
"职务" = "副乡长"

[["出席"]]
"单位" = "云台乡人民政府"
"姓名" = "金某"
"职务" = "副乡长"

[["列席"]]
"单位" = "演示县人民检察院"
"姓名" = "魏某"
"职务" = "检察官"

[["列席"]]
"单位" = "演示县公安局"
"姓名" = "陶某"
"职务" = "食药环侦大队副大队长"

[["请假"]]
"单位" = "南塘乡人民政府"
"姓名" = "姜某"
"职务" = "副乡长"
"""
