"""真实数据试运行: the whole month on layers that nobody here drew. Run by `make trial`; leaves build/trial.

Terrain polygons stand for the land-class layer, protected sites for the red line, built-up areas for the month's
patches; a field-mapping profile and a small rule book of its own say so. Fire scars go through intake alone.
The data folder is ../shared/data, or LANDWATCH_SHARED_DATA.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from demo.project import build_project
from demo.runner import Account, Toolbox
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "trial"
OWN = Path(__file__).resolve().parent / "trial_data"
BOOK = OWN / "试用手册.toml"
BATCH = "2026年1月"
OPERATOR = "试运行"


def data_folder() -> Path:
    return Path(os.environ.get("LANDWATCH_SHARED_DATA", ROOT.parent / "shared" / "data"))


def main() -> None:
    data = data_folder()
    needed = [data / "finland_topo" / f"{name}_L4132R_p.shp" for name in ("u", "m", "s")]
    missing = [path for path in needed if not path.is_file()]
    if missing:
        sys.exit(f"没有试运行数据（{missing[0].name}）。请用环境变量 LANDWATCH_SHARED_DATA 指明数据文件夹。")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    account = Account()
    toolbox = Toolbox(account)
    try:
        run_month(toolbox, account, *needed)
        fires = sorted((data / "wildfires_pt").glob("*.gpkg"))
        if fires:
            receive_fires(toolbox, account, fires[0])
    finally:
        toolbox.close()


def run_month(toolbox: Toolbox, account: Account, patches: Path, land: Path, protected: Path) -> None:
    ledger = OUT / "台账.gpkg"
    with account.step("建立工程、绑定图层角色"):
        build_project(
            OUT / "试运行.qgz", {Role.LAND: str(land), Role.REDLINE: str(protected)}, read_rulebook(BOOK),
            fields={Role.LAND: {"class": "LUOKKA"}},
        )  # fmt: skip
    with account.step("接收批次"):
        toolbox.run("importpatches", INPUT=patches, PROFILE=OWN / "地形图建成区.toml", BATCH=BATCH, LEDGER=ledger, RULEBOOK=BOOK)
    with account.step("套合与预筛"):
        toolbox.run("checkpatches", LEDGER=ledger, RULEBOOK=BOOK, OUTPUT=OUT / "预筛结果.xlsx")
    with account.step("登记资料和判定"):
        write_records(ledger)
        toolbox.run("importrecords", LEDGER=ledger, RULEBOOK=BOOK, FACTS=OUT / "核查.csv", OPERATOR=OPERATOR)
        toolbox.run(
            "importrecords", LEDGER=ledger, RULEBOOK=BOOK, DECISIONS=OUT / "判定.csv", OPERATOR=OPERATOR,
            MEETING="试运行会审", MEETING_DATE="2026-02-10",
        )  # fmt: skip
    with account.step("问责比例"):
        toolbox.run("accountability", LEDGER=ledger, RULEBOOK=BOOK, PERIOD=BATCH, OUTPUT=OUT / "文书" / "比例测算表.xlsx")
    given: dict[str, Any] = {"LEDGER": ledger, "RULEBOOK": BOOK, "MEETING": OWN / "会议.toml", "PERIOD": BATCH}
    with account.step("会审纪要和卷宗"):
        toolbox.run("minutes", **given, FOLDER=OUT / "文书")
        toolbox.run("dossiers", **given, FOLDER=OUT / "文书" / "卷宗")
    with Ledger.open(ledger) as opened:
        counts = Counter(row.verdict for row in opened.patches())
    files = [path for path in (OUT / "文书").rglob("*") if path.suffix in (".pdf", ".docx", ".xlsx")]
    account.say(f"判定：{'，'.join(f'{name}{count}个' for name, count in counts.items())}；文书{len(files)}个，在 build/trial。")


def write_records(ledger: Path) -> None:
    """A stand-in for the field visit and the meeting: every patch visited, every suggestion taken as it is."""
    with Ledger.open(ledger) as opened:
        suggested = {number: check.suggestion for number, check in opened.checks().items()}
    facts = [
        (number, "经现场核查，为建成区，四至与图斑基本一致。", "建成区", "甲某、乙某", "2026-02-05") for number in suggested
    ]
    _write(OUT / "核查.csv", ("图斑编号", "现场情况", "实地用途", "核查人", "核查日期"), facts)
    decisions = [
        (number, "判定" if s.verdict else "暂缓", s.verdict, s.subtype, s.reason or "数据不足，补充后再审")
        for number, s in suggested.items()
    ]
    _write(OUT / "判定.csv", ("图斑编号", "动作", "判定", "子类", "理由"), decisions)


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def receive_fires(toolbox: Toolbox, account: Account, source: Path) -> None:
    with account.step("接收林火监测面（只接收，逐行有交代）"):
        toolbox.run("importpatches", INPUT=source, PROFILE=OWN / "过火区.toml", BATCH="2019—2020年", LEDGER=OUT / "过火区台账.gpkg")


if __name__ == "__main__":
    main()
