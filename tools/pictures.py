"""The pictures of the guide: the real desktop on the demo project, and pages of the demo's documents (make pictures)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader

from landwatch_plugin.ledger.store import Ledger
from tools.desktop import run_desktop
from tools.stage import BUILD, ROOT

DEMO = BUILD / "demo"
PAGES = ROOT / "docs" / "pictures"
PATCH = "990126SJBG26060013"
OPEN_AGAIN = 9
SHOTS = (
    "dock", "before", "deciding", "decided", "undone", "county", "menu", "selfcheck", "split", "roles", "trace", "rulebook", "doctor",
    "paste", "intake_source", "intake_fields", "intake_findings", "intake_result",
)  # fmt: skip


def main() -> int:
    if not (DEMO / "summary.json").is_file():
        subprocess.run(
            [sys.executable, "-m", "demo.main"], cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=True
        )
    work = BUILD / "pictures"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    ledger = some_undecided(work)
    shutil.copytree(DEMO / "county" / "batches", work / "下发")
    env = {"LANDWATCH_LEDGER": str(ledger), "LANDWATCH_PATCH": PATCH, "LANDWATCH_FOLDER": str(work)}
    seen = run_desktop(ROOT / "tools" / "inside" / "picture_tour.py", DEMO / "演示县.qgz", work / "tour", env=env).checked()
    if not seen["decided"] or seen["undone"]:
        sys.exit(f"the tour did not decide and undo: {seen}")
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    for name in SHOTS:
        convert(str(work / "tour" / f"{name}.png"), "-resize", "1600x>", "-quality", "86", str(PAGES / f"{name}.jpg"))
    documents()
    print(*sorted(path.name for path in PAGES.iterdir()), sep="\n")
    return 0


def some_undecided(work: Path) -> Path:
    """A copy of the demo's ledger in which a few decisions are taken back: the meeting is not over yet."""
    ledger = work / "台账.gpkg"
    shutil.copy(DEMO / "台账.gpkg", ledger)
    with Ledger.open(ledger) as opened:
        numbers = [PATCH, *(number for number in (row.number for row in opened.patches()) if number != PATCH)][:OPEN_AGAIN]
        for number in numbers:
            opened.undo(number, "演示操作员")
    return ledger


def documents() -> None:
    """First page of minutes and letter, the telling pages of a dossier, and the pair of images."""
    papers = DEMO / "文书"
    page(next((papers / "会审纪要").glob("会审纪要*.pdf")), 1, "minutes")
    page(sorted((papers / "警示提醒函").glob("*.pdf"))[0], 1, "letter")
    volume = papers / "图斑卷宗" / f"{PATCH}_卷宗.pdf"
    page(volume, page_of(volume, "图斑核查情况说明"), "dossier_facts")
    page(volume, page_of(volume, "地类面积表"), "dossier")
    pair = papers / "图斑卷宗" / "图件" / PATCH
    convert(str(pair / "before.jpg"), str(pair / "after.jpg"), "+append", "-resize", "1400x", str(PAGES / "compare.jpg"))


def page_of(pdf: Path, words: str) -> int:
    """The first page after the table of contents on which the words stand."""
    texts = [sheet.extract_text() for sheet in PdfReader(pdf).pages]
    return next(number for number, text in enumerate(texts, 1) if number > 2 and words in text)


def page(pdf: Path, number: int, name: str) -> None:
    target = PAGES / name
    command = ["pdftoppm", "-r", "90", "-f", str(number), "-l", str(number), "-singlefile", "-png", str(pdf), str(target)]
    subprocess.run(command, check=True)


def convert(*arguments: str) -> None:
    subprocess.run(["convert", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
