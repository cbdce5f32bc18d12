"""接收预览: the head of a received file, before anything is decided: layers, encoding, system, fields, guesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.intake import Request, choose_profile
from landwatch_plugin.casework.intake_rows import WITHHELD
from landwatch_plugin.casework.joined_list import JoinedList, read_list
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.domain.field_profile import Profile
from landwatch_plugin.domain.intake import guess_unit, plain_text
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_settle import settle_crs, suggested_crs
from landwatch_plugin.gis.patch_frame import extent_of, patch_frame
from landwatch_plugin.gis.patch_source import encoding_told, open_source, rows, takes_encoding
from landwatch_plugin.gis.received_file import ReceivedFile
from landwatch_plugin.overlay.plane import areas

SHOWN = 6
_SAMPLED = 200


@dataclass(frozen=True)
class Look:
    """What the user is shown of a file. `crs_problem` is empty when the system is settled."""

    layers: tuple[str, ...]
    layer: str
    count: int
    encoding: str
    encoding_open: bool
    """The user may read the texts in another encoding (shapefiles)."""
    fields: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]
    """The first rows as texts; of a 涉密 row only that there is one."""
    crs: str = ""
    crs_problem: str = ""
    crs_hint: str = ""
    """EPSG code that the coordinates themselves speak for; "" when they do not."""
    samples: tuple[Mapping[str, str], ...] = ()
    sizes: tuple[float, ...] = ()
    """Ellipsoidal m² of the sampled rows; empty while the system is not settled."""
    profile: Profile = field(default_factory=lambda: Profile("", {}))
    list_rows: int = 0

    def example(self, column: str) -> str:
        """The first values of a field, as the mapping table shows them."""
        seen = dict.fromkeys(row[column] for row in self.samples if row.get(column))
        return "，".join(list(seen)[:3])

    def unit(self, column: str) -> str:
        """The unit of area that this field is in, by comparison with the shapes; "" when none fits."""
        pairs = [(_figure(row.get(column, "")), m2) for row, m2 in zip(self.samples, self.sizes, strict=False)]
        return guess_unit(pairs)


def look_at(request: Request, secret_marks: Sequence[str]) -> Look:
    """Open the file as the intake will. Raises InputError; what is wrong with the system is told in the look."""
    with ReceivedFile(request.source) as file:
        names = tuple(one.name for one in file.layers())
        chosen = request.layer if request.layer in names else names[0] if len(names) > 1 else ""
        uri = file.uri(chosen)
        layer, encoding = open_source(uri, request.encoding)
        own = layer.fields().names()
        profile = choose_profile(request, own)
        listed = read_list(request.listing, profile) if request.listing is not None else None
        if listed is not None:
            own = list(dict.fromkeys([*own, *(column for column in listed.columns if column != listed.key)]))
            profile = choose_profile(request, own)
        settled, problem, hint = "", "", suggested_crs(layer.extent())
        try:
            found = settle_crs(file.chosen.name, layer, request.crs)
            settled, problem = found.text, f"{found.doubt}。{found.cure}。" if found.doubt else ""
        except CrsError as error:
            problem = str(error)
        head = list(islice(rows(layer), _SAMPLED))
        texts = [_texts(row.values, own, listed, profile) for row in head]
        open_rows = [at for at, row in enumerate(texts) if not _is_secret(row, secret_marks)]
        kept = [at for at in open_rows if head[at].wkb is not None]
        sizes = _sizes([head[at].wkb or b"" for at in kept], layer.crs()) if settled and kept else []
        look = Look(
            names,
            chosen or (names[0] if names else ""),
            layer.featureCount(),
            encoding_told(uri, encoding, request.encoding),
            takes_encoding(uri),
            tuple(own),
            tuple(
                tuple(row[name] for name in own) if at in open_rows else (WITHHELD, *("" for _ in own[1:]))
                for at, row in enumerate(texts[:SHOWN])
            ),
            settled,
            problem,
            hint,
            tuple(texts[at] for at in kept),
            tuple(sizes),
            profile,
            len(listed.rows) if listed is not None else 0,
        )
        del layer
    return look


def _texts(
    values: Mapping[str, Any], names: Sequence[str], listed: JoinedList | None, profile: Profile
) -> dict[str, str]:
    number = profile.guess(names).get("number", "")
    joined = dict(values)
    if listed is not None:
        joined, _ = listed.join(plain_text(values.get(number)), joined)
    return {name: plain_text(joined.get(name)) for name in names}


def _is_secret(row: Mapping[str, str], marks: Sequence[str]) -> bool:
    return any(mark in "".join(text.split()) for mark in marks for text in row.values())


def _sizes(wkbs: Sequence[bytes], crs: Any) -> list[float]:
    shapes = [(str(at), wkb) for at, wkb in enumerate(wkbs)]
    plane, grid = working_grid(crs, extent_of(shapes))
    return [float(m2) for m2 in areas(patch_frame(shapes, crs, plane).geometry.values, Basis.ELLIPSOIDAL, grid)]


def _figure(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return 0.0


def list_path(text: str) -> Path | None:
    """The list's path as typed, None for none."""
    return Path(text).expanduser() if text.strip() else None
