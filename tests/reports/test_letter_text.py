"""The shipped letter and minutes word for word, as a clerk would proof-read them."""

from __future__ import annotations

from typing import Any

import pytest

from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.render import read_template

pytestmark = pytest.mark.thorough


def body(name: str, content: dict[str, Any]) -> list[str]:
    found = []
    for section in read_template(name, content).sections:
        for block in section.blocks:
            if isinstance(block, b.Heading):
                found.append(block.text + block.tail)
            elif isinstance(block, b.Paragraph):
                found.append(block.text)
    return found


def test_the_letter_reads_as_an_official_would_write_it(samples: dict[str, Any]) -> None:
    content = samples["警示提醒函"]
    content["problems"] = content["problems"][:2]
    assert body("警示提醒函", content) == [
        "根据自然资源部卫片执法工作部署和我县卫片执法工作安排，我局对你镇2026年6月卫片执法图斑进行了核查和集体会审。图斑仅作为问题线索，"
        "有关事实以核查和举证为准。现将有关情况函告如下。",
        "一、基本情况",
        "2026年6月共下发你镇图斑27宗，已判定25宗。经核查，疑似违法用地19宗，面积221.40亩，其中耕地150.00亩、永久基本农田12.30亩。"
        "疑似违法占用的耕地中，已整改2.40亩，未整改147.60亩，未整改耕地面积由多到少在全县6个乡镇（街道）中列第1位。",
        "按现行口径测算，你镇违法占用耕地面积147.60亩，新增建设用地占用耕地面积520.00亩，比例为28.38%。",
        "二、存在的主要问题",
        "经核查，你镇尚有2宗图斑未整改到位（详见附件），主要为：",
        "1.图斑990101SJBG26210000（㙍头0村），面积12.30亩，其中耕地8.20亩，部分整改，整改时限：2026年9月30日。",
        "2.图斑990101SJBG26210001（㙍头1村），面积12.30亩，其中耕地8.20亩，未整改，整改时限：2026年9月30日。",
        "三、工作要求",
        "（一）压实属地责任。对本函所列问题图斑逐宗落实整改责任人和整改措施，切实消除土地违法状态。",
        "（二）能够拆除复耕的尽快拆除复耕到位，符合条件的依法依规补办用地手续，及时提供整改举证材料。",
        "请于2026年7月15日前将整改情况书面反馈我局。逾期未反馈或者整改不到位的，我局将按程序发送执法监督建议函，"
        "并报请县人民政府开展约谈。",
        "联系人：乙二，联系电话：0000-0000000。",
    ]


def test_the_minutes_read_as_an_official_would_write_them(samples: dict[str, Any]) -> None:
    content = samples["会审纪要"]
    content["items"] = content["items"][:1]
    assert body("会审纪要", content) == [
        "2026年7月3日15时，甲一一在县自然资源局三楼会议室主持召开演示县2026年6月卫片执法图斑集体会审会议，集体审议"
        "2026年6月卫片执法图斑判定意见。图斑仅作为问题线索，各宗图斑的事实以核查和举证为准。现将会议情况纪要如下。",
        "一、图斑总体情况",
        "会议审议图斑54宗，面积819.12亩，其中耕地219.00亩、永久基本农田12.30亩。各乡镇（街道）情况见下表。",
        "二、判定结果",
        "（一）合法用地18宗，面积300.00亩。其中：已批准建设用地12宗210.00亩，供地6宗90.00亩。",
        "（二）违法用地18宗，面积419.12亩。其中：未批先建18宗419.12亩。",
        "（三）其他用地12宗，面积100.00亩。",
        "（四）暂缓判定1宗。由责任单位补充核查后提请下次会议审议。",
        "三、逐宗审议情况",
        "（一）图斑990101SJBG26210000，演示镇𨭉家0村。面积12.30亩，耕地8.20亩，永久基本农田0.00亩，生态保护红线1.20亩。预筛建议：违法·未批先建。"
        "会议判定：违法（未批先建）。理由：经核查，未取得用地批准文件，疑似于2026年3月开工建设钢结构厂房一座，占用耕地8.20亩。"
        "依据：规则R-03。尚需补充举证：勘测定界图、用地主体询问笔录。责任单位：演示镇人民政府。完成时限：2026年9月30日。",
        "四、暂缓判定的图斑",
        "（一）图斑990101SJBG26210099，柳林河乡石桥村。暂缓理由：用地批准文件与红线不一致，待核。",
        "五、占用耕地五十亩以上的图斑",
        "（一）图斑990101SJBG26210004，大堡子镇大堡子村。占用耕地52.10亩。实地核查情况：待领导小组实地核查后补记。",
        "六、异议和保留意见",
        "1.县农业农村局对990101SJBG26210003号图斑设施农业用途认定保留意见。",
        "七、会议要求",
        "（一）压实属地责任。各乡镇要对照问题清单逐宗落实整改责任人，九月底前整改到位。",
        "（二）补齐举证材料。缺勘测定界图的由责任单位于七月十五日前补齐。",
    ]


def test_the_minutes_say_how_many_patches_their_sums_leave_out(samples: dict[str, Any]) -> None:
    content = samples["会审纪要"]
    content["totals"] |= {"without_land": 0, "without_farmland": 3}
    assert (
        "会议审议图斑54宗，面积819.12亩，其中耕地219.00亩、永久基本农田12.30亩（3宗无永久基本农田数据，未计入）。各乡镇（街道）情况见下表。"
        in body("会审纪要", content)
    )


def test_minutes_with_no_dissent_recorded_do_not_claim_agreement(samples: dict[str, Any]) -> None:
    text = body("会审纪要", samples["会审纪要"] | {"dissent": []})
    assert "会议未记录到异议或保留意见。" in text
    assert not any("一致同意" in each or "无异议" in each for each in text)


def test_a_long_sitting_discusses_the_key_patches_and_lists_all_in_an_annex(samples: dict[str, Any]) -> None:
    content = samples["会审纪要"]
    content["key_items"] = content["items"][:2]
    (section,) = read_template("会审纪要", content).sections
    tables = [block for block in section.blocks if isinstance(block, b.Table)]
    assert len(tables[1].rows) == 1 + len(content["items"]) + 1
    assert sum("会议判定" in (getattr(block, "tail", "")) for block in section.blocks) == 2
    assert [block.names for block in section.blocks if isinstance(block, b.Attachments)] == [
        ("2026年6月卫片执法图斑判定结果清单",)
    ]


def test_an_item_without_owner_or_deadline_has_no_empty_phrase(samples: dict[str, Any]) -> None:
    text = next(each for each in body("会审纪要", samples["会审纪要"]) if "0088" in each)
    assert "责任单位" not in text and "完成时限" not in text and "依据" not in text
    assert "耕地无数据，" in text
    assert "。。" not in text and "：。" not in text


def test_no_document_has_doubled_or_dangling_marks(samples: dict[str, Any]) -> None:
    for name in ("会审纪要", "警示提醒函", "图斑卷宗", "问责比例"):
        for text in body(name, samples[name]):
            assert "，，" not in text and "。。" not in text and "、。" not in text and "：。" not in text, text
            assert "None" not in text and "{" not in text, text


def test_the_dossier_s_statement_reads_as_an_official_would_write_it(samples: dict[str, Any]) -> None:
    text = body("图斑卷宗", samples["图斑卷宗"])
    assert text[:3] == [
        "一、图斑基本情况",
        "二、地类和套合情况",
        "经套合分析，该图斑占用地类为旱地（0103）8.20亩、农村道路（1006）4.10亩；其中耕地8.20亩，永久基本农田无数据。",
    ]
    assert "经套合，压占批次用地4.10亩（占33.33%），文号演政地〔2024〕123号、演政地〔2025〕7号。" in text
    assert "会审判定：违法（未批先建）。理由：未取得用地批准文件的部分8.20亩，经核查疑似擅自建设。" in text
    assert "预筛建议：违法·未批先建（部分）。预筛建议由程序依规则手册给出，不代替集体会审判定。" in text
