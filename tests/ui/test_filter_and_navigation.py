"""Finding one's way in the month's list: search, choices, steps, progress, the two images."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.records import PatchRow
from landwatch_plugin.ui.filter_bar import FilterBar
from landwatch_plugin.ui.navigation import NavigationBar
from landwatch_plugin.ui.patch_list import PatchList

pytestmark = pytest.mark.usefixtures("qgis_app")
CHOICES = {"town": ["河口镇", "柳林镇"], "state": ["已预筛"], "verdict": ["合法", "违法"], "batch": ["2026年6月"]}


@pytest.fixture
def filters() -> Iterator[FilterBar]:
    bar = FilterBar()
    bar.show_choices(CHOICES)
    yield bar
    bar.deleteLater()


def heard(bar: FilterBar) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    bar.filter_changed.connect(found.append)
    return found


def test_nothing_chosen_limits_nothing(filters: FilterBar) -> None:
    assert filters.chosen() == {"batch": "", "town": "", "state": "", "verdict": "", "tag": "", "party": "", "text": ""}


def test_a_choice_is_spoken_with_all_others(filters: FilterBar) -> None:
    spoken = heard(filters)
    filters.boxes["town"].setCurrentIndex(2)
    filters.boxes["verdict"].setCurrentIndex(1)
    assert spoken[-1] == {
        "batch": "",
        "town": "柳林镇",
        "state": "",
        "verdict": "合法",
        "tag": "",
        "party": "",
        "text": "",
    }
    assert len(spoken) == 2


def test_a_hidden_filter_that_narrows_the_list_is_marked_on_its_button(filters: FilterBar) -> None:
    """Else a reviewer misses patches and does not know why."""
    filters.boxes["town"].setCurrentIndex(1)
    assert filters.more.text().endswith("•")
    filters.reset()
    assert not filters.more.text().endswith("•")


def test_new_choices_keep_what_is_chosen_and_say_nothing(filters: FilterBar) -> None:
    filters.boxes["town"].setCurrentIndex(2)
    spoken = heard(filters)
    filters.show_choices({**CHOICES, "town": ["东山乡", "柳林镇"]})
    assert filters.boxes["town"].currentData() == "柳林镇"
    filters.show_choices({**CHOICES, "town": ["东山乡"]})
    assert filters.boxes["town"].currentData() == ""
    assert spoken == []


def test_typing_is_spoken_once_when_it_rests_and_at_once_by_enter(filters: FilterBar) -> None:
    spoken = heard(filters)
    QTest.keyClicks(filters.search, "0007")
    assert spoken == []
    QTest.keyClick(filters.search, Qt.Key.Key_Return)
    assert [choice["text"] for choice in spoken] == ["0007"]
    QTest.keyClicks(filters.search, "8")
    QTest.qWait(filters._wait.interval() + 100)
    assert [choice["text"] for choice in spoken] == ["0007", "00078"]


def test_a_number_copied_from_a_wrapped_text_is_found(filters: FilterBar) -> None:
    """Wrapped numbers carry an invisible break."""
    filters.search.setText(" 990101SJBG\u200b26210310 ")
    assert filters.chosen()["text"] == "990101SJBG26210310"


def test_reset_speaks_once(filters: FilterBar) -> None:
    filters.boxes["town"].setCurrentIndex(1)
    filters.search.setText("河")
    spoken = heard(filters)
    filters.reset()
    assert spoken == [{"batch": "", "town": "", "state": "", "verdict": "", "tag": "", "party": "", "text": ""}]


@pytest.fixture
def navigation() -> Iterator[NavigationBar]:
    bar = NavigationBar()
    yield bar
    bar.deleteLater()


def test_the_step_buttons_say_which_way(navigation: NavigationBar) -> None:
    steps = []
    navigation.step_requested.connect(lambda *both: steps.append(both))
    for button in (navigation.back, navigation.on, navigation.undecided):
        button.click()
    assert steps == [(-1, False), (1, False), (1, True)]


def test_progress_is_a_figure_and_a_bar_and_an_empty_list_is_no_full_bar(navigation: NavigationBar) -> None:
    navigation.show_progress(12, 60)
    assert (navigation.count.text(), navigation.bar.value(), navigation.bar.maximum()) == ("12/60", 12, 60)
    navigation.show_progress(0, 0)
    assert (navigation.count.text(), navigation.bar.value(), navigation.bar.maximum()) == ("0/0", 0, 1)


def test_swapping_asks_for_the_other_image(navigation: NavigationBar) -> None:
    asked: list[Role] = []
    navigation.image_requested.connect(asked.append)
    navigation.show_images((Role.BEFORE, Role.AFTER), Role.AFTER)
    navigation.swap_images()
    navigation.show_images((Role.BEFORE, Role.AFTER), Role.BEFORE)
    navigation.swap_images()
    assert asked == [Role.BEFORE, Role.AFTER]


def test_with_one_image_swapping_asks_for_that_one_and_with_none_for_nothing(navigation: NavigationBar) -> None:
    asked: list[Role] = []
    navigation.image_requested.connect(asked.append)
    navigation.show_images((Role.AFTER,), None)
    navigation.swap_images()
    navigation.show_images((), None)
    navigation.swap_images()
    assert asked == [Role.AFTER]


def row(number: str, state: State = State.SCREENED, verdict: str = "") -> PatchRow:
    return PatchRow(
        number,
        "2026年6月",
        "河口镇",
        "大柳树村",
        "TD",
        8233.33,
        state,
        verdict,
        suggestion="建议：违法—未报即用（较高）",
    )


@pytest.fixture
def patches() -> Iterator[PatchList]:
    table = PatchList()
    table.show_rows(
        [
            row("990101TB0001"),
            row("990101TB0002", State.DECIDED, "违法"),
            row("990101TB0003", State.DECIDED, "合法"),
            row("990101TB0004", State.DEFERRED),
        ]
    )
    yield table
    table.deleteLater()


def test_the_list_says_the_class_once_decided_and_the_state_before(patches: PatchList) -> None:
    model = patches.model()
    assert [model.index(at, 3).data() for at in range(4)] == ["已预筛", "违法", "合法", "暂缓"]


def test_standings_differ_in_colour(patches: PatchList) -> None:
    model = patches.model()
    colours = [model.index(at, 3).data(Qt.ItemDataRole.ForegroundRole).name() for at in range(4)]
    assert len(set(colours)) == 4


def test_a_class_has_the_colour_of_what_it_amounts_to(patches: PatchList) -> None:
    """违法 of the three-way book is no class of the other one; 合法 here amounts to 其他."""
    model = patches.model()

    def colours() -> list[str]:
        return [model.index(at, 3).data(Qt.ItemDataRole.ForegroundRole).name() for at in (1, 2)]

    patches.show_kinds({"合法": "合法", "违法": "违法"})
    illegal, legal = colours()
    patches.show_kinds({"合法": "其他", "违法": "合法"})
    swapped, other = colours()
    assert swapped == legal and other not in (illegal, legal)


def test_areas_are_in_mu_and_right_aligned(patches: PatchList) -> None:
    index = patches.model().index(0, 2)
    assert index.data() == "12.35"
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & 0x2


def test_a_line_tells_place_and_suggestion_in_full(patches: PatchList) -> None:
    tip = patches.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "河口镇大柳树村" in tip and "未报即用" in tip


def test_the_current_line_follows_the_patch_and_leaves_with_it(patches: PatchList) -> None:
    asked: list[str] = []
    patches.patch_requested.connect(asked.append)
    patches.mark("990101TB0003")
    assert patches.currentIndex().row() == 2
    patches.mark("not in the list")
    assert not patches.selectionModel().hasSelection()
    assert asked == []


def test_headers_are_named_and_rows_are_not(patches: PatchList) -> None:
    model = patches.model()
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == ["Number", "Place", "Mu", "Class"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
