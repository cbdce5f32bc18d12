"""手册文本: what Notepad does to a file, what TOML's reader says of it, and what a book over another must not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook

HEAD = '[book]\nid = "本县"\nextends = "2022-default"\ntitle = "本县手册"\nversion = "2"\n'


def county(folder: Path, text: str, head: str = HEAD) -> Path:
    path = folder / "本县.toml"
    path.write_text(head + text, encoding="utf-8")
    return path


def refused(path: Path) -> RuleBookError:
    with pytest.raises(RuleBookError) as caught:
        read_rulebook(path)
    return caught.value


#: A broken line (the sixth), what is said of it.
BROKEN = [
    ("cover", "等号"),
    ('cover "0.9"', "等号"),
    ('阈值 = "0.9"', "“键 = 值”"),
    ('= "0.9"', "“键 = 值”"),
    ("cover = ", "值的写法不对"),
    ("cover = 零点九", "值的写法不对"),
    ("cover = “0.9”", "全角符号（“），请改用英文半角符号"),
    ('cover ＝ "0.9"', "全角符号（＝）"),
    ('cover = "0.9', "引号没有配对"),
    ("cover = '0.9", "引号没有配对"),
    ('cover = """0.9', "引号没有配对"),
    ('cover = "0.9" minor = "0.1"', "多余"),
    ('cover = "0.9",', "多余"),
    ("cover = 0,9", "多余"),
    ('cover = "C:\\书"', "反斜杠"),
    ('cover = { value = "0.9"', "花括号"),
    ('cover = { value = "0.9", value = "1" }', "同一个键写了两次"),
    ('cover = "0.9"\ncover = "0.8"', "同一个键写了两次"),
    ('[book]\nid = "x"', "同一张表写了两次"),
    ("[thresholds", "方括号"),
    ('[order]\nsteps = ["甲", "乙"', "列表"),
    ('[order]\nsteps = ["甲" "乙"]', "列表"),
    ("[[rule]\nid = 3", "方括号"),
    ("cover = 2026-02-30", "日期不存在"),
    ("cover = True", "true"),
    ("cover = .5", "值的写法不对"),
    ("cover = 007", "多余"),
    ("cover\x01 = 1", "等号"),
    ("cover.x.y = 1\ncover = 2", "同一个键写了两次"),
]


@pytest.mark.parametrize(("line", "said"), BROKEN, ids=[line for line, _ in BROKEN])
def test_a_broken_line_is_named_with_its_place_and_in_chinese(tmp_path: Path, line: str, said: str) -> None:
    """Line, text of the line, what is wrong, cure; no word of the reader's own."""
    text = str(refused(county(tmp_path, line + "\n")))
    assert re.match(r"【本县\.toml】第\d+行：不符合 TOML 语法：", text) and said in text
    own = set(re.findall(r"[A-Za-z_]\w*", line)) | {"toml", "TOML", "true", "false"}
    assert [word for word in re.findall(r"[A-Za-z_]\w*", text) if word not in own] == []


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 5000, "x = " + "{a=" * 5000, "x = " + "9" * 5000, "[" + "a." * 3000 + "a]"]
)
def test_a_text_without_end_is_refused_politely(tmp_path: Path, text: str) -> None:
    """Thousands of brackets, a number of thousands of digits: an error, no crash."""
    found = county(tmp_path, f"{text}\n")
    try:
        read_rulebook(found)
    except RuleBookError as error:
        assert not re.search(r"[A-Za-z]{9,}", str(error).replace(text, ""))


def test_utf_8_with_and_without_a_mark_is_read(tmp_path: Path) -> None:
    path = county(tmp_path, "")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_rulebook(path).id == "本县"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("gbk", "GBK"),
        ("gb18030", "GBK"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp936", "UTF-8"),
    ],
)
def test_another_encoding_is_refused_with_the_way_to_save_it(tmp_path: Path, encoding: str, said: str) -> None:
    path = tmp_path / "本县.toml"
    path.write_bytes(HEAD.replace("县", "村").encode(encoding))
    error = refused(path)
    assert said in str(error) and "另存为" in error.cure and "UTF-8" in error.cure


def test_a_file_that_is_not_there_or_a_folder_is_named_in_chinese(tmp_path: Path) -> None:
    """The system's own words are English."""
    assert "找不到文件" in str(refused(tmp_path / "没有.toml"))
    assert "这是文件夹" in str(refused(tmp_path))


def test_a_checklist_is_told_off_in_the_same_words(tmp_path: Path) -> None:
    """One reader for all that staff edit."""
    path = tmp_path / "自查.toml"
    path.write_text("[book\n", encoding="utf-8")
    with pytest.raises(RuleBookError, match=r"【自查\.toml】第1行.*方括号"):
        read_checklist(path)
    path.write_bytes(default_checklist().read_text(encoding="utf-8").encode("gbk", "replace"))
    with pytest.raises(RuleBookError, match="另存为"):
        read_checklist(path)


def test_a_plain_number_keeps_unit_and_meaning_but_not_the_certainty(tmp_path: Path) -> None:
    """What the source said of 0.999 it did not say of 0.95."""
    limits = {item.name: item for item in read_rulebook(county(tmp_path, '[thresholds]\ncover = "0.95"\n')).limits}
    assert (limits["cover"].value, limits["cover"].unit, limits["cover"].certainty) == ("0.95", "比例", "")
    assert limits["cover"].meaning == "覆盖率达到此值视为全覆盖"
    assert limits["minor"].certainty == "推断待核"


def test_a_number_is_held_against_the_unit_that_the_parent_gave_it(tmp_path: Path) -> None:
    text = str(refused(county(tmp_path, '[thresholds]\ncover = "95"\n')))
    assert text.startswith("【本县.toml】") and "cover" in text and "比例" in text


def test_a_threshold_that_changes_nothing_is_pointed_out(tmp_path: Path) -> None:
    """A slip of the pen leaves the parent's value in force."""
    [warning] = read_rulebook(county(tmp_path, '[thresholds]\ncovre = "0.95"\n')).warnings
    assert "covre" in warning and "本手册没有规则使用，也不改写所继承的阈值" in warning


def test_a_threshold_that_an_own_rule_uses_is_fine(tmp_path: Path) -> None:
    text = '[thresholds]\nyard_mu = "1"\n[[rule]]\nid = "H-08"\nwhen = "patch_mu <= @yard_mu"\n'
    assert read_rulebook(county(tmp_path, text)).warnings == ()


def test_who_signed_the_parent_has_not_signed_the_child(tmp_path: Path) -> None:
    """The name goes onto documents."""
    signed = default_rulebook().read_text(encoding="utf-8")
    signed = signed.replace('signed_by = ""', 'signed_by = "某某"', 1).replace(
        'signed_on = ""', 'signed_on = "2026-06-20"', 1
    )
    (tmp_path / "2022-default.toml").write_text(signed, encoding="utf-8")
    assert read_rulebook(tmp_path / "2022-default.toml").signed_by == "某某"
    assert read_rulebook(county(tmp_path, "")).signature == "未核定"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[drop]\nrule = ["W-06"]\n', "未知的键 rule"),
        ('[[rule]]\nid = "W-07"\ntitle = "甲"\n[[rule]]\nid = "W-07"\ntitle = "乙"\n', "W-07 重复"),
        ('[[rule]]\nid = ["W-07"]\n', "id"),
        ('[[rule]]\ntitle = "没有编号"\n', "没有编号）缺少键 id"),
        ('[rule]\nid = "W-07"\n', "[[rule]]"),
        ('[[subtype]]\nclass = "合法"\nname = { a = 1 }\n', "name"),
        ('[thresholds]\nlimit = { unit = "亩" }\n', "缺少键 value"),
        ('[classes]\n"违法" = 3\n', "违法"),
    ],
)
def test_slips_that_only_a_book_over_another_can_make_are_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in str(refused(county(tmp_path, text)))


def test_every_name_to_be_dropped_that_is_not_there_is_told(tmp_path: Path) -> None:
    error = refused(county(tmp_path, '[drop]\nrules = ["W-77", "W-78"]\ntags = ["甲"]\n'))
    assert isinstance(error, RuleBookErrors) and len(error.problems) == 3


def test_a_fault_of_the_parent_is_laid_at_its_own_door(tmp_path: Path) -> None:
    """The county's copy of the shipped book, beside the county's own."""
    text = default_rulebook().read_text(encoding="utf-8").replace("gap_free = true", 'gap_free = "是"')
    (tmp_path / "2022-default.toml").write_text(text, encoding="utf-8")
    error = refused(county(tmp_path, "[documents]\nreply_working_days = -1\n"))
    assert [one.source for one in getattr(error, "problems", ())] == ["2022-default.toml", "本县.toml"]
    assert "（1）【2022-default.toml】" in str(error) and "（2）表 [documents]" in str(error)
