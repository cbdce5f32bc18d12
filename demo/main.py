"""演示：一个县的一个月: the whole job on the made-up county, through the toolbox. Run by `make demo`.

Leaves build/demo: the project, the ledger, all documents, summary.json with the figures that were printed.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from demo.casework_tables import SPLITS
from demo.county import make_county
from demo.imagery import render_images
from demo.photos import make_photos
from demo.project import add_patches, build_project
from demo.runner import Account, Toolbox
from landwatch_plugin.casework.field_work import read_table
from landwatch_plugin.domain.control import Role
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger

OUT = Path(__file__).resolve().parent.parent / "build" / "demo"
BATCHES = ("2026年6月", "2026年7月")
OPERATOR = "演示县卫片办"


def main() -> None:
    account = Account()
    county = OUT / "county"
    account.say("演示县为虚构，所有地名、单位、人员和数据均系编造。")
    with account.step("生成演示县"):
        shutil.rmtree(OUT, ignore_errors=True)
        made = make_county(county)
        account.say(f"地类图斑{made['dltb']}个，乡镇{made['xiang']}个，村{made['cun']}个，仅以坐标文本提供的批文{made['approvals_txt']}份。")
    with account.step("绘制前后时相影像"):
        for path in render_images(county):
            account.say(f"{path.name}（{path.stat().st_size / 1e6:.1f} MB）")
    with account.step("绘制现场照片"):
        account.say(f"{len(make_photos(county))}张，含坐标、方位角和拍摄时间。")
    toolbox = Toolbox(account)
    try:
        run_month(toolbox, account, county)
    finally:
        toolbox.close()


def run_month(toolbox: Toolbox, account: Account, county: Path) -> None:
    ledger, papers = OUT / "台账.gpkg", OUT / "文书"
    book = read_rulebook(default_rulebook())
    with account.step("建立工程、绑定图层角色"):
        sources = {role: f"{county}/county.gpkg|layername={role.value}" for role in Role if not role.is_raster}
        sources |= {role: str(county / "images" / f"{role.value.removeprefix('image_')}.tif") for role in (Role.AFTER, Role.BEFORE)}
        project = build_project(OUT / "演示县.qgz", sources, book)
        account.say(f"已绑定：{'、'.join(binding.role.title for binding in bindings(project))}。")
    with account.step("批文坐标入库"):
        toolbox.run("importapprovals", INPUT=county / "approvals_txt")
    patches: Counter[str] = Counter()
    with account.step("接收批次"):
        for name in BATCHES:
            source = county / "batches" / f"演示县{name}图斑.shp"
            result = toolbox.run("importpatches", INPUT=source, PROFILE="2026监测图斑", BATCH=name, LEDGER=ledger, OPERATOR=OPERATOR)
            patches.update({key.lower(): result[key] for key in ("RECEIVED", "ACCEPTED", "REJECTED", "SECRET")})
        add_patches(project, ledger, book.kinds)
        project.write()
    with account.step("登记外业核查和照片"):
        toolbox.run("importrecords", LEDGER=ledger, FACTS=county / "外业核查.csv", PHOTOS=county / "photos", OPERATOR=OPERATOR)
    with account.step("套合与预筛"):
        toolbox.run("checkpatches", LEDGER=ledger, OUTPUT=OUT / "预筛结果.xlsx", OPERATOR=OPERATOR)
    with account.step("集体会审（按会审决定表）"):
        meeting = tomllib.loads((county / "会议.toml").read_text(encoding="utf-8"))
        toolbox.run(
            "importrecords", LEDGER=ledger, DECISIONS=county / "会审决定.csv", REMEDIES=county / "整改台账.csv",
            OPERATOR=OPERATOR, MEETING=meeting["会议名称"], MEETING_DATE=meeting["日期"],
        )  # fmt: skip
    with account.step("拆分暂缓图斑并判定"):
        for number in split_numbers(county / SPLITS):
            toolbox.run("splitpatch", LEDGER=ledger, NUMBER=number, METHOD=0, REASON="会审决定按批准范围拆分后分别判定", OPERATOR=OPERATOR)
        toolbox.run(
            "importrecords", LEDGER=ledger, DECISIONS=county / SPLITS, OPERATOR=OPERATOR, MEETING=meeting["会议名称"],
            MEETING_DATE=meeting["日期"],
        )  # fmt: skip
    given: dict[str, Any] = {"LEDGER": ledger, "MEETING": county / "会议.toml", "OPERATOR": OPERATOR}
    with account.step("问责比例测算"):
        sheet = papers / "问责比例" / "问责比例测算表_2026年.xlsx"
        ratio = toolbox.run("accountability", LEDGER=ledger, MEETING=given["MEETING"], PERIOD="2026年", OUTPUT=sheet)
    with account.step("月核自查"):
        problems = papers / "月核自查" / "月核自查问题清单.xlsx"
        toolbox.run("selfcheck", LEDGER=ledger, TODAY=meeting["发文日期"], OUTPUT=problems, OPERATOR=OPERATOR)
    with account.step("会审纪要"):
        toolbox.run("minutes", **given, PERIOD="", FOLDER=papers / "会审纪要")
    with account.step("警示提醒函"):
        toolbox.run("letters", **given, PERIOD="2026年", FOLDER=papers / "警示提醒函")
    with account.step("图斑卷宗"):
        toolbox.run("dossiers", **given, PERIOD="", FOLDER=papers / "图斑卷宗")
    summarise(account, ledger, dict(patches), ratio)


def split_numbers(table: Path) -> list[str]:
    """The patches whose children the table names."""
    return list(dict.fromkeys(row["图斑编号"].rsplit("_", 1)[0] for _, row in read_table(table, ("图斑编号",))))


def summarise(account: Account, ledger_path: Path, patches: dict[str, int], ratio: dict[str, Any]) -> None:
    """Print the month and write the same figures to summary.json."""
    with Ledger.open(ledger_path) as ledger:
        rows, (issued, verified) = ledger.patches(), ledger.counts()
        fault = ledger.verify_journal()
    verdicts = Counter("暂缓" if row.deferred else row.verdict or "未判定" for row in rows)
    documents = sorted(str(p.relative_to(OUT)) for p in (OUT / "文书").rglob("*") if p.suffix in (".pdf", ".docx", ".xlsx"))
    summary = {
        "patches": patches | {"issued": issued, "verified": verified},
        "verdicts": dict(verdicts),
        "ratio": {
            "numerator_mu": ratio["NUMERATOR_MU"], "denominator_mu": ratio["DENOMINATOR_MU"],
            "percent": ratio["PERCENT"].removesuffix("%"), "in_scope": bool(ratio["IN_SCOPE"]),
        },
        "documents": documents,
        "seconds": account.seconds,
    }  # fmt: skip
    (OUT / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    print("\n【本月小结】")
    account.say(
        f"收到图斑{patches['received']}个：接收{patches['accepted']}个，退回{patches['rejected']}个；"
        f"接收的图斑中涉军{patches['secret']}个，另行报送，不进入任何清单、图件和文书。"
    )
    account.say(f"原始下发{issued}个，拆分后核实{verified}个（不含另行报送的）。")
    account.say(f"会审：{'，'.join(f'{name}{count}个' for name, count in verdicts.items())}。")
    account.say(f"问责比例：{ratio['NUMERATOR_MU']}亩 ÷ {ratio['DENOMINATOR_MU']}亩 = {ratio['PERCENT']}。")
    account.say(f"文书{len(documents)}个；台账日志{'完整' if fault is None else fault.text}。")
    account.say(f"合计用时 {sum(account.seconds.values()):.0f} 秒；成果在 build/demo：演示县.qgz、台账.gpkg、文书/、summary.json。")


if __name__ == "__main__":
    main()
