"""外业、整改、会审的表格和照片: every row is taken or listed with file, row and cure; nothing is read by halves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from landwatch_plugin.casework.field_work import (
    TableReport,
    import_decisions,
    import_facts,
    import_photos,
    import_remedies,
    read_table,
)
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import Month, SmallCounty, patch_row, photograph, rect, write_rows

Row = dict[str, str]


@pytest.fixture
def two(small: SmallCounty) -> SmallCounty:
    """Patches 1 and 2, checked against land alone."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50)))
    small.bind_land()
    small.check()
    return small


def plain_photo(path: Path) -> Path:
    """A JPEG of which nothing is known."""
    Image.new("RGB", (32, 24), "#668844").save(path)
    return path


def facts_row(number: str = "1", **given: str) -> Row:
    return {
        "图斑编号": number,
        "实地用途": "工业用地",
        "建设时间": "2026-03-01",
        "核查人": "李某",
        "举证材料": "",
    } | given


def decision_row(number: str = "1", **given: str) -> Row:
    return {
        "图斑编号": number, "动作": "判定", "判定": "违法", "子类": "未报即用", "理由": "未取得用地手续", "标签": "新增", "整改期限": "2026-10-31",
        "责任单位": "青禾镇",
    } | given  # fmt: skip


def remedy_row(number: str = "1", **given: str) -> Row:
    return {
        "图斑编号": number, "整改方式": "拆除复耕", "耕地面积亩": "1.20", "文号": "验〔2026〕1号", "日期": "2026-09-18", "证明材料": "照片",
    } | given  # fmt: skip


def run(small: SmallCounty, take: Callable[[Path, Any], TableReport], *rows: Row) -> TableReport:
    path = write_rows(small.folder / "表.csv", *rows)
    if take is import_decisions:
        review = Review(small.ledger, operator="会审组")
        try:
            return take(path, review)
        finally:
            review.close()
    with Ledger.open(small.ledger) as ledger:
        return take(path, ledger)


def refusal(report: TableReport) -> str:
    """The one line of a table whose only row was refused."""
    assert (report.rows, report.taken, len(report.refused)) == (1, 0, 1)
    return report.refused[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_tables_are_read_in_utf8_and_gbk(tmp_path: Path, encoding: str) -> None:
    """As Excel and WPS save them; row numbers are those of the file."""
    path = tmp_path / "外业.csv"
    path.write_bytes("图斑编号,实地用途\r\n001, 水田 \r\n\r\n002,\r\n".encode(encoding))
    assert list(read_table(path, ("图斑编号",))) == [
        (2, {"图斑编号": "001", "实地用途": "水田"}),
        (4, {"图斑编号": "002", "实地用途": ""}),
    ]


def test_missing_columns_are_named_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "外业.csv"
    path.write_text("编号,用途\n1,水田\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"【外业\.csv】缺少列：图斑编号。 处理办法：现有列：编号、用途。"):
        list(read_table(path, ("图斑编号",)))
    with pytest.raises(InputError, match=r"【没有\.csv】无法读取"):
        list(read_table(tmp_path / "没有.csv", ()))


def test_facts_and_evidence_are_kept(two: SmallCounty) -> None:
    """Evidence is a list in one cell, whatever mark stands between."""
    report = run(two, import_facts, facts_row(举证材料="批准文件；红线坐标、用地协议,备案表"))
    assert (report.rows, report.taken, report.refused) == (1, 1, [])
    with Ledger.open(two.ledger) as ledger:
        assert ledger.facts("1") == {"实地用途": "工业用地", "建设时间": "2026-03-01", "核查人": "李某"}
        assert ledger.evidence("1") == {"批准文件", "红线坐标", "用地协议", "备案表"}


def test_an_unknown_number_is_listed_and_the_rest_taken(two: SmallCounty) -> None:
    report = run(two, import_facts, facts_row("1"), facts_row("404"), facts_row("2"))
    assert (report.rows, report.taken) == (3, 2)
    assert report.refused[0].startswith("【表.csv】第3行：台账中没有图斑 404。 处理办法：")


def test_a_building_date_that_cannot_be_read_is_refused(two: SmallCounty) -> None:
    """Half of the row is not taken either."""
    assert "建设时间“去年秋天”无法识别" in refusal(run(two, import_facts, facts_row(建设时间="去年秋天")))
    with Ledger.open(two.ledger) as ledger:
        assert ledger.facts("1") == {}


def test_remedies_are_kept_exactly(two: SmallCounty) -> None:
    run(two, import_remedies, remedy_row(), remedy_row(耕地面积亩="0.35", 文号="验〔2026〕2号", 日期="2026年9月20日"))
    with Ledger.open(two.ledger) as ledger:
        got = ledger.remedies("1")
    assert [(one.kind, one.arable_mu, one.on) for one in got] == [
        ("拆除复耕", Decimal("1.20"), date(2026, 9, 18)), ("拆除复耕", Decimal("0.35"), date(2026, 9, 20)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"耕地面积亩": "约一亩"}, "耕地面积“约一亩”不是数字"), ({"耕地面积亩": ""}, "耕地面积“”不是数字"),
        ({"耕地面积亩": "NaN"}, "耕地面积“NaN”不是数字"), ({"耕地面积亩": "Infinity"}, "耕地面积“Infinity”不是数字"),
        ({"耕地面积亩": "0"}, "应大于 0"), ({"耕地面积亩": "-3"}, "应大于 0"), ({"日期": "不详"}, "日期“不详”无法识别"),
        ({"图斑编号": ""}, "台账中没有图斑"),
    ],
)  # fmt: skip
def test_a_remedy_that_makes_no_sense_is_refused(two: SmallCounty, given: Row, said: str) -> None:
    assert said in refusal(run(two, import_remedies, remedy_row(**given)))
    with Ledger.open(two.ledger) as ledger:
        assert ledger.remedies() == []


def test_the_same_remedy_is_not_counted_twice(two: SmallCounty) -> None:
    report = run(two, import_remedies, remedy_row(), remedy_row())
    assert (report.taken, len(report.refused)) == (1, 1)


def test_decisions_pass_the_dock_s_own_door(two: SmallCounty) -> None:
    """Class, sub-type, tags, owner, deadline; signed and with the figures of the day."""
    report = run(two, import_decisions, decision_row(标签="新增; 非农化 "))
    assert report.refused == []
    with Ledger.open(two.ledger) as ledger:
        row, decision = ledger.row("1"), ledger.decision("1")
        assert ledger.decision_snapshot("1") == ledger.check("1")
    assert decision is not None
    assert (row.state, row.verdict, row.subtype, row.owner) == (State.DECIDED, "违法", "未报即用", "青禾镇")
    assert (decision.tags, decision.deadline, decision.by) == (("新增", "非农化"), date(2026, 10, 31), "会审组")


def test_putting_off_is_a_decision_without_class(two: SmallCounty) -> None:
    run(two, import_decisions, decision_row(动作="暂缓", 判定="", 子类="", 理由="拟分割"))
    with Ledger.open(two.ledger) as ledger:
        assert ledger.row("1").state is State.DEFERRED
        assert ledger.row("1").verdict == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"动作": "撤销"}, "动作“撤销”无法识别"), ({"动作": ""}, "动作“”无法识别"),
        ({"子类": "未报既用"}, "没有“违法—未报既用”这一类型"), ({"判定": "合法"}, "没有“合法—未报即用”这一类型"),
        ({"理由": ""}, "判定与程序建议不同，须写明理由"), ({"动作": "暂缓", "理由": " "}, "暂缓须写明原因"),
        ({"整改期限": "十月底"}, "整改期限“十月底”无法识别"), ({"标签": "新曾"}, "标签“新曾”不在规则手册中"),
        ({"主体类型": "火星人"}, "主体类型“火星人”不在规则手册中"), ({"标签": "新增、存量"}, "标签“新增”“存量”不能同时选用"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_stand_is_listed(two: SmallCounty, given: Row, said: str) -> None:
    """A misspelt 存量 would put a patch into the ratio: no tag is taken that the book does not know."""
    assert said in refusal(run(two, import_decisions, decision_row(**given)))
    with Ledger.open(two.ledger) as ledger:
        assert ledger.decision("1") is None


def test_the_kind_of_party_comes_with_the_decision(two: SmallCounty) -> None:
    assert run(two, import_decisions, decision_row(主体类型="村民")).refused == []
    with Ledger.open(two.ledger) as ledger:
        assert ledger.row("1").party == "村民"


def test_evidence_that_the_book_does_not_know_is_told(two: SmallCounty) -> None:
    """It counts for nothing; swallowed, nobody would know why the list still misses it."""

    def take(path: Path, ledger: Ledger) -> TableReport:
        return import_facts(path, ledger, "外业组", {"批准文件", "现场照片"})

    report = run(two, take, facts_row(举证材料="批准文件；土地批文"), facts_row("2", 举证材料="土地批文"))
    assert (report.taken, report.refused) == (2, [])
    [line] = report.told
    assert line.startswith("【表.csv】举证材料“土地批文”不在规则手册中，不计入必备材料（图斑1、2）。请改用：")


def test_photos_come_with_place_azimuth_and_time(two: SmallCounty) -> None:
    folder = two.folder / "照片"
    folder.mkdir()
    photograph(folder / "1_1.jpg")
    plain_photo(folder / "1_2.JPEG")
    with Ledger.open(two.ledger) as ledger:
        report = import_photos(folder, ledger, "外业组")
        first, second = ledger.photos("1")
    assert (report.rows, report.taken, report.refused) == (2, 2, [])
    assert (first.lat, first.lon) == (pytest.approx(28.01), pytest.approx(114.005))
    assert (first.azimuth, first.taken_at) == (135.0, "2026-07-21T09:30:00")
    assert (second.lon, second.azimuth, second.taken_at) == (None, None, "")
    assert Path(first.path) == folder / "1_1.jpg"
    assert len(first.sha256) == 64


def test_pictures_that_cannot_be_taken_are_listed(two: SmallCounty) -> None:
    """A stranger's, a broken one, another format; what is no picture is passed over. The good one goes in."""
    folder = two.folder / "照片"
    folder.mkdir()
    plain_photo(folder / "2_1.jpg")
    plain_photo(folder / "IMG_0001.jpg")
    (folder / "1_1.jpg").write_bytes(b"\xff\xd8 broken")
    (folder / "1_2.heic").write_bytes(b"ftypheic")
    (folder / "说明.txt").write_text("第一天")
    with Ledger.open(two.ledger) as ledger:
        report = import_photos(folder, ledger)
        assert ledger.photo_counts() == {"2": 1}
    assert (report.rows, report.taken) == (4, 1)
    said = "\n".join(report.refused)
    assert "【1_1.jpg】不是可读的照片文件" in said
    assert "【1_2.heic】不是 JPEG 照片" in said
    assert "【IMG_0001.jpg】文件名不是以台账中的图斑编号开头" in said


def test_the_same_photo_is_registered_once(two: SmallCounty) -> None:
    folder = two.folder / "照片"
    folder.mkdir()
    plain_photo(folder / "1_1.jpg")
    with Ledger.open(two.ledger) as ledger:
        import_photos(folder, ledger)
        import_photos(folder, ledger)
        assert len(ledger.photos("1")) == 1


def test_a_folder_given_by_its_short_name_is_found_again(two: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative to where the command was given, not to the ledger."""
    (two.folder / "外业" / "照片").mkdir(parents=True)
    plain_photo(two.folder / "外业" / "照片" / "1.jpg")
    monkeypatch.chdir(two.folder / "外业")
    with Ledger.open(two.ledger) as ledger:
        import_photos(Path("照片"), ledger)
        assert Path(ledger.photos("1")[0].path).is_file()


def test_a_folder_that_is_not_there_is_named(two: SmallCounty) -> None:
    with Ledger.open(two.ledger) as ledger, pytest.raises(InputError, match="【没有】找不到照片文件夹"):
        import_photos(two.folder / "没有", ledger)


def test_the_county_s_tables_go_in_whole(month: Month, decided: Path) -> None:
    """62 decisions and 9 remedies; the journal names who brought them."""
    with Ledger.open(decided) as ledger:
        states = [row.state for row in ledger.patches()]
        acts = [entry.act for entry in ledger.journal() if entry.who == "会审组"]
    assert states.count(State.DECIDED) == 60
    assert states.count(State.DEFERRED) == 2
    assert len(acts) == 62


PATCH = "990126SJ0001"
HEAD = "图斑编号,动作,判定,子类,理由\n"
GOOD = f"{PATCH},判定,违法,未报即用,未取得用地手续\n"


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        (HEAD + GOOD + f'{PATCH},判定,违法,未报即用,"理由没有收尾\n{GOOD}{GOOD}', 3, "引号没有成对"),
        (HEAD + GOOD + f"{PATCH},判定,违法,未报即用,甲,乙\n", 3, "这一行有6格，表头有5格"),
        (HEAD + GOOD + f"{PATCH},判定,违法\n", 3, "这一行有3格，表头有5格"),
        (HEAD + GOOD + f"{PATCH},判定,违法,未报即用,甲\r,乙\n", 4, "这一行有2格"),
    ],
    ids=["引号", "多一格", "少两格", "行内回车"],
)
def test_a_slip_in_one_row_takes_nothing_of_the_table(tmp_path: Path, text: str, row: int, said: str) -> None:
    """An open quotation mark would swallow every row below it, and a surplus comma shift its columns."""
    path = tmp_path / "决定.csv"
    path.write_bytes(text.encode("utf-8"))
    with pytest.raises(InputError, match=said) as caught:
        list(read_table(path, ("图斑编号",)))
    assert (caught.value.source, caught.value.row) == ("决定.csv", row)


def test_old_line_ends_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "决定.csv"
    path.write_bytes((HEAD + GOOD + GOOD).replace("\n", "\r").encode("gbk"))
    assert [line for line, _ in read_table(path, ("图斑编号",))] == [2, 3]


def test_a_remedy_beyond_the_patch_is_refused_when_it_is_written_down(small: SmallCounty) -> None:
    """99999 亩 for 3.00 could not be taken back later, and would stop the ratio of the whole county."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.check()
    table = write_rows(
        small.folder / "整改.csv",
        {"图斑编号": "1", "整改方式": "拆除复耕", "耕地面积亩": "99999", "文号": "文〔2026〕1号", "日期": "2026-09-01"},
        {"图斑编号": "1", "整改方式": "拆除复耕", "耕地面积亩": "2.00", "文号": "文〔2026〕1号", "日期": "2026-09-01"},
    )
    with Ledger.open(small.ledger) as ledger:
        report = import_remedies(table, ledger)
        assert [str(remedy.arable_mu) for remedy in ledger.remedies("1")] == ["2.00"]
    assert (report.rows, report.taken) == (2, 1)
    assert "大于图斑耕地3.00亩" in report.refused[0]
