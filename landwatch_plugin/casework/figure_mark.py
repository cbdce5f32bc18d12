"""指标依据: the parts of a rule book that the figures of a check hang on, as one short mark kept with each check.

Rules, texts and evidence may be rewritten and the figures hold; other grounds, land classes or tolerances need a new check.
"""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256

from landwatch_plugin.casework.figures import CLOSURE_M2
from landwatch_plugin.domain.rulebook import RuleBook

LIMITS = {"sliver_mu": "0", "touch_m2": "0", "closure_m2": CLOSURE_M2}
"""Thresholds that the figures themselves use, with what counts where the book says nothing."""


def limit(book: RuleBook, name: str) -> Decimal:
    return Decimal(book.thresholds.get(name, LIMITS[name]))


def figure_mark(book: RuleBook) -> str:
    parts = [
        sorted(role.value for role in book.grounds), sorted(role.value for role in book.grounds_if_bound),
        {name: str(limit(book, name).normalize()) for name in LIMITS},
        dict(book.land.kinds), book.land.gap_free, list(book.boundaries),
    ]  # fmt: skip
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
