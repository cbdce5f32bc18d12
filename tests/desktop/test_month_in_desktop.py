"""The month's work in the real QGIS desktop, where its own libraries surround ours: figures, keys, papers, leaving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from demo.project import build_project
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, paper, patch_row, rect, write_rows

SCRIPT = Path(__file__).parent / "scripts" / "month_in_desktop.py"
NUMBER = "990126SJBG26060001"
MEETING = """
"会议名称" = "演示县图斑集体会审会议"
"期号" = "第1期"
"时间" = "2026年6月20日上午9:00"
"日期" = "2026-06-20"
"地点" = "三楼会议室"
"主持人" = "孙某"
"记录人" = "钱某"
"单位" = "演示县自然资源局"
"机关代字" = "演自然资"
[["出席"]]
"单位" = "自然资源局"
"姓名" = "孙某"
"职务" = "副局长"
"""


@pytest.fixture(scope="module")
def month(
    in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, qgis_app: object
) -> tuple[dict[str, Any], Path]:
    """What QGIS reported, and the folder in which it worked. The patch: 3.00 亩 of paddy inside an approval."""
    county = SmallCounty(tmp_path_factory.mktemp("desktop_month"))
    patch = rect(20, 20, 50, 40)
    county.bind_land()
    county.bind_grounds(batch=[(rect(10, 10, 80, 80), paper("演政土批〔2025〕1号", "2025-12-01"))])
    county.batch(patch_row(NUMBER, patch), name="图斑")
    write_rows(
        county.folder / "外业核查.csv",
        {"图斑编号": NUMBER, "现场情况": "经现场核查，已建成厂房1栋。", "实地用途": "工业用地", "建设时间": "2026-03-01",
         "核查人": "李某、王某", "核查日期": "2026-06-10", "举证材料": "批准文件;红线坐标;现场照片"},
    )  # fmt: skip
    (county.folder / "会议.toml").write_text(MEETING, encoding="utf-8")
    sources = {role: binding.source for role, binding in county.bindings.items()}
    project = county.folder / "小县.qgz"
    build_project(project, sources, read_rulebook(default_rulebook())).clear()
    env = {"LANDWATCH_FOLDER": str(county.folder), "LANDWATCH_LAND": sources[Role.LAND]}
    return in_desktop(SCRIPT, project=project, env=env), county.folder


def test_overlay_in_the_desktop_gives_the_true_areas(month: tuple[dict[str, Any], Path]) -> None:
    """2000 m² of paddy, to the square centimetre, with QGIS's GEOS and the wheels' side by side."""
    seen, _ = month
    assert (seen["received"], seen["checked"]) == (1, 1)
    assert [row[:2] for row in seen["shares"]] == [[NUMBER, "0101"]]
    assert seen["shares"][0][2] == pytest.approx(2000.0, abs=0.01)


def test_two_keys_decide_and_one_takes_back(month: tuple[dict[str, Any], Path]) -> None:
    """1, Enter takes the suggestion; Ctrl+Z takes it back; the journal keeps all three acts."""
    seen, folder = month
    assert seen["number"] == NUMBER
    assert seen["decided"] == seen["again"] == f"合法—{seen['suggested']}" == "合法—已批准建设用地（批次）"
    assert seen["undone"] == ""
    with Ledger.open(folder / "台账.gpkg") as ledger:
        acts = [entry.act for entry in ledger.history(NUMBER) if not entry.act.startswith("月核")]
        assert acts[-3:] == ["会审", "撤销", "会审"]
        assert ledger.verify_journal() is None


def test_the_desktop_writes_pdf_and_word(month: tuple[dict[str, Any], Path]) -> None:
    """Minutes and dossier open again and say what was decided."""
    seen, folder = month
    kinds = [Path(name).suffix for name in seen["files"]]
    assert (kinds.count(".pdf"), kinds.count(".docx")) == (3, 3)
    dossier = next(name for name in seen["files"] if name.startswith(NUMBER) and name.endswith(".pdf"))
    text = "".join(page.extract_text() for page in PdfReader(folder / "文书" / dossier).pages)
    assert NUMBER in text
    assert "3.00" in text
    minutes = next(name for name in seen["files"] if name.startswith("会审纪要") and name.endswith(".docx"))
    words = "".join(paragraph.text for paragraph in docx.Document(str(folder / "文书" / minutes)).paragraphs)
    assert "集体审议" in words


def test_the_self_check_lists_what_is_missing(month: tuple[dict[str, Any], Path]) -> None:
    """Photos were ticked and none is registered; the list below the map says so, and the journal keeps it."""
    seen, folder = month
    assert seen["problems"] == [[NUMBER, "J-03"]]
    with Ledger.open(folder / "台账.gpkg") as ledger:
        assert [kept.check for kept in ledger.self_check_problems()] == ["J-03"]


def test_unloading_after_work_leaves_no_dock_and_no_outline(month: tuple[dict[str, Any], Path]) -> None:
    """The project's layers stay; what the plugin put on the window and the map goes."""
    seen, _ = month
    assert seen["docks_left"] == []
    assert seen["rubber_left"] == []
    assert seen["layers_kept"]
