"""台账编码: patches, checks and decisions as JSON and back, exactly.

Decimal is a string, a date is ISO, an enum is its value, bytes are hex. Where a value may be of several kinds (the
figures of a check) a Decimal is {"decimal": "1.20"} and a date {"date": "2026-07-01"}. A key that this version does
not know is passed over and a missing one takes the field's default, so that older and newer ledgers can be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.verdict import Decision

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def canonical(plain: object) -> str:
    """One JSON text for one value: keys sorted, no blanks, no NaN."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def to_json(record: Patch | Check | Decision) -> str:
    return canonical(encode(record))


def patch_of(text: str) -> Patch:
    return decode(Patch, json.loads(text))


def check_of(text: str) -> Check:
    return decode(Check, json.loads(text))


def decision_of(text: str) -> Decision:
    return decode(Decision, json.loads(text))


def encode(record: object) -> dict[str, Any]:
    """A dataclass as plain JSON values."""
    kind: Any = type(record)
    return {name: encoder(getattr(record, name)) for name, encoder, _ in _plan(kind)}


def decode(kind: Callable[..., T], plain: Mapping[str, Any]) -> T:
    """The dataclass that `encode` took apart. Raises LedgerError when the values do not fit its fields."""
    try:
        return kind(**{name: decoder(plain[name]) for name, _, decoder in _plan(kind) if name in plain})
    except (TypeError, ValueError, KeyError, InvalidOperation) as error:
        raise LedgerError(
            f"台账中有一条 {getattr(kind, '__name__', '')} 记录无法读取（{error}）。",
            "请升级插件后再打开，或从备份恢复台账文件。",
        ) from error


@cache
def _plan(kind: Any) -> tuple[tuple[str, Decoder, Decoder], ...]:
    """Name, encoder and decoder of each field."""
    hints = get_type_hints(kind)
    return tuple((item.name, *_converters(hints[item.name])) for item in fields(kind))


def _converters(hint: Any) -> tuple[Decoder, Decoder]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union(arguments)
    if origin is tuple:
        there, back = _converters(arguments[0])
        return (lambda items: [there(item) for item in items]), (lambda items: tuple(back(item) for item in items))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        there, back = _converters(arguments[1])
        return (
            lambda table: {str(key): there(value) for key, value in table.items()},
            lambda table: {key: back(value) for key, value in table.items()},
        )
    if is_dataclass(hint):
        nested: Any = hint
        return encode, lambda plain: decode(nested, plain)
    return _scalar(hint)


def _union(kinds: tuple[Any, ...]) -> tuple[Decoder, Decoder]:
    """Optional of one kind, or the figures of a check, which are tagged."""
    rest = [kind for kind in kinds if kind is not NoneType]
    if len(rest) > 1:
        return _tag, _untag
    there, back = _converters(rest[0])
    return (
        lambda value: None if value is None else there(value),
        lambda plain: None if plain is None else back(plain),
    )


def _scalar(kind: Any) -> tuple[Decoder, Decoder]:
    if kind is Decimal:
        return str, Decimal
    if kind is date:
        return date.isoformat, date.fromisoformat
    if kind is bytes:
        return bytes.hex, bytes.fromhex
    if issubclass(kind, Enum):
        return (lambda member: member.value), kind
    if kind is str:
        return (lambda value: str(value.value if isinstance(value, Enum) else value)), str
    return kind, kind


def _tag(value: object) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _untag(plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        return plain
    return Decimal(plain["decimal"]) if "decimal" in plain else date.fromisoformat(plain["date"])
