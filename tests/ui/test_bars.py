"""The bars of areas: three states told apart, amber for papers that are not in force."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QImage, QPalette

from landwatch_plugin.domain.card import Bar, Contact
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ui.bars import BarsView, figures, note
from landwatch_plugin.ui.colours import bar_colour, shade

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.mark.parametrize(
    ("role", "label", "contact", "mu", "share", "wanted"),
    [
        (Role.LAND, "耕地", Contact.CLEAR, "0", 0.0, ("0.00亩", "0.00%")),
        (Role.REDLINE, "生态保护红线", Contact.NO_DATA, None, None, ("无数据", "")),
        (Role.LAND, "耕地", Contact.NO_DATA, None, None, ("无数据", "")),
        (Role.REDLINE, "生态保护红线", Contact.CLEAR, "0.00", 0.0, ("未压占", "")),
        (Role.LAND, "未利用地", Contact.CLEAR, "0.00", 0.0, ("0.00亩", "0.00%")),
        (Role.LAND, "耕地", Contact.TOUCHED, "8.20", 0.664, ("8.20亩", "66.40%")),
        (Role.FARMLAND, "永久基本农田", Contact.TOUCHED, "1234.50", 0.00125, ("1,234.50亩", "0.13%")),
        (Role.BATCH, "批次用地", Contact.TOUCHED, "8.20", 1.0, ("8.20亩", "100.00%")),
    ],
)
def test_the_three_states_read_apart(
    role: Role, label: str, contact: Contact, mu: str | None, share: float | None, wanted: tuple[str, str]
) -> None:
    """无数据 is a word, never 0.00; a theme that is not touched says so; shares are rounded half-up."""
    assert figures(Bar(role, label, contact, None if mu is None else Decimal(mu), share)) == wanted


def test_a_bar_without_a_figure_is_no_data_whatever_its_contact_says() -> None:
    assert figures(Bar(Role.MINE, "采矿权", Contact.TOUCHED, None, None))[0] == "无数据"


def painted(bar: Bar) -> QImage:
    view = BarsView()
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.show_bars([bar])
    view.resize(400, view.heightForWidth(400))
    return view.grab().toImage()


def has_colour(image: QImage, wanted: QColor) -> bool:
    return any(
        image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )  # fmt: skip


def test_the_bar_of_cultivated_land_is_amber_and_hatching_has_no_colour_of_a_theme() -> None:
    amber = shade("arable", QPalette())
    touched = Bar(Role.LAND, "耕地", Contact.TOUCHED, Decimal("5.00"), 0.5)
    assert has_colour(painted(touched), amber)
    missing = painted(Bar(Role.REDLINE, "生态保护红线", Contact.NO_DATA, None, None))
    assert not has_colour(missing, shade("redline", QPalette()))
    empty = painted(Bar(Role.REDLINE, "生态保护红线", Contact.CLEAR, Decimal("0.00"), 0.0))
    assert missing != empty


LAPSED = Bar(
    Role.TEMPORARY, "临时用地", Contact.TOUCHED, Decimal("5.00"), 0.5, "演临〔2023〕1号（到期）", in_force=False
)


def test_a_paper_that_is_not_in_force_has_an_amber_bar_and_says_so() -> None:
    """Green would read as permission."""
    amber, green = shade("lapsed", QPalette()), shade("approval", QPalette())
    assert has_colour(painted(LAPSED), amber) and not has_colour(painted(LAPSED), green)
    assert has_colour(painted(replace(LAPSED, in_force=True)), green)
    assert figures(LAPSED) == ("5.00亩", "50.00%")
    assert note(LAPSED).startswith(LAPSED.state) and "不在有效期" in note(LAPSED) and LAPSED.detail in note(LAPSED)
    view = BarsView()
    view.show_bars([LAPSED])
    assert "不在有效期" in view.accessibleDescription()


def test_a_paper_of_unknown_date_has_a_grey_hatched_bar_and_says_so() -> None:
    """Neither green, which reads as permission, nor amber, which reads as expired."""
    doubtful = replace(LAPSED, doubt="日期不详", detail="演政土〔2025〕11号（没有批准日期或日期不能识别）")
    image = painted(doubtful)
    for colour in ("approval", "lapsed"):
        assert not has_colour(image, shade(colour, QPalette()))
    assert image != painted(replace(doubtful, mu=Decimal("0.01"), share=0.0))
    assert note(doubtful) == f"覆盖（日期不详，存疑）\n{doubtful.detail}"
    view = BarsView()
    view.show_bars([doubtful])
    assert "存疑" in view.accessibleDescription()


def test_a_touch_of_less_than_a_hundredth_is_not_printed_as_nothing() -> None:
    touched = Bar(Role.REDLINE, "生态保护红线", Contact.TOUCHED, Decimal("0.00"), 0.0001)
    assert figures(touched) == ("不足0.01亩", "0.01%")


def test_ground_that_no_paper_covers_is_said_and_not_drawn_amber() -> None:
    clear = replace(LAPSED, contact=Contact.CLEAR, mu=Decimal("0.00"), share=0.0, detail="")
    assert figures(clear) == ("未覆盖", "") and note(clear) == ""
    assert not has_colour(painted(clear), shade("lapsed", QPalette()))


def test_every_overlaid_role_has_a_colour_of_its_own() -> None:
    names = {role: bar_colour(role, role.title) for role in Role if not role.is_raster and role is not Role.LAND}
    assert {names[role] for role in names if role.is_approval} == {"approval"}
    assert len({names[role] for role in (Role.FARMLAND, Role.REDLINE, Role.URBAN, Role.MINE, Role.KEY_AREA)}) == 5


def test_paper_numbers_stand_under_their_bar_and_make_it_higher() -> None:
    view = BarsView()
    bar = Bar(Role.BATCH, "批次用地", Contact.TOUCHED, Decimal("1.00"), 0.1)
    view.show_bars([bar])
    low = view.heightForWidth(340)
    view.show_bars([replace(bar, detail="演政土〔2025〕7号、演政土〔2024〕123号、演政土〔2023〕45号")])
    assert view.heightForWidth(340) > low
    assert view.heightForWidth(340) >= view.heightForWidth(900)
