"""手册的乱改: shipped books with a line lost, doubled, swapped or spoilt: read, or refused in Chinese; never anything else."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("qgis_app")]

SIGNS = "\"'=[]{}(),#@ .x1-＂，\\\t\x01中"
VALUES = (
    "1", "-1", "true", '"x"', "[]", '["x"]', "[1]", "{}", "[[]]", "2020-01-01", "1.5", '""', "{ a = 1 }", "nan", "inf", "[{}]", "12:00:00", '"1e400"', "1e99", "“x”",
)  # fmt: skip
SCRAPS = ("now()", "@x", "{a}", "+1", "= 3", "'", " OR ", "$area", " 0 ", " AND kind > 3", "，", '"')
OWN_WORDS = {"toml", "TOML", "docs", "rulebook", "md", "true", "false", *(role.value for role in Role)}
OWN_WORDS |= {"legal", "illegal", "reclaimed", "regularised", "major", "stock", "farming", "photo", "facts", "overlay"}
OWN_WORDS |= {
    "nan",
    "inf",
    "field",
    "built_on",
    "from",
    "until",
    "to_date",
    "arable_mu",
    "after_date",
    "day",
    "and",
    "or",
}


def spoilt(text: str, dice: random.Random) -> str:
    """One line lost, doubled, swapped with another, or with a sign, a value or a scrap of something else in it."""
    lines = text.split("\n")
    at = dice.choice([at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")])
    other, place = dice.randrange(len(lines)), dice.randrange(len(lines[at]))
    match dice.randrange(9):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at][:place] + dice.choice(SIGNS) + lines[at][place + 1 :]
        case 4:
            lines[at] = lines[at][:place] + lines[at][place + 1 :]
        case 5 | 6:
            lines[at] = f"{lines[at].split('=')[0]}= {dice.choice(VALUES)}"
        case _:
            lines[at] = lines[at][:place] + dice.choice(SCRAPS) + lines[at][place:]
    return "\n".join(lines)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", text, re.ASCII))


@pytest.mark.parametrize("seed", range(3))
def test_a_book_spoilt_at_random_is_read_or_refused_in_chinese(tmp_path: Path, seed: int) -> None:
    """Words of Latin letters in an error are keys, or stand in the file."""
    dice, count = random.Random(seed), Counter[str]()
    shipped = {path.name: path.read_text(encoding="utf-8") for path in shipped_rulebooks()}
    known = words_of("\n".join(shipped.values())) | OWN_WORDS
    for _ in range(250):
        name = dice.choice(sorted(shipped))
        text = spoilt(shipped[name], dice)
        (tmp_path / name).write_text(text, encoding="utf-8")
        try:
            Judge(read_rulebook(tmp_path / name))
        except RuleBookError as error:
            count["refused"] += 1
            quoted = re.sub(r'"[^"]*"|' r"“[^”]*”|“.*?”，第", "", str(error))
            strange = words_of(quoted) - known - words_of(text)
            assert not strange, f"{strange}: {error}"
            assert error.cure and str(error).startswith("【")
        else:
            count["read"] += 1
        (tmp_path / name).unlink()
    assert min(count["refused"], count["read"]) > 20, count
