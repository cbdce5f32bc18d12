"""控制图层读取: a control layer becomes a sheet for the overlay, from the shelf when this version of it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landwatch_plugin.domain.errors import CrsError, InputError
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.gis.crs import named, needs_local_parameters
from landwatch_plugin.gis.frames import blocks, name_of
from landwatch_plugin.gis.layer_version import cache_place, layer_version
from landwatch_plugin.overlay.gathering import Gathering
from landwatch_plugin.overlay.sheet import Sheet
from landwatch_plugin.overlay.shelf import Shelf


def user_shelf() -> Shelf | None:
    """The shelf in the user's cache folder; None when the user allows it no room."""
    place, limit = cache_place()
    return Shelf(place, limit) if limit else None


def sheet(
    source: Any,
    fields: Mapping[str, str],
    target: Any,
    *,
    kept_on: Shelf | None = None,
    within: Any = None,
    feedback: Feedback | None = None,
) -> Sheet:
    """A QGIS source in the `target` system with the asked columns, as `frames.frame` reads it: no feature is left out.

    A layer of a file as it lies on disk is kept on the shelf; one that is being edited, joined or filtered by selection is
    read anew each time; so is what `within` (QgsFeatureRequest) asks for of a layer. Raises InputError for a missing field
    and for text that was read in a wrong encoding, CrsError for a source without coordinate system or of another datum
    that only local parameters connect, Cancelled.
    """
    name = name_of(source)
    if needs_local_parameters(source.sourceCrs(), target):
        raise CrsError(
            f"图层坐标系为{named(source.sourceCrs())}，与图斑的{named(target)}大地基准不同，不能直接套合。",
            "请先用本地转换参数把该图层转换到2000国家大地坐标系，再重新绑定或选择。",
            source=name,
        )
    version = layer_version(source, fields, target) if kept_on is not None and within is None else None
    found = kept_on.fetch(*version, name) if kept_on is not None and version else None
    if found is None:
        gathered = Gathering(name)
        for block in blocks(source, fields, target, feedback=feedback, within=within):
            gathered.add(block.fids, block.values, block.wkb, block.problems)
        found = gathered.sheet()
        _refuse_unread_text(found, fields, name)
        # A file that changed while it was read is not this version.
        if kept_on is not None and version and version == layer_version(source, fields, target):
            found = kept_on.put(*version, found, name)
    found.attrs["crs"] = target.authid() or target.toProj()
    return found


def _refuse_unread_text(found: Sheet, fields: Mapping[str, str], name: str) -> None:
    """Replacement characters mean a wrong encoding: two classes would become one without a word."""
    for column, field in fields.items():
        for row, value in enumerate(found[column] if column in found.columns else ()):
            if isinstance(value, str) and "\ufffd" in value:
                raise InputError(
                    f"字段“{field}”的文字编码无法识别（要素{found['fid'].iloc[row]}：{value}）。",
                    "请在图层属性“数据源”中把编码改为 GB18030（或补上 .cpg 文件）后重试。",
                    source=name,
                )
