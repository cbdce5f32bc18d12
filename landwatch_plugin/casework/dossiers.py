"""组卷: one volume per patch: pictures by the map, figures from the ledger, paper by the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.cases import case_of
from landwatch_plugin.casework.deciding_book import refuse_other_book
from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.papers import read_meeting
from landwatch_plugin.casework.secret_doubts import printable
from landwatch_plugin.domain.case import Case
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.dates import shown_day
from landwatch_plugin.domain.dossier import dossier_content
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.dossier_map import DossierMap
from landwatch_plugin.gis.patch_frame import crs_of
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.render import make_document, safe_name


@dataclass(frozen=True)
class Order:
    """What to bind: a period (or single numbers), for which organ, with or without coordinates on paper."""

    period: str = ""
    numbers: tuple[str, ...] = ()
    coordinates: bool = True
    draft: bool = False
    formats: tuple[str, ...] = ("pdf", "docx")


def bind_dossiers(
    ledger_path: Path, meeting_file: Path, folder: Path, bindings: Sequence[Binding], order: Order, feedback: Feedback,
    rulebook: Path | None = None,
) -> list[Path]:  # fmt: skip
    """Bind a volume for each patch of the order, decided or not. Without bindings the layers that the ledger remembers are drawn."""
    about = read_meeting(meeting_file)
    book = read_rulebook(rulebook or default_rulebook())
    written: list[Path] = []
    with Ledger.open(ledger_path) as ledger:
        rows = [row for row in rows_of_period(ledger, order.period) if not order.numbers or row.number in order.numbers]
        strange = sorted(set(order.numbers) - {row.number for row in rows})
        if strange:
            raise InputError(f"台账中没有图斑{'、'.join(strange)}。", "请核对编号和期间。")
        rows, left_out = printable(rows, ledger.withheld(book.secret_marks))
        if left_out and not rows:
            raise LandwatchError(f"{left_out}，没有其他图斑可以组卷。", "请先在图斑面板确认或排除涉军涉密。")
        refuse_other_book(ledger, rows, book)
        drawn = list(bindings) or [item.binding for item in ledger.inputs()]
        sheet = DossierMap(drawn, crs_of(ledger.srid, ledger.srs_wkt), book.land)
        for index, row in enumerate(rows):
            if feedback.cancelled():
                raise Cancelled(len(written))
            feedback.progress(100 * index / max(1, len(rows)))
            case = case_of(ledger, row, book, order.coordinates)
            written += _bind(case, book, about, folder, sheet, order)
    return written


def _bind(
    case: Case, book: RuleBook, about: Any, folder: Path, sheet: DossierMap, order: Order
) -> list[Path]:  # fmt: skip
    name = safe_name(case.number)
    centre = sheet.centre_text(case.patch.wkb) if order.coordinates else ""
    content = dossier_content(case, book, about["org"], about["issued"], {}, centre)
    content["pictures"] = draw(case, sheet, folder / "图件" / name)
    return make_document("图斑卷宗", content, folder, f"{name}_卷宗", draft=order.draft, formats=order.formats)


def draw(case: Case, sheet: DossierMap, folder: Path) -> dict[str, str]:
    """The pictures of a volume. An image that is not bound is left out and said so; a broken one stops the volume."""
    patch = case.patch
    made: dict[str, str] = {"before": "", "after": "", "overlay": ""}
    for key, role, day, text in (
        ("before", Role.BEFORE, patch.before, patch.before_text),
        ("after", Role.AFTER, patch.after, patch.after_text),
    ):
        if sheet.has(role):
            shown = shown_day(day, text)
            made[key] = str(
                sheet.image(folder / f"{key}.jpg", patch.wkb, role, f"{role.title.removesuffix('影像')}　{shown}")
            )
    if sheet.has(Role.LAND) or sheet.vectors:
        made["overlay"] = str(sheet.overlay(folder / "overlay.png", patch.wkb, f"{patch.number} 套合分析图"))
    if not any(made.values()):
        raise LandwatchError("没有可以成图的图层。", "请先绑定地类图斑、影像等图层。")
    return made
