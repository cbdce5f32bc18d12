"""坐落: township and village of each patch by largest overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.progress import Feedback, Part, Silent
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.frames import frame
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.gis.patch_frame import Shapes, extent_of, patch_frame
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

Places = dict[str, dict[str, str]]
ROLES = (Role.TOWN, Role.VILLAGE)


def find_places(shapes: Shapes, crs: Any, bindings: Sequence[Binding], feedback: Feedback | None = None) -> Places:
    """Places of (number, WKB) shapes from the bound township and village layers; empty where neither is bound."""
    bound = [binding for binding in bindings if binding.role in ROLES]
    if not bound or not shapes:
        return {}
    plane, grid = working_grid(crs, extent_of(shapes))
    frames = {}
    for binding in bound:
        layer = open_vector(binding)
        frames[binding.role] = frame(layer, field_names(layer, binding), plane)
    return places_by_overlap(patch_frame(shapes, crs, plane), frames, Options(grid=grid), feedback)


def places_by_overlap(
    patches: Any, layers: dict[Role, Any], options: Options, feedback: Feedback | None = None
) -> Places:
    """Patch number → {town_code, town, village_code, village}; keys are absent for roles that are not bound."""
    found: Places = {}
    asked = ((Role.TOWN, "town_code", "town"), (Role.VILLAGE, "village_code", "village"))
    for turn, (role, code_key, name_key) in enumerate(asked):
        frame = layers.get(role)
        if frame is None:
            continue
        chosen = Options(grid=options.grid, basis=options.basis, layer_name=role.title, group_by_feature=True)
        result = measure(patches, frame, chosen, Part(feedback or Silent(), 50.0 * turn, 50.0 * (turn + 1)))
        for number, areas in _areas(result.hits, frame).items():
            place = found.setdefault(number, {})
            place[code_key], place[name_key] = max(areas, key=lambda unit: areas[unit])
    return found


def _areas(hits: Any, frame: Any) -> dict[str, dict[tuple[str, str], float]]:
    """Patch → (code, name) → m². A township of several polygons counts as one."""
    found: dict[str, dict[tuple[str, str], float]] = {}
    codes, names = (
        [plain_text(value) for value in frame[key]] if key in frame.columns else [""] * len(frame)
        for key in ("code", "name")
    )
    for row in hits.itertuples():
        unit = codes[int(row.feature_index)], names[int(row.feature_index)]
        areas = found.setdefault(row.patch_id, {})
        areas[unit] = areas.get(unit, 0.0) + float(row.area_m2)
    return found
