"""landwatch:checkpatches a second time: it lists what differs, and replaces the last check only when told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.control import Role
from tests.hand_made import SmallCounty, layer_of, patch_row, rect, saved


@pytest.fixture
def changed(small: SmallCounty) -> SmallCounty:
    """Two patches, checked; then the survey of the first strip becomes 旱地 in the same file."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(420, 20, 40, 50)))
    small.bind_land()
    small.check()
    strips = [
        (rect(200 * i, 0, 200, 400), {"DLBM": code, "KCXS": 0.0}) for i, code in enumerate(("0103", "0103", "0601", "0301"))
    ]
    saved(layer_of(strips, "MultiPolygon"), Path(small.bindings[Role.LAND].source))
    return small


def classes(small: SmallCounty) -> set[str]:
    return {share.land_class for share in small.checked("1").shares}


def rows(run: Any) -> set[tuple[str, ...]]:
    return {(row["patch_id"], row["item"], row["before"], row["after"]) for row in run.rows("CHANGES")}


LISTED = {("1", "地类0101", "3.00亩", "—"), ("1", "地类0103", "—", "3.00亩")}


def test_differences_are_listed_and_the_last_check_stands(toolbox: Any, changed: SmallCounty) -> None:
    """REPLACE off."""
    run = toolbox.run("checkpatches", LEDGER=str(changed.ledger), CHANGES="memory:", REPLACE=False)
    assert rows(run) >= LISTED
    assert {number for number, *_ in rows(run)} == {"1"}
    assert classes(changed) == {"0101"}
    assert "仅列出差异，台账仍保留上次核查结果" in " ".join(run.log.lines)
    assert "图斑1地类0101：3.00亩→—。" in " ".join(run.log.lines)


def test_differences_are_listed_and_the_new_check_stands(toolbox: Any, changed: SmallCounty) -> None:
    """As it is without being told; a third run finds nothing to list."""
    run = toolbox.run("checkpatches", LEDGER=str(changed.ledger), CHANGES="memory:")
    assert rows(run) >= LISTED
    assert classes(changed) == {"0103"}
    assert rows(toolbox.run("checkpatches", LEDGER=str(changed.ledger), CHANGES="memory:")) == set()
