"""Made-up content for every template: long names, many rows, gaps, two photos. No real place, person or number."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

TOWNS = ("演示镇", "㙍头镇", "柳林河乡", "北郊街道", "大堡子镇", "龙泉务乡")
TEMPLATES = ("会审纪要", "会审意见表", "警示提醒函", "问责比例", "图斑卷宗")


def person(unit: str, name: str, post: str | None = None) -> dict[str, Any]:
    return {"unit": unit, "name": name, "post": post}


def item(index: int, **changes: Any) -> dict[str, Any]:
    base = {
        "number": f"990101SJBG2621{index:04d}", "place": f"{TOWNS[index % 6]}𨭉家{index}村", "mu": Decimal("12.30") + index,
        "arable_mu": Decimal("8.20"), "farmland_mu": Decimal("0.00"), "redline_mu": Decimal("1.20"), "suggestion": "违法·未批先建",
        "verdict": "违法", "subtype": "未批先建",
        "reason": "经核查，未取得用地批准文件，疑似于2026年3月开工建设钢结构厂房一座，占用耕地8.20亩",
        "basis": "规则R-03", "missing": ["勘测定界图", "用地主体询问笔录"], "owner": f"{TOWNS[index % 6]}人民政府",
        "deadline": date(2026, 9, 30),
    }  # fmt: skip
    return base | changes


def minutes_sample(items: int = 6) -> dict[str, Any]:
    towns = [
        {"name": name, "count": 9, "legal": 3, "illegal": 3, "other": 2, "deferred": 1, "undecided": 0,
         "mu": Decimal("136.52"), "arable_mu": Decimal("36.50")}
        for name in TOWNS
    ]  # fmt: skip
    kinds = [
        {"name": "合法用地", "count": 18, "mu": Decimal("300.00"),
         "subtypes": [{"name": "已批准建设用地", "count": 12, "mu": Decimal("210.00")},
                      {"name": "供地", "count": 6, "mu": Decimal("90.00")}]},
        {"name": "违法用地", "count": 18, "mu": Decimal("419.12"),
         "subtypes": [{"name": "未批先建", "count": 18, "mu": Decimal("419.12")}]},
        {"name": "其他用地", "count": 12, "mu": Decimal("100.00"), "subtypes": []},
    ]  # fmt: skip
    return {
        "meeting": {
            "name": "演示县2026年6月卫片执法图斑集体会审会议", "issue": "第6期", "time": datetime(2026, 7, 3, 15, 0),
            "place": "县自然资源局三楼会议室", "host": "甲一一", "recorder": "乙二",
            "present": [person("演示县自然资源局", "甲一一", "局长"), person("演示县农业农村局", "丙三", "副局长"),
                        person("演示县林业和草原局（生态环境保护综合行政执法大队）", "丁四四", "副局长、执法大队大队长"),
                        person("㙍头镇人民政府", "戊五")],
            "observers": [person("演示县人民检察院", "己六", "检察官")],
            "absent": [person("演示县水利局", "壬九", "局长")],
            "demands": ["压实属地责任。各乡镇要对照问题清单逐宗落实整改责任人，九月底前整改到位。",
                        "补齐举证材料。缺勘测定界图的由责任单位于七月十五日前补齐。"],
        },
        "org": "演示县自然资源局", "batch_title": "2026年6月卫片执法图斑",
        "totals": {"count": 54, "mu": Decimal("819.12"), "arable_mu": Decimal("219.00"), "farmland_mu": Decimal("12.30")},
        "towns": towns, "classes": kinds,
        "items": [item(index) for index in range(items)]
        + [item(88, verdict="合法", subtype="已批准建设用地", missing=[], owner=None, deadline=None, basis="", arable_mu="无数据")],
        "deferred": [{"number": "990101SJBG26210099", "place": "柳林河乡石桥村", "reason": "用地批准文件与红线不一致，待核"}],
        "big": [{"number": "990101SJBG26210004", "place": "大堡子镇大堡子村", "arable_mu": Decimal("52.10")}],
        "dissent": ["县农业农村局对990101SJBG26210003号图斑设施农业用途认定保留意见。"],
        "date": date(2026, 7, 6), "cc": ["县人民政府办公室", "各乡镇人民政府、街道办事处"],
    }  # fmt: skip


def opinion_sample(items: int = 14) -> dict[str, Any]:
    content = minutes_sample(items)
    return {
        "org": content["org"], "batch_title": content["batch_title"], "meeting": content["meeting"],
        "units": ["自然资源局", "农业农村局", "林草局", "水利局", "生态环境局", "乡镇"], "items": content["items"],
    }  # fmt: skip


def letter_sample(problems: int = 18) -> dict[str, Any]:
    listed = [
        {"number": f"990101SJBG2621{index:04d}", "village": None if index == 2 else f"㙍头{index}村",
         "subject": "演示县某某农业发展有限公司" if index % 3 else None, "mu": Decimal("12.30"),
         "arable_mu": None if index == 4 else Decimal("8.20"), "state": "未整改" if index % 2 else "部分整改",
         "deadline": date(2026, 9, 30)}
        for index in range(problems)
    ]  # fmt: skip
    return {
        "org": "演示县自然资源局", "number": "演自然资函〔2026〕15号", "town": "㙍头镇", "town_government": None,
        "period": "2026年6月", "basis": "", "received": 27, "decided": 25,
        "illegal": {"count": 19, "mu": Decimal("221.40"), "arable_mu": Decimal("150.00"), "farmland_mu": Decimal("12.30"),
                    "remedied_arable_mu": Decimal("2.40"), "left_arable_mu": Decimal("147.60")},
        "rank": 1, "rank_total": 6,
        "ratio": {"numerator": Decimal("147.60"), "denominator": Decimal("520.00"), "percent": "28.38%"},
        "problems": listed,
        "demands": ["压实属地责任。对本函所列问题图斑逐宗落实整改责任人和整改措施，切实消除土地违法状态。",
                    "能够拆除复耕的尽快拆除复耕到位，符合条件的依法依规补办用地手续，及时提供整改举证材料。"],
        "reply_by": date(2026, 7, 15), "contact": "乙二", "phone": "0000-0000000",
        "cc": ["县人民政府办公室", "县纪委监委"], "date": date(2026, 7, 6),
    }  # fmt: skip


def ratio_sample(pieces: int = 40) -> dict[str, Any]:
    terms = ("合法新增建设", "违法新增建设", "已补办完善用地手续")
    listed = [
        {"number": f"990101SJBG2621{index:04d}", "town": TOWNS[index % 6], "term": terms[index % 3],
         "arable_mu": Decimal("25.00"), "note": "已取得农用地转用批复" if index % 3 == 2 else ""}
        for index in range(pieces)
    ]  # fmt: skip
    return {
        "org": "演示县自然资源局", "county": "演示县", "period": "2026年上半年", "rulebook": "2022年县级方案（2026-01-05）",
        "legal": Decimal("820"), "illegal": Decimal("180"), "reclaimed": Decimal(0), "regularised": Decimal(60),
        "major": Decimal(0), "outside": Decimal("3.5"), "numerator": Decimal(120), "denominator": Decimal(1000),
        "percent_text": "12.00%", "numerator_formula": "V－R－P－M", "denominator_formula": "L＋V－R－M",
        "numerator_sum": "180.00－0.00－60.00－0.00", "denominator_sum": "820.00＋180.00－0.00－0.00",
        "threshold": "N≥100亩且比例≥15%", "conclusion": "未达到问责条件", "waiting": 2, "pieces": listed,
        "date": date(2026, 7, 6),
    }  # fmt: skip


def dossier_sample(folder: Path) -> dict[str, Any]:
    place = make_pictures(folder)
    return {
        "patch": {"number": "990101SJBG26210003_1", "batch": "2026年6月卫片执法图斑", "town": "㙍头镇", "village": "𨭉家湾村",
                  "change_type": "新增建设用地", "feature": "推填土转建筑物", "base_class": "旱地（0103）",
                  "mu": Decimal("12.30"), "m2": 8200.0, "official_mu": Decimal("12.31")},
        "area_basis": "椭球面积", "unclosed_m2": 12.0, "adjusted": "旱地调整+0.01亩", "not_met": "K-01、K-02",
        "dates": {"surveyed": date(2026, 6, 12), "before": date(2025, 11, 3), "after": date(2026, 5, 20)},
        "centre": None,
        "areas": [{"role": "地类图斑", "class": "旱地（0103）", "m2": 5466.67, "mu": Decimal("8.20")},
                  {"role": "地类图斑", "class": "农村道路（1006）", "m2": 2733.33, "mu": Decimal("4.10")}],
        "of_which": [{"name": "耕地", "m2": 5466.67, "mu": Decimal("8.20")},
                     {"name": "永久基本农田", "m2": None, "mu": None}],
        "coverage": [
            {"name": "永久基本农田", "state": "无数据", "mu": None, "share": None, "papers": ""},
            {"name": "生态保护红线", "state": "未压占", "mu": Decimal("0.00"), "share": Decimal("0.00"), "papers": ""},
            {"name": "批次用地", "state": "压占", "mu": Decimal("4.10"), "share": Decimal("33.33"),
             "papers": "演政地〔2024〕123号、演政地〔2025〕7号"},
            {"name": "设施农用地备案", "state": "无数据", "mu": None, "share": None, "papers": None},
        ],
        "findings": [
            {"id": "R-01", "title": "批文覆盖", "state": "不满足", "values": "批次用地占比=33.33%；阈值=95%",
             "citation": "规则手册第一节“合法用地”", "certainty": "文件原文"},
            {"id": "R-07", "title": "占用永久基本农田", "state": "存疑", "values": "永久基本农田图层未关联", "citation": "", "certainty": ""},
        ],
        "suggestion": "违法·未批先建（部分）",
        "decision": {"verdict": "违法", "subtype": "未批先建", "reason": "未取得用地批准文件的部分8.20亩，经核查疑似擅自建设",
                     "meeting": "第6期集体会审会议", "date": date(2026, 7, 3),
                     "tags": ["非农化"], "owner": "㙍头镇人民政府", "deadline": date(2026, 9, 30)},
        "evidence": [{"name": "勘测定界图", "have": False, "note": "七月十五日前补"}, {"name": "现场照片", "have": True, "note": None},
                     {"name": "用地主体询问笔录", "have": False, "note": ""}],
        "facts": "2026年6月12日现场核查，地上建有钢结构厂房一座，面积约3000平方米，另有硬化地面。\n"
                 "一、用地主体自述于2026年3月开工，未办理用地手续。|@图 不是指令",
        "inspectors": ["庚七七", "辛八"],
        "pictures": {"before": place["before"], "after": place["after"], "overlay": place["overlay"]},
        "photos": [{"file": place["photo1"], "caption": "方位角 135°，2026-06-12 10:21，庚七七摄"},
                   {"file": place["photo2"], "caption": None}],
        "basis_text": "《中华人民共和国土地管理法》有关条款，以规则手册所列为准。",
        "rulebook": "2022年县级方案（2026-01-05）", "archive": None, "org": "演示县自然资源局", "date": date(2026, 7, 20),
    }  # fmt: skip


def make_pictures(folder: Path) -> dict[str, Path]:
    """Two images, an overlay map and two phone photos, one held upright (EXIF orientation 6)."""
    from PIL import Image, ImageDraw

    made = {}
    for name, colour in (("before", "#7da453"), ("after", "#b7a182"), ("overlay", "#f4f1e6")):
        picture = Image.new("RGB", (900, 900), colour)
        ImageDraw.Draw(picture).polygon([(300, 300), (640, 340), (600, 620), (280, 580)], outline="red", width=8)
        made[name] = folder / f"{name}.png"
        picture.save(made[name])
    for number in (1, 2):
        picture = Image.new("RGB", (1600, 1200), "#88a0b8")
        ImageDraw.Draw(picture).rectangle((200, 700, 1400, 1200), fill="#6b5b45")
        ImageDraw.Draw(picture).rectangle((600, 300, 1100, 700), fill="#d8d8d8")
        exif = Image.Exif()
        exif[0x0112] = 6 if number == 2 else 1
        made[f"photo{number}"] = folder / f"现场 照片{number}.jpg"
        picture.save(made[f"photo{number}"], exif=exif, quality=90)
    return made


@pytest.fixture()
def samples(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """Template name → made-up content."""
    folder = tmp_path / "图片"
    folder.mkdir()
    return {
        "会审纪要": minutes_sample(), "会审意见表": opinion_sample(), "警示提醒函": letter_sample(),
        "问责比例": ratio_sample(), "图斑卷宗": dossier_sample(folder),
    }  # fmt: skip
