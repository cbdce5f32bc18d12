"""What the program reports stands in QGIS's message log under one tag, pure rooms' lines included."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from qgis.core import Qgis, QgsApplication

from landwatch_plugin.gis import log

Line = tuple[str, str, Qgis.MessageLevel]


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    """All that arrives in QGIS's message log meanwhile."""
    seen: list[Line] = []

    def take(text: str, tag: str, level: Qgis.MessageLevel) -> None:
        seen.append((text, tag, level))

    message_log = QgsApplication.messageLog()
    message_log.messageReceived[str, str, Qgis.MessageLevel].connect(take)
    yield seen
    message_log.messageReceived[str, str, Qgis.MessageLevel].disconnect(take)


@pytest.fixture
def joined() -> Iterator[logging.Handler]:
    """The package's loggers lead into QGIS."""
    handler = log.install()
    yield handler
    log.remove(handler)


def test_each_level_keeps_its_weight(lines: list[Line]) -> None:
    log.info("读入 12 个图斑")
    log.warning("图层未绑定")
    log.error("台账打不开")
    assert lines == [
        ("读入 12 个图斑", "LandWatch", Qgis.MessageLevel.Info),
        ("图层未绑定", "LandWatch", Qgis.MessageLevel.Warning),
        ("台账打不开", "LandWatch", Qgis.MessageLevel.Critical),
    ]


def test_a_pure_room_reaches_the_log_without_knowing_qgis(lines: list[Line], joined: logging.Handler) -> None:
    """overlay, ledger and reports use Python's logging alone."""
    logging.getLogger("landwatch_plugin.overlay.areas").warning("修复 %d 个图斑", 3)
    assert lines == [("landwatch_plugin.overlay.areas: 修复 3 个图斑", "LandWatch", Qgis.MessageLevel.Warning)]


@pytest.mark.parametrize(
    ("level", "arrives"),
    [
        (logging.DEBUG, None),
        (logging.INFO, Qgis.MessageLevel.Info),
        (logging.ERROR, Qgis.MessageLevel.Critical),
        (logging.CRITICAL, Qgis.MessageLevel.Critical),
    ],
)
def test_python_levels_become_qgis_levels(
    lines: list[Line], joined: logging.Handler, level: int, arrives: Qgis.MessageLevel | None
) -> None:
    """Debug lines stay out."""
    logging.getLogger("landwatch_plugin.ledger").log(level, "x")
    assert [line[2] for line in lines] == ([] if arrives is None else [arrives])


def test_nothing_is_left_after_removal(lines: list[Line]) -> None:
    """Unloading takes the handler out; a second start would not report twice."""
    handler = log.install()
    log.remove(handler)
    logging.getLogger("landwatch_plugin.ledger").info("x")
    assert lines == []
    assert logging.getLogger("landwatch_plugin").handlers == []
