"""会审接线: joins the dock to one sitting (casework.review) and to the map, and keeps the patch under review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from landwatch_plugin.casework.review import Filter, Review
from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import StaleError
from landwatch_plugin.domain.splitting import sum_text
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.gis import layers
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.history_dialog import history_lines
from landwatch_plugin.ui.slots import Tell, Wiring

if TYPE_CHECKING:
    from landwatch_plugin.gis.canvas import PatchView
    from landwatch_plugin.ui.dock import PatchDock


class ReviewPresenter:
    """Lives as long as one ledger is open. `close` leaves neither joints nor marks on the map."""

    def __init__(
        self, dock: PatchDock, review: Review, view: PatchView | None, tell: Tell, number: str | None = None
    ) -> None:
        """`number`: the patch to begin with, else the first one undecided."""
        self.review = review
        self.number: str | None = None
        self.advance = True
        """Go to the next undecided patch after a decision."""
        self.ask_rejoin: Callable[[], None] = lambda: self.rejoin("")
        """Takes back the split of the patch that is shown, once somebody has agreed."""
        self._dock, self._view = dock, None
        self._filter = Filter()
        self._shown: Role | None = None
        self._wiring = Wiring(tell)
        self._join()
        dock.show_book(review.book)
        self.use_view(view)
        self.renew(number)

    def close(self) -> None:
        """Take the joints apart and the outline off the map, and end the sitting."""
        self._wiring.undo()
        self.use_view(None)
        self.review.close()

    def use_view(self, view: PatchView | None, outlined: bool = True) -> None:
        """Another canvas view, or other image layers; the old view is closed. Not `outlined`: the map was emptied."""
        if self._view is not None:
            self._view.close()
        self._view, self._shown = view, None
        there = view.images if view is not None else ()
        self._dock.show_images(there, None)
        if there:
            self.show_image(Role.AFTER if Role.AFTER in there else there[0])
        if outlined:
            self.outline()

    def outline(self) -> None:
        """Outline the patch on the map, without moving it."""
        if self._view is not None and self.number is not None:
            self._view.highlight(self.review.wkb(self.number), self.review.srid, self.review.ledger.srs_wkt)

    def renew(self, number: str | None = None) -> None:
        """Read the list again, and show `number`, else the patch shown before, else the first one undecided."""
        self._dock.show_choices(self.review.choices())
        rows = self.review.rows(self._filter)
        self._dock.show_rows(rows, self.review.withheld())
        listed = {row.number for row in rows}
        wanted = next((name for name in (number, self.number) if name in listed), None)
        self.show(wanted or self.review.step(None, 1, self._filter, undecided=True) or self._first())

    def show(self, number: str | None) -> None:
        """Show this patch in dock and map; None shows that the list is empty."""
        fresh = number != self.number
        self.number = number
        if fresh:
            self._dock.show_notice("")
        self._dock.show_progress(*self.review.progress(self._filter))
        if number is None:
            self._dock.show_empty(tr("No patch to show. Change the filter or take in a batch."))
            self._view_away()
            return
        card = self.review.card(number)
        self._dock.show_card(card, self._photos(card))
        if fresh:
            self.outline()
            self.zoom()

    def step(self, by: int, undecided: bool) -> None:
        number = self.review.step(self.number, by, self._filter, undecided)
        if number is None and undecided:
            number = self._other_undecided()
        if number is None:
            end = tr("This is the last patch of the list.") if by > 0 else tr("This is the first patch of the list.")
            self._dock.show_notice(tr("All patches of the list are decided.") if undecided else end)
            return
        self._dock.show_notice("")
        self.show(number)
        self._dock.take_focus()

    def filter(self, chosen: dict[str, str]) -> None:
        self._filter = Filter(**chosen)
        self.renew()

    def decide(self, decision: Decision) -> None:
        """One decision, one transaction; then the next undecided patch, if that is wanted and there is one."""
        number = self._current()
        if number is None:
            return
        following = self.review.step(number, 1, self._filter, undecided=True) or self._other_undecided()
        review = self.review
        try:
            review.decide(number, replace(decision, by=review.operator, meeting=review.meeting, on=review.on))
        except StaleError:
            self.renew(number)
            self._dock.show_notice(
                tr("Somebody else changed {} meanwhile; the card shows its present state.").format(number)
            )
            raise
        self.renew(following if self.advance and following else number)
        self._dock.show_notice(tr("Decided {}: {} (Ctrl+Z takes it back)").format(number, decision.text))
        self._dock.take_focus()

    def undo(self) -> None:
        """A split is asked about first, as from the menu, and only where it is in sight: on one of its children."""
        split = self.review.last_split()
        if split and self.number not in (split, *self.review.ledger.children(split)):
            self._dock.show_notice(
                tr("Ctrl+Z would take back the split of {}; show one of its parts first.").format(split)
            )
            return
        if split:
            self.ask_rejoin()
            return
        number = self.review.undo()
        self.renew(number)
        if self.number != number:
            self.show(number)
        self._dock.show_notice(tr("Taken back: the decision on {}").format(number))
        self._dock.take_focus()

    def set_evidence(self, name: str, held: bool) -> None:
        """The card is read again even when the ledger refuses, so that the box shows what is kept."""
        number = self._current()
        if number is None:
            return
        try:
            self.review.set_evidence(number, name, held)
        finally:
            self.show(number)

    def show_split(self, names: list[str]) -> None:
        """The patch gave way to its children: show the first of them."""
        self.review.refresh()
        layers.reopen(str(self.review.ledger_path))
        children = [self.review.row(name) for name in names]
        told = "、".join(f"{child.number} {child.mu:,}亩" for child in children)
        total = sum_text([child.mu for child in children], self.review.row(children[0].parent).mu)
        self.renew(names[0])
        self._dock.show_notice(tr("Split into {}; {} (Ctrl+Z takes it back)").format(told, total))
        self._dock.take_focus()

    def rejoin(self, reason: str) -> None:
        number = self._current()
        if number is None:
            return
        parent = self.review.rejoin(number, reason)
        layers.reopen(str(self.review.ledger_path))
        self.renew(parent)
        self._dock.show_notice(tr("Taken back: the split of {}").format(parent))
        self._dock.take_focus()

    def mark_secret(self) -> None:
        """Take the patch out of every list, and its outline off the map (rules.md §1.6)."""
        number = self._current()
        if number is None:
            return
        following = self.review.step(number, 1, self._filter) or self.review.step(number, -1, self._filter)
        self.review.mark_secret(number)
        self.number = None
        self._view_away()
        layers.reopen(str(self.review.ledger_path))
        self.renew(following)
        self._dock.show_notice(tr("The patch marked just now was set aside and is reported apart."))

    def deny_secret(self, reason: str) -> None:
        """The words speak of something else: the patch may be printed again."""
        number = self._current()
        if number is None:
            return
        self.review.deny_secret(number, reason)
        self.renew(number)
        self._dock.show_notice(tr("Kept in the history: not military or secret."))

    def lift_mark(self, number: str, reason: str) -> None:
        self.review.lift_mark(number, reason)
        self._dock.show_notice(tr("The mark was lifted; receive the file of the batch again to take the patch in."))

    def zoom(self) -> None:
        if self.number is not None and self._view is not None:
            self._view.zoom_to(self.review.wkb(self.number), self.review.srid, self.review.ledger.srs_wkt)

    def show_image(self, role: Role) -> None:
        """The buttons show the image that is on the map, also when the other one could not be shown."""
        if self._view is None:
            return
        try:
            self._view.show_image(role)
            self._shown = role
        finally:
            self._dock.show_images(self._view.images, self._shown)

    def _join(self) -> None:
        dock = self._dock
        joints: list[tuple[object, Callable[..., None]]] = [
            (dock.step_requested, self.step),
            (dock.patch_requested, self.show),
            (dock.filter_changed, self.filter),
            (dock.image_requested, self.show_image),
            (dock.zoom_requested, self.zoom),
            (dock.closed, self._view_away),
            (dock.decision_requested, self.decide),
            (dock.undo_requested, self.undo),
            (dock.history_requested, self._show_history),
            (dock.evidence_requested, self.set_evidence),
            (dock.trace_requested, self._show_trace),
            (dock.subtype_looked_at, self._show_missing),
        ]
        for signal, act in joints:
            self._wiring.join(signal, act)

    def _view_away(self) -> None:
        """The dock was closed: its mark leaves the map too."""
        if self._view is not None:
            self._view.clear()

    def _show_history(self) -> None:
        if self.number is None:
            return
        name = self.review.ledger.patch(self.number).batch
        batch = next((batch for batch in self.review.ledger.batches() if batch.name == name), None)
        self._dock.show_history(history_lines(batch, self.review.history(self.number)))

    def _show_trace(self) -> None:
        if self.number is not None:
            self._dock.show_trace(self.review.trace(self.number), self.review.book.stamp)

    def _show_missing(self, verdict: str, subtype: str) -> None:
        if self.number is not None:
            self._dock.show_missing(self.review.missing(self.number, verdict, subtype))

    def _current(self) -> str | None:
        if self.number is None:
            self._dock.show_notice(tr("No patch is shown."))
        return self.number

    def _first(self) -> str | None:
        rows = self.review.rows(self._filter)
        return rows[0].number if rows else None

    def _other_undecided(self) -> str | None:
        """From the head of the list again, without the patch that is shown."""
        number = self.review.step(None, 1, self._filter, undecided=True)
        return None if number == self.number else number

    def _photos(self, card: Card) -> tuple[str, ...]:
        """Photos kept relative to the ledger are opened from its folder."""
        return tuple(str(self.review.ledger_path.parent / photo) for photo in card.photos)
