"""拆分、撤销拆分、月核锁定 as algorithms: what the toolbox does to a ledger and says in its log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from landwatch_plugin.domain.patch import State
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JUNE, SmallCounty, layer_of, paper, patch_row, rect

NUMBER = "990126SJBG26060001"


@pytest.fixture
def half(small: SmallCounty) -> SmallCounty:
    """7.50 亩, of which 4.50 inside an approval; received, with the layers bound in the project and not checked yet."""
    small.bind_land()
    small.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("演政土批〔2025〕26号", "2025-12-10"))])
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50)))
    project, bound = QgsProject.instance(), []
    for role, binding in small.bindings.items():
        layer = QgsVectorLayer(binding.source, role.title, "ogr")
        project.addMapLayer(layer)
        bound.append(binding_of(layer, role))
    bind(project, bound)
    return small


def rows(path: Path) -> list[tuple[str, State]]:
    with Ledger.open(path) as ledger:
        return [(row.number, row.state) for row in ledger.patches()]


def test_a_patch_is_split_and_its_children_checked(toolbox: Any, half: SmallCounty) -> None:
    run = toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=0, REASON="一半有批文", OPERATOR="张某")
    assert (run.results["COUNT"], run.results["NUMBERS"]) == (2, [f"{NUMBER}_1", f"{NUMBER}_2"])
    assert run.log.lines == [
        f"图斑{NUMBER}，7.50亩，按批准范围：", f"{NUMBER}_1　4.50亩　60.0%　批准范围内",
        f"{NUMBER}_2　3.00亩　40.0%　批准范围外", "合计7.50亩，与原图斑一致。", f"图斑{NUMBER}已拆分为2个。",
    ]  # fmt: skip
    assert rows(half.ledger) == [(f"{NUMBER}_1", State.SCREENED), (f"{NUMBER}_2", State.SCREENED)]
    with Ledger.open(half.ledger) as ledger:
        entry = next(entry for entry in ledger.history(NUMBER) if entry.act == "拆分")
    assert (entry.who, entry.text.endswith("理由：一半有批文")) == ("张某", True)


def test_a_preview_writes_nothing(toolbox: Any, half: SmallCounty) -> None:
    run = toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=1, PREVIEW=True)
    assert run.results["COUNT"] == 0
    assert sorted(line.split("　")[-1] for line in run.log.lines[1:-1]) == ["旱地（0103）", "水田（0101）"]
    assert rows(half.ledger) == [(NUMBER, State.RECEIVED)]


def test_lines_of_a_layer_split_too(toolbox: Any, half: SmallCounty) -> None:
    line = layer_of(
        [(shapely.LineString([(38_500_210, 3_100_000), (38_500_210, 3_100_100)]), {"K": "1"})],
        "LineString",
        name="界线",
    )
    QgsProject.instance().addMapLayer(line)
    run = toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=2, LAYER=line)
    assert run.log.lines[:3] == [
        f"图斑{NUMBER}，7.50亩，按图层要素（界线）：",
        f"{NUMBER}_1　4.50亩　60.0%",
        f"{NUMBER}_2　3.00亩　40.0%",
    ]


def test_without_any_layer_the_children_wait_for_their_check(toolbox: Any, small: SmallCounty) -> None:
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50)))
    layer = layer_of([(rect(140, 0, 40, 100), {"K": "1"})], name="面")
    QgsProject.instance().addMapLayer(layer)
    run = toolbox.run("splitpatch", LEDGER=small.ledger, NUMBER=NUMBER, METHOD=2, LAYER=layer)
    assert run.log.warnings == ["没有可用的图层，子图斑尚未核查，请绑定图层后运行核查。"]
    assert [state for _, state in rows(small.ledger)] == [State.RECEIVED] * 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"NUMBER": "没有", "METHOD": 0}, "台账中没有图斑 没有"),
        ({"NUMBER": NUMBER, "METHOD": 2}, "没有指定线图层或面图层"),
        ({"NUMBER": NUMBER, "METHOD": 3}, "没有给出界址点坐标"),
        ({"NUMBER": NUMBER, "METHOD": 3, "CORNERS": "1 31000** 385001**"}, "第1行：.*被遮盖的数字"),
        ({"NUMBER": NUMBER, "METHOD": 3, "CORNERS": "1 3100010 三八五"}, "没有认出成对的坐标"),
        (
            {"NUMBER": NUMBER, "METHOD": 3, "CORNERS_FILE": "没有.txt"},
            r"没有.txt】无法读取（找不到文件）.*请检查文件是否存在",
        ),
    ],
)
def test_what_cannot_be_split_is_named(given: dict[str, Any], said: str, toolbox: Any, half: SmallCounty) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        toolbox.run("splitpatch", LEDGER=half.ledger, **given)


RING = "J1,1,3100010,38500140\nJ2,1,3100090,38500140\nJ3,1,3100090,38500210\nJ4,1,3100010,38500210\nJ1,1,3100010,38500140\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_of_boundary_points_splits(encoding: str, toolbox: Any, half: SmallCounty) -> None:
    """The exchange text as surveyors hand it in, header and all; pasted or as a file."""
    text = f"[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n4,0.56,1,某地块,面,,工业用地,,@\n{RING}"
    file = half.folder / "界址点.txt"
    file.write_text(text, encoding=encoding)
    run = toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=3, CORNERS_FILE=str(file), PREVIEW=True)
    assert run.log.lines[:4] == [
        f"图斑{NUMBER}，7.50亩，按界址点坐标：", f"{NUMBER}_1　4.50亩　60.0%　坐标范围内", f"{NUMBER}_2　3.00亩　40.0%　坐标范围外",
        "合计7.50亩，与原图斑一致。",
    ]  # fmt: skip
    run = toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=3, CORNERS=RING)
    assert run.results["COUNT"] == 2
    both = {"CORNERS": RING, "CORNERS_FILE": str(file)}
    with pytest.raises(QgsProcessingException, match="只能给出一种"):
        toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=f"{NUMBER}_1", METHOD=3, **both)


def test_what_is_wrong_in_a_coordinate_text_is_told_of_the_file(toolbox: Any, half: SmallCounty) -> None:
    file = half.folder / "界址点.txt"
    file.write_text("J1 31000** 385001**\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"【界址点.txt】第1行") as caught:
        toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=3, CORNERS_FILE=str(file))
    assert "粘贴的坐标" not in str(caught.value)


def test_what_forbids_a_split_is_said_before_any_layer_is_read(toolbox: Any, half: SmallCounty) -> None:
    """Remedies were entered; even the preview is refused, and the way that has no layer does not come up."""
    with Ledger.open(half.ledger) as ledger:
        ledger.add_remedies([Remedy(NUMBER, "拆除复耕", Decimal("0.50"), "验收1号", date(2026, 9, 1))])
    with pytest.raises(QgsProcessingException, match=r"已登记整改.*处理办法：请按整体判定"):
        toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=2, PREVIEW=True)


def test_a_split_is_taken_back_from_a_child(toolbox: Any, half: SmallCounty) -> None:
    toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=0)
    run = toolbox.run("rejoinpatch", LEDGER=half.ledger, NUMBER=f"{NUMBER}_2", REASON="界线画错")
    assert run.log.lines == [f"已撤销图斑{NUMBER}的拆分。"]
    assert rows(half.ledger) == [(NUMBER, State.RECEIVED)]


def test_a_locked_month_is_neither_split_nor_rejoined(toolbox: Any, half: SmallCounty) -> None:
    """Reopening wants a reason."""
    with Ledger.open(half.ledger) as ledger:
        ledger.lock_batch(JUNE, "王五")
    with pytest.raises(QgsProcessingException, match="月核锁定，不能再更改"):
        toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=0)
    with pytest.raises(QgsProcessingException, match="须写明理由"):
        toolbox.run("lockmonth", LEDGER=half.ledger, BATCH=JUNE, REOPEN=True)
    run = toolbox.run("lockmonth", LEDGER=half.ledger, BATCH=JUNE, REOPEN=True, REASON="市级退回")
    assert run.log.lines == ["批次“2026年6月”已解除锁定。"]
    assert toolbox.run("splitpatch", LEDGER=half.ledger, NUMBER=NUMBER, METHOD=0).results["COUNT"] == 2
