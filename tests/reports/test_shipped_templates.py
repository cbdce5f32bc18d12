"""The shipped templates: complete, honest about their fields, and worded as the law allows."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports import blocks as b
from landwatch_plugin.reports.directives import DIRECTIVES
from landwatch_plugin.reports.render import read_template, template_path
from landwatch_plugin.reports.template import field_titles
from landwatch_plugin.reports.wording import FILTERS

pytestmark = pytest.mark.thorough

TEMPLATES = ("会审纪要", "会审意见表", "警示提醒函", "问责比例", "图斑卷宗")
OPTIONAL = "（可空）"


def text_of(document: b.Document) -> str:
    return repr(document)


def change(content: dict[str, Any], path: str, remove: bool) -> None:
    """Empty or remove a field everywhere, e.g. "items[].owner"."""
    places: list[Any] = [content]
    *parents, last = path.split(".")
    for name in parents:
        places = [place[name.removesuffix("[]")] for place in places if place.get(name.removesuffix("[]")) is not None]
        if name.endswith("[]"):
            places = [row for rows in places for row in rows]
    for place in places:
        if remove:
            place.pop(last, None)
        else:
            place[last] = None


def used_paths(content: Any, path: str = "") -> set[str]:
    """Every path that a sample fills."""
    if isinstance(content, dict):
        return {p for key, value in content.items() for p in used_paths(value, f"{path}.{key}" if path else key)}
    if isinstance(content, list) and content and isinstance(content[0], dict):
        return {p for row in content for p in used_paths(row, f"{path}[]")}
    return {path}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_makes_a_document_from_its_sample(name: str, samples: dict[str, Any]) -> None:
    assert read_template(name, samples[name]).title


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_needed_field_stops_the_document_when_it_is_empty_or_missing(name: str, samples: dict[str, Any]) -> None:
    for path, title in field_titles(template_path(name)).items():
        if title.endswith(OPTIONAL):
            continue
        for remove in (False, True):
            content = copy.deepcopy(samples[name])
            change(content, path, remove)
            with pytest.raises(TemplateError) as caught:
                read_template(name, content)
            assert title in str(caught.value), path
            assert f"模板“{name}.txt”第" in str(caught.value)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_field_that_may_be_empty_may_be_empty(name: str, samples: dict[str, Any]) -> None:
    for path, title in field_titles(template_path(name)).items():
        if title.endswith(OPTIONAL):
            content = copy.deepcopy(samples[name])
            change(content, path, remove=False)
            read_template(name, content)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_field_used_is_listed_at_the_template_s_head(name: str) -> None:
    text = template_path(name).read_text(encoding="utf-8").partition("#}")[2]
    documented = {re.sub(r"\[\]", "", path).split(".")[-1] for path in field_titles(template_path(name))}
    own = set(re.findall(r"{%-? *(?:for|set) (\w+)", text)) | {"loop"}
    used = {part for path in re.findall(r"{[{%][^}%]*?([a-z_]\w*(?:\.\w+)+)", text) for part in path.split(".")[1:]}
    assert used - documented - own - {"index", "first", "last", "endswith"} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_lets_the_image_or_the_program_conclude(name: str, samples: dict[str, Any]) -> None:
    text = template_path(name).read_text(encoding="utf-8") + text_of(read_template(name, samples[name]))
    assert not re.search("卫片证明|影像证明|罚款|没收|处以|行政处罚决定|责令拆除", text)


@pytest.mark.parametrize("name", ["会审纪要", "警示提醒函", "图斑卷宗"])
def test_documents_about_patches_say_that_a_patch_is_only_a_clue(name: str, samples: dict[str, Any]) -> None:
    text = text_of(read_template(name, samples[name]))
    assert "图斑仅作为问题线索" in text
    assert "经核查" in text


def test_the_minutes_number_their_chapters_without_gaps(samples: dict[str, Any]) -> None:
    for dropped in ("deferred", "big", "dissent"):
        content = samples["会审纪要"] | {dropped: []}
        (section,) = read_template("会审纪要", content).sections
        chapters = [block.text[0] for block in section.blocks if isinstance(block, b.Heading) and block.level == 1]
        assert chapters == list("一二三四五六七"[: len(chapters)])


def test_the_minutes_table_sums_to_its_totals(samples: dict[str, Any]) -> None:
    (section,) = read_template("会审纪要", samples["会审纪要"]).sections
    (table,) = [block for block in section.blocks if isinstance(block, b.Table)]
    rows = [[cell.text for cell in row.cells if cell] for row in table.rows[1:]]
    for column in range(1, 8):
        assert sum(Decimal(row[column]) for row in rows[:-1]) == Decimal(rows[-1][column])


def test_the_minutes_name_who_was_there_in_the_standard_s_order(samples: dict[str, Any]) -> None:
    (section,) = read_template("会审纪要", samples["会审纪要"]).sections
    assert [block.label for block in section.blocks if isinstance(block, b.Roster)] == ["出席", "请假", "列席", "记录"]


def test_the_letter_lists_each_problem_in_its_annex(samples: dict[str, Any]) -> None:
    (section,) = read_template("警示提醒函", samples["警示提醒函"]).sections
    (table,) = [block for block in section.blocks if isinstance(block, b.Table)]
    assert len(table.rows) == 1 + 18 + 1
    assert [cell.text for cell in table.rows[5].cells if cell][5] == "无数据"


def test_a_letter_without_problems_has_no_annex(samples: dict[str, Any]) -> None:
    (section,) = read_template("警示提醒函", samples["警示提醒函"] | {"problems": [], "rank": 0}).sections
    assert not [block for block in section.blocks if isinstance(block, (b.Table, b.Attachments, b.AnnexMark))]
    assert "列第" not in repr(section)


@pytest.mark.parametrize(("town", "you"), [("甲乡", "你乡"), ("乙街道", "你街道"), ("丙镇", "你镇")])
def test_the_letter_addresses_the_township_rightly(town: str, you: str, samples: dict[str, Any]) -> None:
    text = text_of(read_template("警示提醒函", samples["警示提醒函"] | {"town": town}))
    assert f"共下发{you}图斑" in text
    assert f"{town}人民政府：" in text


def test_the_opinion_form_has_a_signature_cell_for_every_unit_and_patch(samples: dict[str, Any]) -> None:
    (section,) = read_template("会审意见表", samples["会审意见表"]).sections
    assert section.landscape
    (table,) = [block for block in section.blocks if isinstance(block, b.Table)]
    assert all(len(row.cells) == 8 + 6 for row in table.rows)
    assert table.row_height >= 12


def test_an_undecided_dossier_says_so_and_leaves_nothing_out(samples: dict[str, Any]) -> None:
    content = samples["图斑卷宗"] | {
        "decision": None,
        "facts": None,
        "areas": [],
        "findings": [],
        "evidence": [],
        "photos": [],
    }
    content["pictures"] = {"before": None, "after": None, "overlay": None}
    text = text_of(read_template("图斑卷宗", content))
    for words in (
        "尚未经集体会审判定",
        "尚未录入现场核查情况",
        "未关联前时相影像",
        "未关联后时相影像",
        "未生成套合分析图",
        "尚无地类套合结果",
    ):
        assert words in text


def test_the_dossier_tells_no_data_from_not_touched(samples: dict[str, Any]) -> None:
    text = text_of(read_template("图斑卷宗", samples["图斑卷宗"]))
    assert "检查未完成的图层：永久基本农田、设施农用地备案。" in text
    assert "不等于未压占" in text


def test_the_dossier_numbers_only_its_pieces(samples: dict[str, Any]) -> None:
    sections = read_template("图斑卷宗", samples["图斑卷宗"]).sections
    assert [section.numbers for section in sections] == ["无", "上外侧", "无"]
    assert read_template("图斑卷宗", samples["图斑卷宗"]).items[0].title == "图斑核查情况说明"


def test_the_ratio_sheet_shows_its_formula_with_numbers(samples: dict[str, Any]) -> None:
    text = text_of(read_template("问责比例", samples["问责比例"]))
    for words in ("V－R－P－M", "180.00－0.00－60.00－0.00", "120.00÷1000.00", "12.00%", "另有2宗图斑尚未判定"):
        assert words in text


def test_the_staff_s_guide_explains_every_directive_and_filter() -> None:
    guide = Path(template_path("会审纪要").parent, "模板说明.md").read_text(encoding="utf-8")
    assert [name for name in (*DIRECTIVES, "版式", "横向", "纵向", "页码", "正文") if f"`@{name}`" not in guide] == []
    assert [name for name in (*FILTERS, "汉字", "合计", "默认") if f"|{name}" not in guide] == []
