"""图斑卷宗: one volume a patch with its pictures and the ledger's figures; a missing fact or photo leaves no half of one."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from landwatch_plugin.casework.cases import case_of, cases_of
from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.dossiers import Order, bind_dossiers
from landwatch_plugin.casework.field_work import import_photos
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import (
    Listener,
    Month,
    SmallCounty,
    county_bindings,
    docx_text,
    meeting_file,
    paper,
    patch_row,
    pdf_text,
    photograph,
    rect,
    tiny_image,
)

FACTS = {"现场情况": "已建成厂房1栋。", "实地用途": "工业用地", "核查人": "李某、王某", "核查日期": "2026-07-22"}
COORDINATE = r"东经\d+\.\d+|北纬\d+\.\d+"


def facts(small: SmallCounty, number: str, **given: str) -> None:
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts(number, FACTS | given, "外业组")


def photos(small: SmallCounty, *numbers: str) -> Path:
    """A photo with position, azimuth and time for each number."""
    folder = small.folder / "照片"
    folder.mkdir(exist_ok=True)
    for number in numbers:
        photograph(folder / f"{number}_1.jpg")
    with Ledger.open(small.ledger) as ledger:
        assert not import_photos(folder, ledger).refused
    return folder


@pytest.fixture
def two(small: SmallCounty) -> SmallCounty:
    """Patches 1 and 2 with facts and a photo; 1 is decided; land, a paper and both images are bound."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(220, 20, 40, 50)))
    small.bind_land()
    small.bind(Role.BATCH, (rect(20, 20, 40, 25), paper("甲政土〔2025〕1号", "2025-01-01")))
    for number in ("1", "2"):
        facts(small, number)
    photos(small, "1")
    small.check()
    small.decide("1", "违法", "批少占多", "新增", reason="超出批准范围")
    for role in (Role.BEFORE, Role.AFTER):
        small.bindings[role] = Binding(role, str(tiny_image(small.folder / f"{role.value}.tif")), "gdal")
    return small


def bind(small: SmallCounty, order: Order | None = None, **given: Any) -> list[Path]:
    bound = given.pop("bindings", list(small.bindings.values()))
    return bind_dossiers(
        small.ledger,
        meeting_file(small.folder),
        small.folder / "卷宗",
        bound,
        order or Order(),
        given.pop("feedback", Silent()),
    )


def only(*numbers: str, **given: Any) -> Order:
    return Order(numbers=numbers, **given)


def test_one_volume_a_patch_in_both_forms(two: SmallCounty) -> None:
    """With the pictures they are made of beside them."""
    files = bind(two)
    assert [path.name for path in files] == ["1_卷宗.pdf", "1_卷宗.docx", "2_卷宗.pdf", "2_卷宗.docx"]
    pictures = {path.stem for path in (two.folder / "卷宗" / "图件" / "1").iterdir()}
    assert pictures == {"before", "after", "overlay"}
    for path in (two.folder / "卷宗" / "图件" / "1").iterdir():
        with Image.open(path) as picture:
            assert min(picture.size) >= 1000


def test_a_volume_names_who_signed_the_book(two: SmallCounty) -> None:
    """Name and day of the book that the figures were judged by, in place of 未核定."""
    own = two.folder / "本县.toml"
    own.write_text(
        '[book]\nid = "本县"\ntitle = "本县手册"\nversion = "1"\nextends = "2022-default"\n'
        'signed_by = "某某"\nsigned_on = "2026-06-20"\n',
        encoding="utf-8",
    )
    check(two.ledger, list(two.bindings.values()), own, Silent())
    text = pdf_text(bind(two, only("2"))[0])
    assert "某某2026年6月20日核定" in text and "未核定" not in text


@pytest.mark.parametrize("kind", [0, 1], ids=["pdf", "docx"])
def test_a_volume_says_what_the_ledger_holds(two: SmallCounty, kind: int) -> None:
    """Areas, land classes, papers, facts, decision, rules tried; and each image."""
    files = bind(two, only("1"))
    text = (pdf_text, docx_text)[kind](files[kind])
    check = two.checked("1")
    for said in (
        f"{check.values['patch_mu']}亩", "水田（0101）3.00亩", "批次用地", "50.00%", "甲政土〔2025〕1号", "已建成厂房1栋。", "违法（批少占多）", "超出批准范围",
        "2022-default", "未核定", check.rulebook.replace(" ", ""), "W-04", "李某",
    ):  # fmt: skip
        assert said in text, said
    if kind == 0:
        assert sum(len(page.images) for page in pypdf.PdfReader(files[0]).pages) >= 4
    else:
        assert sum(name.startswith("word/media/") for name in zipfile.ZipFile(files[1]).namelist()) >= 4


def test_an_undecided_patch_says_so(two: SmallCounty) -> None:
    text = pdf_text(bind(two, only("2"))[0])
    assert "该图斑尚未经集体会审判定" in text
    assert "判定依据" not in text


@pytest.mark.parametrize("name", list(FACTS))
def test_a_missing_fact_stops_the_volume_and_leaves_nothing(two: SmallCounty, name: str) -> None:
    """No PDF, no Word file, no picture of that patch."""
    with Ledger.open(two.ledger) as ledger:
        ledger.save_facts("1", {name: ""}, "外业组")
    with pytest.raises(LandwatchError, match=rf"图斑1没有外业核查记录“{name}”。 处理办法：请补充外业核查表"):
        bind(two, only("1"))
    assert not list(two.folder.glob("卷宗/**/*.*"))


def test_a_moved_photo_stops_the_volume_and_leaves_nothing(two: SmallCounty) -> None:
    """Named by file and folder; never an empty frame."""
    (two.folder / "照片" / "1_1.jpg").unlink()
    with pytest.raises(
        LandwatchError, match=r"图斑1的照片“1_1\.jpg”找不到。 处理办法：请放回 .*照片，或重新登记照片。"
    ):
        bind(two, only("1"))
    assert not list(two.folder.glob("卷宗/**/*.*"))


def test_a_broken_photo_stops_the_volume(two: SmallCounty) -> None:
    """No half-written file stays behind."""
    (two.folder / "照片" / "1_1.jpg").write_bytes(b"\xff\xd8 broken")
    with pytest.raises(LandwatchError, match=r"1_1\.jpg"):
        bind(two, only("1"))
    assert not list(two.folder.glob("卷宗/*.*"))


def test_a_moved_image_stops_the_volumes(two: SmallCounty) -> None:
    Path(two.bindings[Role.AFTER].source).unlink()
    with pytest.raises(InputError, match="后时相影像无法打开"):
        bind(two)


def test_an_image_that_is_not_bound_is_said_to_be(two: SmallCounty) -> None:
    del two.bindings[Role.BEFORE]
    text = pdf_text(bind(two, only("1"))[0])
    assert "未关联前时相影像" in text


def test_without_any_layer_there_is_no_picture_to_bind(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    facts(small, "1")
    small.check()
    with pytest.raises(LandwatchError, match="没有可以成图的图层"):
        bind(small)


@pytest.mark.parametrize("printed", [True, False])
def test_the_switch_takes_every_coordinate_off_paper(two: SmallCounty, printed: bool) -> None:
    """Centre and photo positions in PDF and Word, and the EXIF of the photos inside."""
    files = bind(two, only("1", coordinates=printed))
    for text in (pdf_text(files[0]), docx_text(files[1])):
        assert bool(re.search(COORDINATE, text)) is printed
    with zipfile.ZipFile(files[1]) as word:
        for name in (name for name in word.namelist() if name.startswith("word/media/")):
            with word.open(name) as file, Image.open(file) as picture:
                assert not picture.getexif().get_ifd(0x8825)


def test_the_photo_s_caption_tells_time_and_azimuth(two: SmallCounty) -> None:
    text = docx_text(bind(two, only("1"))[1])
    assert "拍摄于2026-07-2109:30，方位角135°" in text


def test_the_original_photo_is_left_as_it_was(two: SmallCounty) -> None:
    before = (two.folder / "照片" / "1_1.jpg").read_bytes()
    bind(two, only("1"))
    assert (two.folder / "照片" / "1_1.jpg").read_bytes() == before


def test_an_unknown_number_is_refused_before_anything_is_drawn(two: SmallCounty) -> None:
    with pytest.raises(InputError, match="台账中没有图斑9。 处理办法：请核对编号和期间。"):
        bind(two, only("1", "9"))
    assert not (two.folder / "卷宗").exists()


def test_only_one_form_when_asked(two: SmallCounty) -> None:
    assert [path.suffix for path in bind(two, only("1", formats=("pdf",)))] == [".pdf"]


def test_a_number_that_is_no_file_name_is_made_one(small: SmallCounty) -> None:
    small.receive(patch_row("甲/1:2", rect(20, 20, 40, 50)))
    small.bind_land()
    facts(small, "甲/1:2")
    small.check()
    assert [path.name for path in bind(small)] == ["甲_1_2_卷宗.pdf", "甲_1_2_卷宗.docx"]


def test_the_second_run_replaces_the_first(two: SmallCounty) -> None:
    """No copies, no leftovers of the writing."""
    bind(two, only("1"))
    bind(two, only("1"))
    assert sorted(path.name for path in (two.folder / "卷宗").iterdir()) == ["1_卷宗.docx", "1_卷宗.pdf", "图件"]


def test_cancelling_keeps_the_volumes_that_are_done(two: SmallCounty) -> None:
    with pytest.raises(Cancelled, match="此前生成的2个文件保留"):
        bind(two, feedback=Listener(cancel_at=2))
    assert sorted(path.name for path in two.folder.glob("卷宗/*.pdf")) == ["1_卷宗.pdf"]


def test_without_bindings_the_remembered_layers_are_drawn(two: SmallCounty) -> None:
    """The images were not bound when the check ran: they are said to be missing, the overlay map is there."""
    files = bind(two, only("1"), bindings=[])
    assert "未关联前时相影像" in pdf_text(files[0])
    assert (two.folder / "卷宗" / "图件" / "1" / "overlay.png").is_file()


def test_a_patch_that_does_not_close_has_no_land_figures_on_paper(small: SmallCounty) -> None:
    """无数据 in text and table; not 0.00."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land(gap=rect(30, 30, 2, 2))
    facts(small, "1")
    small.check()
    text = pdf_text(bind(small)[0])
    assert "尚无地类套合结果" in text
    assert "耕地无数据无数据" in text
    assert "耕地0.00" not in text


def test_a_case_carries_what_the_meeting_saw(two: SmallCounty) -> None:
    """After another check the volume still shows the decision's snapshot; an undecided patch the latest check."""
    seen = two.checked("1")
    two.bind(Role.LAND, (rect(0, 0, 800, 400), {"DLBM": "0601"}))
    two.check()
    book = read_rulebook(default_rulebook())
    with Ledger.open(two.ledger) as ledger:
        first, second = cases_of(ledger, ledger.patches(), book)
    assert first.check == seen
    assert second.check.values["built_mu"] == Decimal("3.00")


def test_a_case_knows_what_has_been_put_right(two: SmallCounty) -> None:
    """拆除复耕 and 补办 count as put right, 重大基础设施 is only treated apart."""
    rows = [("拆除复耕", "0.50"), ("补办", "0.25"), ("重大基础设施", "1.00")]
    with Ledger.open(two.ledger) as ledger:
        ledger.add_remedies([Remedy("1", kind, Decimal(mu), f"{kind}1号", date(2026, 9, 1)) for kind, mu in rows])
        one = case_of(ledger, ledger.row("1"), read_rulebook(default_rulebook()))
    assert one.remedied_mu == Decimal("0.75")


def test_a_volume_of_the_county_has_its_figures(month: Month, tmp_path: Path) -> None:
    """June no. 2 under two approvals: every land class with its 亩, and both numbers."""
    number = "990126SJBG26060002"
    files = bind_dossiers(
        month.decided, month.county / "会议.toml", tmp_path, county_bindings(month.county), only(number), Silent()
    )
    text = pdf_text(files[0])
    book = read_rulebook(default_rulebook())
    with Ledger.open(month.decided) as ledger:
        check = ledger.decision_snapshot(number)
    assert check is not None
    for share in (share for share in check.shares if share.role is Role.LAND):
        assert f"{book.land.title(share.land_class)}{share.mu}亩".replace(" ", "") in text
    for one in check.papers:
        assert one.number in text
    assert "990126SJBG26060031" not in text
