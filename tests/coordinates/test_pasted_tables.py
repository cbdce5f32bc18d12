"""粘贴表格: columns by header and by content, blocks side by side, and which lines end a ring or are refused."""

from __future__ import annotations

import pytest

from landwatch_plugin.coordinates.pasted_lines import Line, header_word, is_header, line_of, pairs_in, refuse_broken
from landwatch_plugin.coordinates.pasted_table import NONE, Table, Wish, read_table
from landwatch_plugin.domain.errors import InputError

N, Z, E = "3098620.000", "38512000.000", "512000.000"


def table(text: str, **wish: object) -> Table:
    return read_table(text, Wish(**wish))  # type: ignore[arg-type]


def line(text: str) -> Line:
    return line_of(1, text, None, None)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("点号", "label"), ("拐点编号", "label"), ("界址点号", "label"), ("序号", "label"), ("圈号", "ring"), ("地块圈号", "ring"),
        ("X", "north"), ("X坐标", "north"), ("X(m)", "north"), ("x 坐标", "north"), ("纵坐标X", "north"), ("纬度", "north"), ("北坐标", "north"),
        ("B", "north"), ("Y", "east"), ("Y坐标（米）", "east"), ("横坐标", "east"), ("经度(°′″)", "east"), ("东坐标", "east"), ("L", "east"),
        ("标高上限", "top"), ("采深下限(m)", "bottom"), ("备注", None), ("BSM", None), ("XZQ", None), ("", None),
        ("某某石灰岩矿矿区范围拐点坐标一览表", None),
    ],
)  # fmt: skip
def test_header_words(cell: str, key: str | None) -> None:
    assert header_word(cell.replace("（", "(").replace("）", ")")) == key


def test_a_header_names_two_columns_and_holds_no_coordinate() -> None:
    assert is_header(line("点号 X坐标 Y坐标"))
    assert not is_header(line("拐点坐标表"))
    assert not is_header(line(f"点号 X坐标 {Z}"))


@pytest.mark.parametrize(
    ("cells", "pairs"),
    [
        ([N, Z], [(0, 1)]), ([Z, N], [(1, 0)]), (["1", N, E], [(1, 2)]), (["1", N, Z, "2", N, Z], [(1, 2), (4, 5)]),
        (["28.0100", "112.5824"], [(0, 1)]), (["28", "112"], []), (["5", "28.0100", "112.5824"], [(1, 2)]), ([N, N], []), ([Z, Z], []),
        ([N], []), ([], []), (["512001", N, Z], [(1, 2)]), ([N, "", Z], []), (["30.12", "114.25"], []),
    ],
)  # fmt: skip
def test_pairs_are_neighbours_of_fitting_size(cells: list[str], pairs: list[tuple[int, int]]) -> None:
    """Two figures behind the point are an area or a share, and no angle."""
    assert pairs_in(cells) == pairs


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (f"J1 {N} {Z}\nJ2 {N} {Z}\nJ3 {N} {Z}", {"label": 0, "north": 1, "east": 2}),
        (f"{N} {Z}\n{N} {Z}\n{N} {Z}", {"north": 0, "east": 1}),
        (f"J1,1,{N},{Z}\nJ2,1,{N},{Z}\nJ3,1,{N},{Z}", {"label": 0, "ring": 1, "north": 2, "east": 3}),
        (f"1 J1 {N} {Z}\n2 J2 {N} {Z}\n3 J3 {N} {Z}", {"label": 1, "north": 2, "east": 3}),
        (f"1 J1 {Z} {N}\n1 J2 {Z} {N}\n1 J3 {Z} {N}", {"ring": 0, "label": 1, "north": 3, "east": 2}),
        (f"序号\t点号\tX\tY\n1\tJ1\t{N}\t{Z}\n2\tJ2\t{N}\t{Z}", {"label": 1, "north": 2, "east": 3}),
        (f"点号\tX\tY\t备注\n1\t{N}\t{Z}\t界桩\n2\t{N}\t{Z}\t", {"label": 0, "north": 1, "east": 2}),
        (f"名称\tX坐标\tY坐标\nJ1\t{N}\t{Z}\nJ2\t{N}\t{Z}", {"label": 0, "north": 1, "east": 2}),
    ],
)
def test_columns_are_told_by_header_or_content(text: str, columns: dict[str, int]) -> None:
    assert table(text).columns == columns


def test_the_user_s_columns_go_before_the_guess() -> None:
    text = f"1 J1 {N} {Z}\n2 J2 {N} {Z}\n3 J3 {N} {Z}"
    assert table(text, label=0).columns["label"] == 0
    assert "label" not in table(text, label=NONE).columns
    assert table(text, ring=0, label=1).columns == {"north": 2, "east": 3, "label": 1, "ring": 0}


def test_columns_are_called_by_their_header_or_by_an_example() -> None:
    assert table(f"点号\tX\tY\n1\t{N}\t{Z}\n2\t{N}\t{Z}").titles == ["点号", "X", "Y"]
    assert table(f"1 {N} {Z}\n2 {N} {Z}").titles == ["如1", f"如{N}", f"如{Z}"]


def test_rings_are_parted_by_none() -> None:
    """A gap, a heading, and a table that goes on overleaf."""
    two = f"1 {N} {Z}\n2 {N} {Z}\n3 {N} {Z}"
    assert table(f"{two}\n\n{two}").points.count(None) == 1
    assert table(f"{two}\n第二块\n{two}").points.count(None) == 1
    assert table(f"{two}\n续表\n{two}").points.count(None) == 0
    assert table(f"{two}\n\n{two}", one_ring=True).points.count(None) == 0


def test_lines_that_are_no_points_are_kept_as_texts() -> None:
    assert table(f"某某矿\n1 {N} {Z}\n2 {N} {Z}\n以下空白").texts == [(1, "某某矿"), (4, "以下空白")]


@pytest.mark.parametrize(
    "text",
    [
        "第2圈",
        "圈2",
        "2",
        "②",
        "内圈：",
        "二、",
        "备注：以上为2000坐标系",
        "坐标系=2000国家大地坐标系",
        "点号 X坐标 Y坐标",
        "5,1.2,1,甲,面,,用途,,@",
    ],
)
def test_headings_and_remarks_pass(text: str) -> None:
    refuse_broken(line(text), 3)


@pytest.mark.parametrize(
    "text",
    [
        "J5",
        f"5 {N}",
        f"{Z}",
        "5 309**** 3851****",
        "5 3.1E+06 3.9E+07",
        "5 甲 乙",
        "J5 界桩遗失",
        "1 2",
        f"合计 {Z}",
        "5 3098620.0O0 512000",
        "3: X=3098620.0。Y=38512000.0甲",
        "北3098620.0东38512000.0",
    ],
)
def test_what_may_have_been_a_point_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_broken(line(text), 3)
    assert caught.value.row == 1 and caught.value.cure


def test_a_block_that_slipped_is_refused() -> None:
    """A cell too many in the first block would push the second one's numbers out of their columns."""
    good = f"1\t{N}\t{Z}\t3\t{N}\t{Z}"
    with pytest.raises(InputError, match="对不上列") as caught:
        table(f"{good}\n2\t{N}\t{Z}\t\t4\t{N}\t{Z}\n{good}")
    assert caught.value.row == 2


def test_three_blocks_side_by_side() -> None:
    """Read down each block in turn."""
    rows = "\n".join("\t".join(f"{at + 2 * block}\t{N}\t{Z}" for block in range(3)) for at in (1, 2))
    labels = [point.cell(0) for point in table(rows).points if point is not None]
    assert labels == ["1", "2", "3", "4", "5", "6"]
