"""规则手册的继承: a book over another: parts by their names, circles and missing parents named, unknown keys kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook

HEAD = '[book]\nid = "本县"\nextends = "2022-default"\ntitle = "本县手册"\nversion = "2"\n'


def county(folder: Path, text: str = "", name: str = "本县") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_what_is_not_written_is_the_parent_s(tmp_path: Path) -> None:
    """Only name and version differ."""
    own, parent = read_rulebook(county(tmp_path)), read_rulebook(default_rulebook())
    assert (own.id, own.title, own.version, own.lineage) == ("本县", "本县手册", "2", ("2022-default",))
    assert (own.rules, own.subtypes, own.thresholds, own.tags) == (
        parent.rules, parent.subtypes, parent.thresholds, parent.tags,
    )  # fmt: skip


def test_a_threshold_and_a_rule_are_overridden_by_their_names(tmp_path: Path) -> None:
    """A rule keeps its place, and every key that is not written again."""
    own = read_rulebook(county(tmp_path, '[thresholds]\ncover = "0.95"\n[[rule]]\nid = "W-07"\ntitle = "无手续"\n'))
    parent = read_rulebook(default_rulebook())
    assert own.thresholds == {**parent.thresholds, "cover": "0.95"}
    assert [rule.id for rule in own.rules] == [rule.id for rule in parent.rules]
    (old,), (new,) = ([rule for rule in book.rules if rule.id == "W-07"] for book in (parent, own))
    assert (new.title, new.when, new.subtype) == ("无手续", old.when, old.subtype)


def test_a_subtype_is_overridden_by_class_and_name(tmp_path: Path) -> None:
    own = read_rulebook(county(tmp_path, '[[subtype]]\nclass = "合法"\nname = "供地"\nevidence = ["套合图"]\n'))
    found = own.subtype("合法", "供地")
    assert (found.evidence, found.one_of) == (("套合图",), (("供地合同", "划拨决定书"),))
    assert own.subtypes_of("合法") == read_rulebook(default_rulebook()).subtypes_of("合法")


def test_a_new_rule_follows_those_of_its_step(tmp_path: Path) -> None:
    rule = (
        '[[rule]]\nid = "H-99"\nstep = "合法依据"\ntitle = "甲"\nclass = "合法"\nsubtype = "供地"\nwhen = "photos > 0"\n'
        'message = "乙"\ncite = "方案"\ncertainty = "推断待核"\n'
    )
    ids = [one.id for one in read_rulebook(county(tmp_path, rule)).rules]
    assert ids.index("H-05") < ids.index("H-99") < ids.index("Q-01")


def test_parts_can_be_dropped(tmp_path: Path) -> None:
    """A class takes its sub-types and rules along, and its names out of the ratio."""
    text = '[drop]\nclasses = ["其他"]\nrules = ["W-06"]\ntags = ["非粮化"]\nlinkages = ["L-03"]\nsubtypes = ["合法—供地"]\n'
    own = read_rulebook(county(tmp_path, text))
    assert list(own.verdicts) == ["合法", "违法"]
    assert not [rule for rule in own.rules if rule.id[0] == "Q" or rule.id in ("W-06", "H-03")]
    assert "供地" not in own.ratio["legal_subtypes"]
    assert "非粮化" not in [tag.name for tag in own.tag_rules] and "非粮化" in own.tags
    assert [link.id for link in own.linkages] == ["L-01", "L-02"]


def test_the_book_beside_goes_before_the_shipped_one(tmp_path: Path) -> None:
    """A county that keeps its own copy of the parent."""
    text = default_rulebook().read_text(encoding="utf-8").replace('value = "0.999"', 'value = "0.9"')
    (tmp_path / "2022-default.toml").write_text(text, encoding="utf-8")
    assert read_rulebook(county(tmp_path)).thresholds["cover"] == "0.9"


def test_the_digest_changes_with_the_parent(tmp_path: Path) -> None:
    """A judgement is made by the resolved book: a letter changed in the parent makes another."""
    first = read_rulebook(county(tmp_path)).digest
    text = default_rulebook().read_text(encoding="utf-8") + "# 备注\n"
    (tmp_path / "2022-default.toml").write_text(text, encoding="utf-8")
    second = read_rulebook(county(tmp_path)).digest
    assert len({first, second, read_rulebook(default_rulebook()).digest}) == 3


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        ("甲", "", "循环继承：甲 → 甲"),
        ("乙", '[book]\nid = "乙"\nextends = "甲"\n', "循环继承：甲 → 乙 → 甲"),
        ("不存在", "", r"“不存在”找不到.*2022-default"),
    ],
)
def test_circles_and_missing_parents_are_named(tmp_path: Path, own: str, other: str, said: str) -> None:
    path = tmp_path / "甲.toml"
    path.write_text(f'[book]\nid = "甲"\nextends = "{own}"\n', encoding="utf-8")
    if other:
        (tmp_path / "乙.toml").write_text(other, encoding="utf-8")
    with pytest.raises(RuleBookError, match=said):
        read_rulebook(path)


def test_extends_must_be_a_name(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_text('[book]\nid = "甲"\nextends = 2022\n', encoding="utf-8")
    with pytest.raises(RuleBookError, match=r"甲\.toml.*extends 不是文字"):
        read_rulebook(tmp_path / "甲.toml")


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        ('rules = ["W-77"]', "drop.*rules.*W-77"), ('classes = ["违规"]', "drop.*classes.*违规"),
        ('subtypes = ["供地"]', "drop.*subtypes.*供地"), ('rules = "W-07"', "drop.*rules 应为文字的列表"),
        ('tags = ["甲"]', "drop.*tags.*甲"), ('linkages = ["甲"]', "drop.*linkages.*甲"), ('evidence = ["甲"]', "drop.*evidence.*甲"),
    ],
)  # fmt: skip
def test_what_is_dropped_must_be_there(tmp_path: Path, drop: str, said: str) -> None:
    """A slip of the pen would leave the rule in force."""
    with pytest.raises(RuleBookError, match=said):
        read_rulebook(county(tmp_path, f"[drop]\n{drop}\n"))


def test_what_this_version_does_not_know_is_told_and_kept(tmp_path: Path) -> None:
    """A book of a later year, extended once more: its new table is still there for whoever reads it."""
    own = read_rulebook(county(tmp_path, '[weather]\nrain = "停"\n[[rule]]\nid = "W-07"\ncolour = "red"\n'))
    assert len(own.warnings) == 2
    kept: Any = own.tables
    assert kept["weather"] == {"rain": "停"}
    assert next(row for row in kept["rule"] if row["id"] == "W-07")["colour"] == "red"


def test_a_signed_book_says_so_in_every_stamp(tmp_path: Path) -> None:
    """Name and day go into each judgement and onto each document."""
    path = tmp_path / "本县.toml"
    path.write_text(HEAD + 'signed_by = "某某"\nsigned_on = "2026-06-20"\n', encoding="utf-8")
    book = read_rulebook(path)
    assert book.stamp == f"本县 2（{book.digest[:8]}，某某2026年6月20日核定）"
    shipped = read_rulebook(default_rulebook())
    assert shipped.signature == "未核定" and shipped.stamp.endswith("，未核定）")


def test_a_stamp_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Also one from before 未核定 was printed; never that of another book or of other bytes."""
    shipped, own = read_rulebook(default_rulebook()), read_rulebook(county(tmp_path))
    assert shipped.is_of(shipped.stamp) and shipped.is_of(shipped.stamp.replace("，未核定", ""))
    assert not shipped.is_of(own.stamp) and not shipped.is_of("") and not shipped.is_of("2022-default 1.1（00000000）")


@pytest.mark.parametrize("wrong", ["w-07", "W－07", "Ｗ-07", "W—07", "W_07"])
def test_a_number_that_all_but_equals_an_inherited_one_is_asked_about(tmp_path: Path, wrong: str) -> None:
    """One question, not five missing keys."""
    with pytest.raises(RuleBookError) as caught:
        read_rulebook(county(tmp_path, f'[[rule]]\nid = "{wrong}"\nwhen = "arable_mu > 1"\n'))
    text = str(caught.value)
    assert "您是否要改写 W-07？" in text and wrong in text and "\n" not in text


def test_a_number_with_a_space_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError) as caught:
        read_rulebook(county(tmp_path, '[[rule]]\nid = "W-07 "\nwhen = "arable_mu > 1"\n'))
    assert 'id = "W-07"' in str(caught.value) and "\n" not in str(caught.value)


def test_the_example_of_a_cure_is_the_parents_value(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError, match=r'house_mu = "0\.5"'):
        read_rulebook(county(tmp_path, '[thresholds]\nhouse_mu = "-0.3"\n'))


def test_a_part_to_be_dropped_that_is_misspelt_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError, match="您是否要写 违法—未报即用？"):
        read_rulebook(county(tmp_path, '[drop]\nsubtypes = ["违法-未报即用"]\n'))


def test_a_book_is_named_like_its_file(tmp_path: Path) -> None:
    """Others extend it by its file, papers print its id."""
    path = county(tmp_path, "")
    other = path.rename(tmp_path / "本县（改）.toml")
    with pytest.raises(RuleBookError, match=r"id“本县”与文件名“本县（改）”不同.*本县\.toml"):
        read_rulebook(other)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ('secret_marks = ["涉军"]\n', "“涉密”“军事”"), ('[landclass.kinds]\n"耕地" = ["0101", "0102"]\n', "地类编码0103"),
    ],
)  # fmt: skip
def test_what_a_replaced_list_no_longer_holds_is_told(tmp_path: Path, text: str, lost: str) -> None:
    """Lists are replaced as a whole; who meant to add to one finds out on the page."""
    [warning] = read_rulebook(county(tmp_path, text)).warnings
    assert lost in warning and "照抄" in warning


def test_a_shorter_mark_that_finds_the_same_loses_nothing(tmp_path: Path) -> None:
    marks = '["涉军", "涉密", "军", "国防", "绝密", "机密", "国家秘密", "部队", "武警", "营房"]'
    assert read_rulebook(county(tmp_path, f"secret_marks = {marks}\n")).warnings == ()
