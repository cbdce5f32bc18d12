"""涉军涉密 in every output: one patch with names and numbers of its own, then all that the toolbox can write is searched."""

from __future__ import annotations

import html
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from qgis.core import QgsProcessingException

from landwatch_plugin.casework.review import TO_CONFIRM, Filter, Review
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.checklist_file import default_checklist
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Photo, Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import EAST, NORTH, SmallCounty, meeting_file, patch_row, photograph, rect, ring, write_rows

pytestmark = pytest.mark.thorough

HIDDEN = "990126SJ0777"
OPEN = ("990126SJ0001", "990126SJ0002", "990126SJ0003")
CORNERS = ((300, 20), (377.125, 20), (371.625, 88.375), (300, 81))
WORDS = (HIDDEN, "SJ0777", "哨所村", "围墙甲乙丙", "某部丁戊", "演军〔2026〕77号", "三十五号门")
"""Number, place, record, holder, paper and reason that nothing else has."""
NUMBERS = (EAST + 377.125, EAST + 371.625, NORTH + 88.375)
DIGITS = ("500377.125", "500371.625", "3100088.375")
MARKED = "三十五号门"
TOLD = "1个图斑待确认涉军涉密，未列入"


@pytest.fixture
def county(small: SmallCounty) -> SmallCounty:
    """Four illegal patches on 水田 and 旱地, decided, with facts and photos; the last is the one to hide, and the third lies
    over its edge."""
    rows = [patch_row(number, rect(20 + 135 * at, 20, 40, 50)) for at, number in enumerate(OPEN)]
    small.receive(*rows, patch_row(HIDDEN, ring(*CORNERS)))
    small.bind_land()
    small.bind_grounds()
    small.bind(Role.TOWN, (rect(0, 0, 1000, 1000), {"XZQDM": "990126100", "XZQMC": "青禾镇"}))
    small.bind(
        Role.VILLAGE, (rect(0, 0, 320, 400), {"ZLDWDM": "990126100001", "ZLDWMC": "柳林村"}),
        (rect(320, 0, 500, 400), {"ZLDWDM": "990126100002", "ZLDWMC": "哨所村"}),
    )  # fmt: skip
    for number, holder, found in (
        (OPEN[0], "某公司", "厂房1栋"),
        (OPEN[1], "某村民", "仓房1间"),
        (OPEN[2], "某合作社", "库房1间"),
        (HIDDEN, "某部丁戊", "围墙甲乙丙"),
    ):
        fill_in(small, number, holder, found)
    small.check()
    for number, reason in ((OPEN[0], "会议研究"), (OPEN[1], "会议研究"), (OPEN[2], "会议研究"), (HIDDEN, MARKED)):
        small.decide(number, "违法", "未报即用", "非农化", "新增", reason=reason)
    with Ledger.open(small.ledger) as ledger:
        ledger.add_remedies([Remedy(HIDDEN, "补办", Decimal("0.50"), "演军〔2026〕77号", date(2026, 8, 1))])
    return small


def fill_in(small: SmallCounty, number: str, holder: str, found: str) -> None:
    path = photograph(small.folder / f"{number}_1.jpg")
    facts = {
        "用地主体": holder,
        "冻结登记": "未冻结",
        "现场情况": found,
        "建设时间": "2026-03-01",
        "实地用途": "工业用地",
        "核查人": "李某、王某",
        "核查日期": "2026-07-22",
    }
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts(number, facts, "外业组")
        ledger.add_photos([Photo(number, str(path), number, taken_at="2026-07-21T09:30:00")])
        ledger.set_evidence(number, "停工通知书", True, "张某")


def marked(small: SmallCounty) -> None:
    review = Review(small.ledger, operator="张某")
    review.mark_secret(HIDDEN)
    review.close()


def doubtful(small: SmallCounty) -> None:
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts(HIDDEN, {"备注": "疑为军事设施，围墙甲乙丙"}, "外业组")


@dataclass
class Made:
    """Everything that was written and said."""

    folder: Path
    said: list[str] = field(default_factory=list)


def make_all(toolbox: Any, small: SmallCounty) -> Made:
    """Every algorithm that writes from the ledger or its layer."""
    made = Made(small.folder / "成果")
    made.folder.mkdir()
    meeting, layer = meeting_file(small.folder), f"{small.ledger}|layername=patches"

    def run(name: str, **given: Any) -> None:
        done = toolbox.run(name, **given)
        made.said += [*done.log.lines, *done.log.warnings, str(done.results)]

    out = {
        name: str(made.folder / name)
        for name in ("a.xlsx", "b.xlsx", "c.xlsx", "f.gpkg", "g.gpkg", "h.gpkg", "i.gpkg", "j.gpkg")
    }
    bound = small.bindings
    with Ledger.open(small.ledger) as ledger:
        for number in ledger.numbers():
            ledger.save_facts(number, {"建设时间": "2026-03-05"}, "外业组")
    run("checkpatches", LEDGER=small.ledger, OUTPUT=out["f.gpkg"], CHANGES=out["g.gpkg"])
    run("selfcheck", LEDGER=small.ledger, OUTPUT=out["a.xlsx"], TODAY="2026-11-22")
    run("accountability", LEDGER=small.ledger, OUTPUT=out["b.xlsx"], MEETING=meeting)
    run(
        "comparerulebooks",
        LEDGER=small.ledger,
        AFTER=default_rulebook().with_name("2026-hebei.toml"),
        OUTPUT=out["c.xlsx"],
    )
    for name in ("minutes", "letters", "dossiers"):
        run(name, LEDGER=small.ledger, MEETING=meeting, FOLDER=made.folder / name)
    run("exportcoordinates", INPUT=layer, NUMBER_FIELD="number", NAME_FIELD="village", FOLDER=made.folder / "坐标")
    run("exportcoordinates", INPUT=layer, FOLDER=made.folder / "分份", APART=True)
    run(
        "overlay", INPUT=layer, ID_FIELD="number", OVERLAY=bound[Role.LAND].source, CLASS_FIELD="DLBM",
        OUTPUT=out["h.gpkg"], COVERAGE=out["i.gpkg"], PIECES=out["j.gpkg"],
    )  # fmt: skip
    run(
        "overlay",
        INPUT=bound[Role.TOWN].source,
        OVERLAY=layer,
        CLASS_FIELD="number",
        OUTPUT=str(made.folder / "k.gpkg"),
    )
    with Ledger.open(small.ledger) as ledger:
        ledger.export_journal_csv(
            made.folder / "日志.csv", ledger.withheld(read_rulebook(default_rulebook()).secret_marks)
        )
    return made


def contents(path: Path) -> list[bytes]:
    """The bytes of a file, of what is packed in it, and the text of a PDF."""
    data = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            data += [packed.read(name) for name in packed.namelist()]
            data += [plain(packed.read(name)) for name in packed.namelist() if name.endswith(".xml")]
    if path.suffix == ".pdf":
        data.append(re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)).encode())
    return data


def plain(xml: bytes) -> bytes:
    """The text of a part of a packed document, its character references read, without marks and blanks."""
    return re.sub(r"<[^>]+>|\s", "", html.unescape(xml.decode("utf-8", "ignore"))).encode()


def leaks(made: Made) -> list[str]:
    """Where one of the words, or a coordinate, can be read."""
    needles = [word.encode(code) for word in (*WORDS, *DIGITS) for code in ("utf-8", "gbk", "utf-16-le")]
    needles += [struct.pack(order, number) for number in NUMBERS for order in ("<d", ">d")]
    found = [f"said: {line}" for line in made.said if any(word in line for word in (*WORDS, *DIGITS))]
    for path in (path for path in made.folder.rglob("*") if path.is_file()):
        if any(word in str(path.relative_to(made.folder)) for word in WORDS):
            found.append(f"name: {path.name}")
        if any(needle in data for data in contents(path) for needle in needles):
            found.append(path.name)
    return found


def test_the_search_finds_what_is_not_hidden(toolbox: Any, county: SmallCounty) -> None:
    """Without a mark the patch stands nearly everywhere: papers, tables, texts, layers, names and logs."""
    found = leaks(make_all(toolbox, county))
    assert {
        "a.xlsx",
        "b.xlsx",
        "f.gpkg",
        "g.gpkg",
        "h.gpkg",
        "i.gpkg",
        "j.gpkg",
        "k.gpkg",
        "日志.csv",
    } <= set(found)
    assert any(name.endswith("纪要_2026年6月_2026-08-27.pdf") for name in found)
    assert {Path(name).suffix for name in found} >= {".pdf", ".docx", ".xlsx", ".gpkg", ".txt", ".csv"}


@pytest.mark.parametrize("hide", [marked, doubtful], ids=["marked", "doubtful"])
def test_a_hidden_patch_is_in_no_file_no_name_and_no_log(
    toolbox: Any, county: SmallCounty, hide: Callable[[SmallCounty], None]
) -> None:
    hide(county)
    made = make_all(toolbox, county)
    assert leaks(made) == []
    counter = TOLD if hide is doubtful else "涉军涉密图斑1个，另行报送"
    assert any(counter in line for line in made.said)
    assert len([path for path in made.folder.rglob("*") if path.is_file()]) > 20


def test_the_papers_of_the_others_go_on_and_tell_the_count(toolbox: Any, county: SmallCounty) -> None:
    """Minutes, opinion sheet, ratio sheet, self-check and comparison name the number of those left out, and nothing else."""
    doubtful(county)
    made = make_all(toolbox, county)
    assert sum(TOLD in line for line in made.said) >= 7
    texts = {
        path.name: b"".join(contents(path)).decode("utf-8", "ignore")
        for path in made.folder.rglob("*")
        if path.is_file()
    }
    telling = [name for name, text in texts.items() if TOLD in text]
    for wanted in ("会审纪要", "会审意见表", "a.xlsx", "b.xlsx", "b.pdf", "b.docx", "c.xlsx"):
        assert any(wanted in name for name in telling), wanted
    assert not any("警示提醒函" in name for name in telling)
    assert all(any(number in text for text in texts.values()) for number in OPEN)


def test_a_dossier_of_the_doubtful_patch_alone_is_refused(toolbox: Any, county: SmallCounty) -> None:
    doubtful(county)
    with pytest.raises(QgsProcessingException, match="1个图斑待确认涉军涉密，未列入，没有其他图斑可以组卷"):
        toolbox.run(
            "dossiers",
            LEDGER=county.ledger,
            MEETING=meeting_file(county.folder),
            FOLDER=county.folder / "卷宗",
            NUMBERS=HIDDEN,
        )


def test_a_denial_lets_it_into_the_papers_again(toolbox: Any, county: SmallCounty) -> None:
    doubtful(county)
    review = Review(county.ledger, operator="张某")
    assert [row.number for row in review.rows(Filter(state=TO_CONFIRM))] == [HIDDEN]
    assert review.card(HIDDEN).doubts == ("“备注”中有“军事”字样",)
    assert review.choices()["state"][0] == TO_CONFIRM
    review.deny_secret(HIDDEN, "系仿古围墙，已实地核实")
    assert (review.withheld(), review.card(HIDDEN).doubts) == (frozenset(), ())
    assert TO_CONFIRM not in review.choices()["state"]
    assert "系仿古围墙，已实地核实" in review.history(HIDDEN)[-1] and "张某" in review.history(HIDDEN)[-1]
    review.close()
    made = Made(county.folder / "卷宗")
    toolbox.run(
        "dossiers", LEDGER=county.ledger, MEETING=meeting_file(county.folder), FOLDER=made.folder, NUMBERS=HIDDEN
    )
    assert leaks(made)


def test_a_selection_of_the_ledgers_layer_leaves_it_out_too(toolbox: Any, county: SmallCounty) -> None:
    """A file that is no ledger is written as it is, whatever its layer is called."""
    doubtful(county)
    run = toolbox.run(
        "overlay", INPUT=f"{county.ledger}|layername=patches", ID_FIELD="number",
        OVERLAY=county.bindings[Role.LAND].source, OUTPUT="memory:",
    )  # fmt: skip
    assert {row["patch_id"] for row in run.rows("OUTPUT")} == set(OPEN)
    assert run.log.warnings == [f"{TOLD}。"]


def test_receiving_such_a_record_says_so_by_count(toolbox: Any, county: SmallCounty) -> None:
    table = write_rows(
        county.folder / "补充.csv", {"图斑编号": HIDDEN, "实地用途": "军用仓库", "建设时间": "某日"},
        {"图斑编号": HIDDEN, "实地用途": "军用仓库", "建设时间": "2026-03-05"},
    )  # fmt: skip
    run = toolbox.run("importrecords", LEDGER=county.ledger, FACTS=table)
    assert run.results["TAKEN"] == 1
    assert any(line.startswith("1个图斑的记录含涉军涉密字样") for line in run.log.warnings)
    assert HIDDEN not in " ".join([*run.log.lines, *run.log.warnings])


def test_the_shipped_lists_are_there() -> None:
    """What the outputs above are made with."""
    assert default_checklist().is_file()
    assert {"涉军", "涉密", "军事", "军用"} <= set(read_rulebook(default_rulebook()).secret_marks)
