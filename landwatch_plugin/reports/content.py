"""内容: the caller's nested data, wrapped so that every gap knows its own path and can be named to the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from jinja2 import Undefined, UndefinedError


class GapError(UndefinedError):
    """A template asked for a field that is not there or is empty; carries its path ("meeting.place")."""

    def __init__(self, path: str, absent: bool) -> None:
        self.path = path
        self.absent = absent
        super().__init__(path)


def _fail(self: Undefined, *args: Any, **kwargs: Any) -> Any:
    raise GapError(path_below(self._undefined_obj, str(self._undefined_name)), absent=not isinstance(self, Blank))


class Gap(Undefined):
    """A field that is not there. Printing it, testing it or looping over it stops the document."""

    __slots__ = ()
    _fail_with_undefined_error = _fail
    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = __contains__ = __call__ = _fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _fail
    __floordiv__ = __mod__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _fail
    __int__ = __float__ = __neg__ = __pos__ = _fail

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _fail(self)


class Blank(Gap):
    """A field that is there and empty (None or ""). A template may test it; printing it stops the document."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is None or other == "" or isinstance(other, Blank)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(None)


class Record:
    """A mapping or dataclass of the content, at its path. Has no public attribute that could hide a field's name."""

    __slots__ = ("_data", "_path")

    def __init__(self, data: Any, path: str) -> None:
        self._data = data
        self._path = path

    def __getitem__(self, key: Any) -> Any:
        if isinstance(self._data, Mapping):
            return wrap(self._data[key], f"{self._path}.{key}", self)
        if isinstance(key, str) and is_field(self._data, key):
            return wrap(getattr(self._data, key), f"{self._path}.{key}", self)
        raise KeyError(key)


class Row(list[Any]):
    """A list of the content, at its path."""

    path = ""


def is_field(data: Any, name: str) -> bool:
    """A dataclass's field, or a property of its class (like Role.title); never a method."""
    if name.startswith("_"):
        return False
    return name in {each.name for each in fields(data)} or isinstance(getattr(type(data), name, None), property)


def wrap(value: Any, path: str, parent: Any = None) -> Any:
    """Content as templates see it. Enums become their value, paths their text, empty values a Blank."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Path):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return Blank(obj=parent, name=path.rpartition(".")[2])
    if isinstance(value, Mapping) or (is_dataclass(value) and not isinstance(value, type)):
        return Record(value, path)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        row = Row(wrap(each, f"{path}[{index}]", parent) for index, each in enumerate(value))
        row.path = path
        return row
    return value


def wrap_all(content: Mapping[str, Any]) -> dict[str, Any]:
    """The top level of the content, ready for a template."""
    return {name: wrap(value, name, None) for name, value in content.items()}


def path_below(parent: Any, name: str) -> str:
    """Path of a gap: its parent's path and its own name."""
    path = getattr(parent, "_path", "") if isinstance(parent, Record) else getattr(parent, "path", "")
    return f"{path}.{name}" if isinstance(path, str) and path else name
