"""会审纪要和警示提醒函: written as PDF and Word with the ledger's figures; what is missing stops them, nothing is half done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from landwatch_plugin.casework.cases import case_of, cases_of
from landwatch_plugin.casework.month_end import rows_of_period, sheet_of
from landwatch_plugin.casework.papers import read_meeting, write_letters, write_minutes
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.letters import left_mu, problem_cases
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Photo, Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import (
    JUNE,
    Listener,
    Month,
    SmallCounty,
    docx_text,
    meeting_file,
    patch_row,
    pdf_text,
    rect,
    saved_copy,
)

SECRET_NUMBER = "990126SJBG26060031"


@pytest.fixture(scope="module")
def minutes(month: Month, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The June minutes and opinion sheet, each as PDF and Word."""
    return write_minutes(month.decided, month.county / "会议.toml", tmp_path_factory.mktemp("纪要"), JUNE)


@pytest.fixture(scope="module")
def letters(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Path]]]:
    """The year's letters from a copy of the ledger, and the copy."""
    ledger = saved_copy(month.decided, tmp_path_factory.mktemp("函"))
    yield ledger, write_letters(ledger, month.county / "会议.toml", ledger.parent, Silent(), "2026年")


@pytest.fixture
def three(small: SmallCounty) -> SmallCounty:
    """Patches of 3.00 亩 of 水田 in two townships, one of them decided 违法."""
    small.receive(*(patch_row(f"{k}", rect(20 + 60 * k, 20, 40, 50)) for k in range(3)))
    small.bind_land()
    small.bind(
        Role.TOWN, (rect(0, 0, 130, 400), {"XZQDM": "1", "XZQMC": "甲镇"}), (rect(130, 0, 900, 400), {"XZQDM": "2", "XZQMC": "乙乡"})
    )
    small.check()
    small.decide("0", "违法", "未报即用", "新增")
    return small


def letter_files(small: SmallCounty, **given: object) -> list[str]:
    """The letters' PDF names."""
    done = write_letters(small.ledger, meeting_file(small.folder), small.folder / "函", Silent(), **given)  # type: ignore[arg-type]
    return [path.name for path in done if path.suffix == ".pdf"]


def said(area: Decimal | None) -> str:
    return f"{area:.2f}"


def test_minutes_and_sheet_come_as_pdf_and_word(minutes: list[Path]) -> None:
    assert [path.name for path in minutes] == [
        "会审纪要_2026年6月_2026-08-27.pdf", "会审纪要_2026年6月_2026-08-27.docx", "会审意见表_2026年6月_2026-08-27.pdf",
        "会审意见表_2026年6月_2026-08-27.docx",
    ]  # fmt: skip
    assert all(path.stat().st_size > 5_000 for path in minutes)
    assert minutes[0].read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("kind", [0, 1], ids=["pdf", "docx"])
def test_the_minutes_figures_are_the_ledger_s(month: Month, minutes: list[Path], kind: int) -> None:
    """Totals, townships and every patch that was decided 违法, in both forms."""
    text = (pdf_text, docx_text)[kind](minutes[kind])
    with Ledger.open(month.decided) as ledger:
        rows = rows_of_period(ledger, JUNE)
        seen = {row.number: ledger.decision_snapshot(row.number) or ledger.check(row.number) for row in rows}
    total = {key: sum((Decimal(str(one.values[key])) for one in seen.values() if one), Decimal(0)) for key in ("patch_mu", "arable_mu")}
    assert f"会议审议图斑{len(rows)}宗，面积{said(total['patch_mu'])}亩，其中耕地{said(total['arable_mu'])}亩" in text
    for row in (row for row in rows if row.verdict == "违法"):
        one = seen[row.number]
        assert one is not None
        own = f"面积{said(Decimal(str(one.values['patch_mu'])))}亩，耕地{said(Decimal(str(one.values['arable_mu'])))}亩"
        assert row.number in text
        assert own in text, row.number
    assert text.count("暂缓判定") >= 1
    assert SECRET_NUMBER not in text


def test_the_sheet_has_every_decided_patch(month: Month, minutes: list[Path]) -> None:
    text = docx_text(minutes[3])
    with Ledger.open(month.decided) as ledger:
        decided = [row.number for row in rows_of_period(ledger, JUNE) if row.verdict]
    assert len(decided) == 29
    assert all(number in text for number in decided)
    assert SECRET_NUMBER not in text


def test_minutes_before_the_meeting_are_refused(month: Month, tmp_path: Path) -> None:
    with pytest.raises(LandwatchError, match="本期图斑尚未会审，没有可写入纪要的决定。 处理办法：请先完成会审判定。"):
        write_minutes(month.checked, month.county / "会议.toml", tmp_path / "文书", JUNE)
    assert not (tmp_path / "文书").exists()


def test_minutes_of_unchecked_patches_are_refused(month: Month, tmp_path: Path) -> None:
    with pytest.raises(LandwatchError, match=r"图斑\w+尚未核查，没有套合数据。 处理办法：请先运行核查"):
        write_minutes(month.received, month.county / "会议.toml", tmp_path)


def test_a_mistyped_period_is_refused(month: Month, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有属于“2027年”的批次"):
        write_minutes(month.decided, month.county / "会议.toml", tmp_path, "2027年")


def test_a_draft_says_so_on_its_pages(three: SmallCounty) -> None:
    plain = write_minutes(three.ledger, meeting_file(three.folder), three.folder / "定稿")
    draft = write_minutes(three.ledger, meeting_file(three.folder), three.folder / "草稿", draft=True)
    assert "草稿" in pdf_text(draft[0])
    assert "草稿" not in pdf_text(plain[0])


def test_a_patch_without_land_data_says_no_data_in_the_minutes(small: SmallCounty) -> None:
    """Never 0.00 亩."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.check()
    small.decide("1", "其他", "实地未变化")
    files = write_minutes(small.ledger, meeting_file(small.folder), small.folder / "文书")
    assert "耕地无数据，永久基本农田无数据" in pdf_text(files[0])
    assert "耕地0.00亩，永久基本农田0.00亩" not in pdf_text(files[0])


@pytest.mark.parametrize("name", ["会议名称", "时间", "地点", "主持人", "记录人", "单位", "日期"])
def test_a_missing_item_of_the_meeting_stops_the_document(three: SmallCounty, name: str) -> None:
    """Named with the file; no file is begun."""
    file = meeting_file(three.folder, **{name: ""})
    with pytest.raises(InputError, match=rf"【会议\.toml】缺少：{name}。 处理办法：请补填后重新生成。"):
        write_minutes(three.ledger, file, three.folder / "文书")
    assert not (three.folder / "文书").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("会议名称 = ", "不符合 TOML 语法"), ('"日期" = "昨天"', "缺少"),
        ('"会议名称"="a"\n"时间"="a"\n"地点"="a"\n"主持人"="a"\n"记录人"="a"\n"单位"="a"\n"日期"="昨天"', "日期“昨天”无法识别"),
        ('"会议名称"="a"\n"时间"="a"\n"地点"="a"\n"主持人"="a"\n"记录人"="a"\n"单位"="a"\n"日期"="2026-08-27"\n"出席"=["张某"]',
         "“出席”应写明单位、姓名和职务"),
    ],
    ids=["语法", "缺项", "日期", "名单"],
)  # fmt: skip
def test_a_meeting_file_that_cannot_be_read_is_named(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "会议.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"【会议\.toml】.*{re.escape(reason)}"):
        read_meeting(file)
    with pytest.raises(InputError, match=r"【没有\.toml】无法读取"):
        read_meeting(tmp_path / "没有.toml")


def test_a_meeting_is_read_with_its_people(tmp_path: Path) -> None:
    """A single demand may stand alone; a date may be TOML's own; a BOM does no harm."""
    file = meeting_file(tmp_path, 会议要求="按期整改", 抄送=["县政府办"])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b'"2026-08-27"', b"2026-08-27"))
    about = read_meeting(file)
    assert about["date"] == date(2026, 8, 27)
    assert about["meeting"]["demands"] == ["按期整改"]
    assert about["cc"] == ["县政府办"]
    assert about["meeting"]["present"] == [{"unit": "某局", "name": "张某", "post": "副局长"}]
    assert about["meeting"]["units"] == ["某局"]
    assert about["code"] == "演自然资"


def test_a_letter_goes_to_every_township_that_needs_one(month: Month, letters: tuple[Path, list[Path]]) -> None:
    """Each once, as PDF and Word, under its number."""
    book = read_rulebook(default_rulebook())
    with Ledger.open(month.decided) as ledger:
        cases = [case_of(ledger, row, book) for row in rows_of_period(ledger, "")]
    wanted = {case.patch.town for case in problem_cases(cases)}
    assert 1 < len(wanted) <= 6
    names = [path.name for path in letters[1]]
    assert {name.split("_")[1] for name in names} == wanted
    assert len(names) == 2 * len(wanted)
    assert sorted(name.split("_")[0] for name in names if name.endswith(".pdf")) == [
        f"演自然资函〔2026〕{k}号" for k in range(1, len(wanted) + 1)
    ]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_letter_s_figures_are_the_ledger_s(month: Month, letters: tuple[Path, list[Path]], suffix: str) -> None:
    """Areas, what is left, the ratio, and each problem patch by number; no patch of another township."""
    book = read_rulebook(default_rulebook())
    with Ledger.open(month.decided) as ledger:
        rows = rows_of_period(ledger, "2026年")
        cases = [case_of(ledger, row, book) for row in rows]
        for path in (path for path in letters[1] if path.suffix == suffix):
            town = path.name.split("_")[1]
            text = (pdf_text if suffix == ".pdf" else docx_text)(path)
            own = [case for case in cases if case.patch.town == town]
            illegal = [case for case in own if case.verdict == "违法"]
            left = sum((left_mu(case) for case in illegal), Decimal(0))
            mu = sum((case.mu for case in illegal), Decimal(0))
            assert f"疑似违法用地{len(illegal)}宗，面积{said(mu)}亩" in text
            assert f"未整改{said(left)}亩" in text
            sheet = sheet_of(ledger, [row for row in rows if row.town == town], book)
            assert f"违法占用耕地面积{said(sheet.numerator)}亩" in text
            assert sheet.percent_text in text
            numbers = {case.number for case in problem_cases(own)}
            assert set(re.findall(r"990126SJBG\d{8}", text)) == numbers


def test_a_letter_made_again_keeps_its_number(month: Month, letters: tuple[Path, list[Path]]) -> None:
    """The same township and period: the same number, and one entry in the register."""
    ledger, first = letters
    second = write_letters(ledger, month.county / "会议.toml", ledger.parent, Silent(), "2026年")
    assert second == first
    with Ledger.open(ledger) as opened:
        register = opened.letters()
    assert len(register) == len(first) // 2
    assert len({entry[0] for entry in register}) == len(register)


def test_another_period_is_another_letter(three: SmallCounty) -> None:
    assert letter_files(three, period=JUNE) == ["演自然资函〔2026〕1号_甲镇_警示提醒函.pdf"]
    assert letter_files(three, period="2026年") == ["演自然资函〔2026〕2号_甲镇_警示提醒函.pdf"]
    assert letter_files(three, period=JUNE) == ["演自然资函〔2026〕1号_甲镇_警示提醒函.pdf"]


def test_only_the_townships_asked_for(three: SmallCounty) -> None:
    three.decide("2", "违法", "未报即用", "新增")
    assert letter_files(three, towns=["乙乡"]) == ["演自然资函〔2026〕1号_乙乡_警示提醒函.pdf"]
    assert len(letter_files(three)) == 2


def test_a_township_that_needs_no_letter_is_named(three: SmallCounty) -> None:
    with pytest.raises(InputError, match="没有需要提醒的乡镇“乙乡”。 处理办法：可选：甲镇。"):
        letter_files(three, towns=["乙乡"])


def test_without_anything_left_to_do_there_is_no_letter(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.check()
    small.decide("1", "其他", "实地未变化")
    assert letter_files(small) == []
    with Ledger.open(small.ledger) as ledger:
        assert ledger.letters() == []


def test_a_problem_without_a_township_is_not_passed_over(small: SmallCounty) -> None:
    """No township layer was bound: there is nobody to write to, and that is said."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.check()
    small.decide("1", "违法", "未报即用", "新增")
    with pytest.raises(LandwatchError, match="有1个问题图斑坐落未定，不能确定发函对象：1。 处理办法：请绑定乡镇界图层"):
        letter_files(small)


def test_a_problem_without_land_data_stops_the_letters(three: SmallCounty) -> None:
    """Its cultivated land is unknown: it would be missing from list and rank."""
    three.bindings.pop(Role.LAND)
    three.receive(patch_row("9", rect(300, 20, 40, 50)), batch="2026年7月")
    three.check()
    three.decide("9", "违法", "未报即用", "新增")
    with pytest.raises(LandwatchError, match="违法图斑9没有耕地面积（地类图层未绑定或不闭合）"):
        letter_files(three)
    assert not list(three.folder.glob("函/*"))


@pytest.mark.parametrize(("name", "field"), [("机关代字", "机关代字"), ("联系人", "contact"), ("联系电话", "phone")])
def test_a_letter_without_code_or_contact_is_stopped(three: SmallCounty, name: str, field: str) -> None:
    """Never a blank in its place, and no file."""
    file = meeting_file(three.folder, **{name: ""})
    with pytest.raises(LandwatchError, match=field):
        write_letters(three.ledger, file, three.folder / "函", Silent())
    assert not list(three.folder.glob("函/*.*"))


def test_without_a_code_no_number_is_given_out(three: SmallCounty) -> None:
    with pytest.raises(InputError, match=r"【会议\.toml】缺少：机关代字。"):
        write_letters(three.ledger, meeting_file(three.folder, 机关代字=""), three.folder / "函", Silent())
    with Ledger.open(three.ledger) as ledger:
        assert ledger.letters() == []


def test_cancelling_between_letters_says_what_is_there(three: SmallCounty) -> None:
    """The first letter is whole; the message does not claim that nothing was written."""
    three.decide("2", "违法", "未报即用", "新增")
    with pytest.raises(Cancelled, match="已取消，此前生成的2个文件保留。"):
        write_letters(three.ledger, meeting_file(three.folder), three.folder / "函", Listener(cancel_at=2))
    assert len(list(three.folder.glob("函/*.pdf"))) == 1
    with pytest.raises(Cancelled, match="已取消，未写入任何结果。"):
        write_letters(three.ledger, meeting_file(three.folder), three.folder / "空", Listener(cancel_at=1))


def test_the_letters_leave_the_journal_whole(letters: tuple[Path, list[Path]]) -> None:
    with Ledger.open(letters[0]) as ledger:
        assert ledger.verify_journal() is None
        assert sum(entry.act == "发文" for entry in ledger.journal()) == len(letters[1]) // 2


def test_a_letter_knows_nothing_of_later_days(three: SmallCounty) -> None:
    """A remedy accepted after the day of issue is not 已整改 in the letter."""
    with Ledger.open(three.ledger) as ledger:
        rows = rows_of_period(ledger, "")
        illegal = next(row for row in rows if row.verdict == "违法")
        ledger.add_remedies([Remedy(illegal.number, "补办", Decimal("0.50"), "文〔2026〕9号", date(2026, 12, 1))])
        book = read_rulebook(default_rulebook())
        early = next(c for c in cases_of(ledger, rows, book, date(2026, 9, 1)) if c.number == illegal.number)
        late = next(c for c in cases_of(ledger, rows, book, date(2026, 12, 31)) if c.number == illegal.number)
    assert (early.remedied_mu, late.remedied_mu) == (Decimal("0.00"), Decimal("0.50"))


def test_minutes_and_letters_do_not_need_the_photo_files(three: SmallCounty) -> None:
    """They print none; only a volume does."""
    with Ledger.open(three.ledger) as ledger:
        number = ledger.numbers()[0]
        ledger.add_photos([Photo(number, str(three.folder / "搬走了.jpg"))])
    assert write_minutes(three.ledger, meeting_file(three.folder), three.folder / "文书")
