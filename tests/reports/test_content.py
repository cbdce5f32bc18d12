"""The caller's content as templates see it: every gap knows its own name."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.reports.content import Blank, Gap, GapError, Record, path_below, wrap, wrap_all

pytestmark = pytest.mark.thorough


class Kind(str, Enum):
    BAD = "违法"


@dataclass(frozen=True)
class Person:
    name: str
    post: str | None = None

    @property
    def title(self) -> str:
        return f"{self.name}同志"

    def shout(self) -> str:
        return self.name


def gap_path(act: Any) -> str:
    with pytest.raises(GapError) as caught:
        act()
    return caught.value.path


@pytest.mark.parametrize("value", [3, Decimal("1.5"), "甲", date(2026, 7, 3), True, 0])
def test_plain_values_pass_as_they_are(value: object) -> None:
    assert wrap(value, "a") == value


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_what_holds_nothing_is_blank(value: object) -> None:
    assert isinstance(wrap(value, "a"), Blank)


def test_enums_become_their_chinese_and_paths_their_text() -> None:
    assert wrap(Kind.BAD, "a") == "违法"
    assert wrap(Path("图片") / "甲.png", "a") == str(Path("图片") / "甲.png")


def test_mappings_of_any_kind_become_records() -> None:
    record = wrap(OrderedDict(a=1), "x")
    assert isinstance(record, Record) and record["a"] == 1


def test_dataclasses_show_fields_and_properties_but_no_methods() -> None:
    record = wrap(Person("甲"), "p")
    assert (record["name"], record["title"]) == ("甲", "甲同志")
    for hidden in ("shout", "__class__", "_data", "nothing"):
        with pytest.raises(KeyError):
            record[hidden]


def test_a_gap_deep_inside_names_its_whole_path() -> None:
    content = wrap_all({"meeting": {"present": [{"name": "甲"}, {"name": None}]}})
    blank = content["meeting"]["present"][1]["name"]
    assert gap_path(lambda: str(blank)) == "meeting.present[1].name"


def test_a_gap_at_the_top_is_named_too() -> None:
    assert gap_path(lambda: str(wrap_all({"org": None})["org"])) == "org"


def test_a_blank_in_a_list_of_texts_names_its_place() -> None:
    assert gap_path(lambda: "、".join(map(str, wrap_all({"cc": ["甲", None]})["cc"]))) == "cc[1]"


@pytest.mark.parametrize(
    "act",
    [
        lambda gap: str(gap), lambda gap: list(gap), lambda gap: len(gap), lambda gap: gap + 1, lambda gap: 1 + gap,
        lambda gap: gap - 1, lambda gap: gap * 2, lambda gap: gap / 2, lambda gap: gap > 1, lambda gap: gap <= 1,
        lambda gap: int(gap), lambda gap: float(gap), lambda gap: gap["x"], lambda gap: gap.x, lambda gap: gap(),
        lambda gap: 1 in gap, lambda gap: -gap,
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Gap, Blank])
def test_nothing_can_be_done_with_a_gap_unseen(kind: type[Gap], act: Any) -> None:
    gap = kind(obj=wrap({"a": 1}, "patch"), name="mu")
    assert gap_path(lambda: act(gap)) == "patch.mu"


def test_a_missing_field_cannot_even_be_asked() -> None:
    gap = Gap(obj=wrap({}, "patch"), name="mu")
    assert gap_path(lambda: bool(gap)) == "patch.mu"
    assert gap_path(lambda: gap == 1) == "patch.mu"


def test_an_empty_field_can_be_asked_and_is_no() -> None:
    blank = Blank(obj=wrap({}, "patch"), name="mu")
    assert not blank
    assert blank == None and blank == "" and blank != 0  # noqa: E711
    assert hash(blank) == hash(None)


def test_missing_and_empty_are_told_apart() -> None:
    with pytest.raises(GapError) as missing:
        str(Gap(name="a"))
    with pytest.raises(GapError) as empty:
        str(Blank(name="a"))
    assert (missing.value.absent, empty.value.absent) == (True, False)


def test_paths_are_put_together_below_records_and_lists() -> None:
    assert path_below(wrap({}, "a.b"), "c") == "a.b.c"
    assert path_below(wrap([], "rows"), "c") == "rows.c"
    assert path_below(None, "c") == "c"


def test_empty_lists_and_zero_are_content_and_not_gaps() -> None:
    assert wrap([], "a") == []
    assert wrap(0, "a") == 0
    assert wrap(False, "a") is False
