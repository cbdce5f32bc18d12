"""涉军涉密 in the real QGIS desktop: the band in Chinese, the question whose default is no, list and map without the patch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo.project import build_project
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, patch_row, rect, write_rows

SCRIPT = Path(__file__).parent / "scripts" / "secret_in_desktop.py"
HIDDEN, OPEN = "990126SJBG26060077", "990126SJBG26060001"


@pytest.fixture(scope="module")
def seen(
    in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, qgis_app: object
) -> tuple[dict[str, Any], Path]:
    """What QGIS reported, and the ledger that it left."""
    county = SmallCounty(tmp_path_factory.mktemp("desktop_secret"))
    county.bind_land()
    county.batch(patch_row(OPEN, rect(20, 20, 50, 40)), patch_row(HIDDEN, rect(120, 20, 50, 40)), name="图斑")
    write_rows(
        county.folder / "外业核查.csv",
        {"图斑编号": OPEN, "实地用途": "工业用地", "备注": ""}, {"图斑编号": HIDDEN, "实地用途": "库房", "备注": "疑为军事管理区"},
    )  # fmt: skip
    project = county.folder / "小县.qgz"
    sources = {role: binding.source for role, binding in county.bindings.items()}
    build_project(project, sources, read_rulebook(default_rulebook())).clear()
    env = {"LANDWATCH_FOLDER": str(county.folder), "LANDWATCH_PATCH": HIDDEN}
    return in_desktop(SCRIPT, project=project, env=env), county.ledger


def test_the_band_asks_in_the_officials_words(seen: tuple[dict[str, Any], Path]) -> None:
    shown, text, detail = seen[0]["band"]
    assert shown
    assert "外业记录含涉军涉密字样，请确认是否按涉军涉密另行报送" in text.replace("\u200b", "")
    assert "“备注”中有“军事”字样" in detail
    assert seen[0]["waiting"] == [HIDDEN]


def test_nothing_of_it_is_written_meanwhile(seen: tuple[dict[str, Any], Path]) -> None:
    [text] = seen[0]["written"]
    assert OPEN in text and HIDDEN not in text
    assert "自查图斑1个" in seen[0]["conclusion"] and "1个图斑待确认涉军涉密，未列入" in seen[0]["conclusion"]


def test_the_question_defaults_to_no_and_then_list_and_map_forget_it(seen: tuple[dict[str, Any], Path]) -> None:
    result, ledger = seen
    assert HIDDEN in result["asked"] and result["default"] == "取消"
    assert (result["on_map"], result["left_on_map"], result["left_in_list"]) == ([OPEN, HIDDEN], [OPEN], [OPEN])
    with Ledger.open(ledger) as opened:
        assert (opened.numbers(), opened.secret_count(), opened.is_scrub_pending()) == ([OPEN], 1, False)
        assert opened.verify_journal() is None
