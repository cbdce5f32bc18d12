"""面积与比例: m² as float64, 亩 as Decimal = m² × 3/2000, half-up; printed parts sum to the printed whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
SHARE_PLACES = Decimal("0.000001")
"""Fractions of a patch are kept to a millionth."""


def to_mu(square_metres: float, places: Decimal = CENT) -> Decimal:
    """亩 of an area in m², rounded half-up to `places` (0.01 亩 unless told)."""
    return exact_mu(square_metres).quantize(places, ROUND_HALF_UP)


def exact_mu(square_metres: float) -> Decimal:
    """亩 of an area in m², unrounded. The float's shortest decimal is what a person would type."""
    return Decimal(repr(float(square_metres))) * 3 / 2000


def half_up(value: Decimal, places: Decimal = CENT) -> Decimal:
    """Commercial rounding (四舍五入), never banker's."""
    return value.quantize(places, ROUND_HALF_UP)


def close_parts(parts: Sequence[Decimal], total: Decimal, places: Decimal = CENT) -> list[Decimal]:
    """Round `parts` (亩, unrounded) so that they sum exactly to `total` (亩, rounded); each moves by less than `places`.

    Largest-remainder method (面积平差, formats.md §6): floors first, then one unit each to the largest
    remainders. Raises ValueError when the parts miss the total by a whole unit or more: that is no rounding.
    """
    floors = [part.quantize(places, ROUND_FLOOR) for part in parts]
    units, dust = divmod(total - sum(floors, Decimal(0)), places)
    if dust or abs(total - sum(parts, Decimal(0))) >= places:
        raise ValueError(f"parts {sum(parts, Decimal(0))} do not close on {total}")
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i], i))
    for index in order[: int(units)]:
        floors[index] += places
    return floors


def percent(numerator: Decimal, denominator: Decimal, places: Decimal = CENT) -> Decimal | None:
    """A ratio as a percentage, half-up; None when the denominator is 0 (there is no ratio then)."""
    return half_up(numerator * 100 / denominator, places) if denominator else None
