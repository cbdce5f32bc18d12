"""纪要、提醒函、卷宗 as algorithms: the same files as the dock's buttons make, and their errors in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessing, QgsProcessingException, QgsProject, QgsVectorLayer

from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, meeting_file, patch_row, pdf_text, rect

FACTS = {"现场情况": "已建成厂房1栋。", "实地用途": "工业用地", "核查人": "李某", "核查日期": "2026-07-22"}


@pytest.fixture
def sitting(small: SmallCounty) -> SmallCounty:
    """Patches 1 and 2 in 甲镇 and 乙乡, both decided 违法, with facts; layers remembered by the check."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    small.bind(
        Role.TOWN, (rect(0, 0, 100, 400), {"XZQDM": "1", "XZQMC": "甲镇"}), (rect(100, 0, 900, 400), {"XZQDM": "2", "XZQMC": "乙乡"})
    )
    for number in ("1", "2"):
        with Ledger.open(small.ledger) as ledger:
            ledger.save_facts(number, FACTS, "外业组")
    small.check()
    for number in ("1", "2"):
        small.decide(number, "违法", "未报即用", "新增")
    return small


def given(small: SmallCounty, **more: Any) -> dict[str, Any]:
    return {"LEDGER": small.ledger, "MEETING": meeting_file(small.folder), "FOLDER": small.folder / "文书"} | more


def names(run: Any) -> list[str]:
    return sorted(Path(path).name for path in run.results["FILES"])


def test_minutes_are_written_into_the_folder(toolbox: Any, sitting: SmallCounty) -> None:
    run = toolbox.run("minutes", **given(sitting, PERIOD=JUNE))
    assert run.results["COUNT"] == 4
    assert run.results["FOLDER"] == str(sitting.folder / "文书")
    assert names(run) == [
        "会审意见表_2026年6月_2026-08-27.docx", "会审意见表_2026年6月_2026-08-27.pdf", "会审纪要_2026年6月_2026-08-27.docx",
        "会审纪要_2026年6月_2026-08-27.pdf",
    ]  # fmt: skip
    assert "已生成4个文件，位于“文书”。" in run.log.lines


def test_letters_are_written_for_every_township(toolbox: Any, sitting: SmallCounty) -> None:
    run = toolbox.run("letters", **given(sitting))
    assert run.results["COUNT"] == 4
    assert {name.split("_")[1] for name in names(run)} == {"甲镇", "乙乡"}


@pytest.mark.parametrize(("towns", "count"), [("甲镇", 2), ("甲镇，乙乡", 4), ("甲镇、乙乡", 4), (" 乙乡 , ", 2)])
def test_townships_may_be_listed_with_any_comma(toolbox: Any, sitting: SmallCounty, towns: str, count: int) -> None:
    assert toolbox.run("letters", **given(sitting, TOWNS=towns)).results["COUNT"] == count


def test_a_letter_keeps_its_number_when_it_is_made_again(toolbox: Any, sitting: SmallCounty) -> None:
    first, second = (toolbox.run("letters", **given(sitting)) for _ in range(2))
    assert names(first) == names(second)


def test_dossiers_are_bound_with_remembered_layers(toolbox: Any, sitting: SmallCounty) -> None:
    """Without a project, as qgis_process runs it."""
    run = toolbox.run("dossiers", **given(sitting, NUMBERS="1"))
    assert names(run) == ["1_卷宗.docx", "1_卷宗.pdf"]
    assert (sitting.folder / "文书" / "图件" / "1" / "overlay.png").is_file()


def test_dossiers_draw_the_project_s_layers(toolbox: Any, sitting: SmallCounty) -> None:
    layer = QgsVectorLayer(sitting.bindings[Role.LAND].source, "地类", "ogr")
    QgsProject.instance().addMapLayer(layer)
    bind(QgsProject.instance(), [binding_of(layer, Role.LAND)])
    assert toolbox.run("dossiers", **given(sitting, NUMBERS="1，2")).results["COUNT"] == 4


@pytest.mark.parametrize("printed", [True, False])
def test_coordinates_are_printed_or_not(toolbox: Any, sitting: SmallCounty, printed: bool) -> None:
    toolbox.run("dossiers", **given(sitting, NUMBERS="1", COORDINATES=printed))
    assert ("东经114" in pdf_text(sitting.folder / "文书" / "1_卷宗.pdf")) is printed


def test_a_draft_is_marked(toolbox: Any, sitting: SmallCounty) -> None:
    toolbox.run("minutes", **given(sitting, PERIOD=JUNE, DRAFT=True))
    assert "草稿" in pdf_text(sitting.folder / "文书" / "会审纪要_2026年6月_2026-08-27.pdf")


def test_a_temporary_folder_will_do(toolbox: Any, sitting: SmallCounty) -> None:
    run = toolbox.run("minutes", **given(sitting, FOLDER=QgsProcessing.TEMPORARY_OUTPUT))
    assert all(Path(path).is_file() for path in run.results["FILES"])
    assert Path(run.results["FOLDER"]).is_absolute()


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("minutes", {"PERIOD": "2025年"}, "没有属于“2025年”的批次"),
        ("letters", {"TOWNS": "丙镇"}, "没有需要提醒的乡镇“丙镇”。 处理办法：可选：甲镇、乙乡。"),
        ("dossiers", {"NUMBERS": "9"}, "台账中没有图斑9"),
        ("minutes", {"MEETING": "没有.toml"}, "【没有.toml】无法读取"),
        ("letters", {"LEDGER": "没有.gpkg"}, "找不到台账“没有.gpkg”"),
    ],
)
def test_errors_come_in_chinese_with_their_cure(
    toolbox: Any, sitting: SmallCounty, name: str, more: dict[str, str], said: str
) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        toolbox.run(name, **given(sitting, **more))
    assert said in str(caught.value)
    assert "处理办法：" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert not (sitting.folder / "文书").exists()


def test_a_missing_fact_fails_the_dossier(toolbox: Any, sitting: SmallCounty) -> None:
    with Ledger.open(sitting.ledger) as ledger:
        ledger.save_facts("1", {"核查人": ""}, "外业组")
    with pytest.raises(QgsProcessingException, match="图斑1没有外业核查记录“核查人”"):
        toolbox.run("dossiers", **given(sitting, NUMBERS="1"))
    assert not list(sitting.folder.glob("文书/*.*"))


def test_a_cancelled_run_stops_between_volumes(toolbox: Any, sitting: SmallCounty, new_log: Any) -> None:
    log = new_log()
    log.cancel()
    with pytest.raises(QgsProcessingException, match="已取消"):
        toolbox.run("dossiers", log=log, **given(sitting))
    assert not list(sitting.folder.glob("文书/*.pdf"))
