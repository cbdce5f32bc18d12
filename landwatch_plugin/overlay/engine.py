"""套合: the areas that patches share with one control layer, by class. A pure function of two frames."""

from __future__ import annotations

from typing import Any

import numpy as np

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.overlay import tally
from landwatch_plugin.overlay.gate import (
    Admitted,
    admit,
    feature_names,
    heal,
    near_enough,
    patch_names,
    same_plane,
    texts,
)
from landwatch_plugin.overlay.pairs import candidates, share_out
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Count, Options, Result, basis_of


def measure(patches: Any, layer: Any, options: Options, feedback: Feedback | None = None) -> Result:
    """Overlay patches (GeoDataFrame patch_id, geometry) with a layer (GeoDataFrame class, geometry, extras).

    Both frames are in the plane of `options.grid`. Raises InputError for blank or repeated patch ids, CrsError for
    layers that cannot belong together, Cancelled. What could not be used is in `rejects`, never silently left out.
    """
    feedback = feedback or Silent()
    same_plane(patches, layer, options.layer_name)
    subject, control, pairs = prepare(patches, layer, options, feedback)
    pieces = share_out(subject, control, pairs, options, Span(feedback, 20, 70))
    names = np.array(subject.names, dtype=object)
    patch_m2 = areas(subject.shapes, options.basis, options.grid)
    covered = tally.covered_areas(subject, patch_m2, pieces, options, Span(feedback, 70, 95))
    classes = texts(layer["class"]) if "class" in layer.columns else np.full(len(layer), "", dtype=object)
    ridge = tally.ridge_shares(layer, pieces, options)
    united = tally.united_classes(subject, pieces, classes, ridge, covered, options)
    result = Result(
        shares=tally.shares_frame(names, patch_m2, pieces, classes, ridge, united),
        coverage=tally.coverage_frame(names, patch_m2, covered, subject.usable),
        hits=tally.hits_frame(names, pieces) if options.group_by_feature else None,
        pieces=tally.pieces_frame(names, pieces, classes, patches.attrs) if options.pieces else None,
        patches=Count(len(patches), len(subject.rejects)),
        features=Count(len(layer), len(control.rejects)),
        repairs=[*subject.repairs, *control.repairs],
        rejects=[*subject.rejects, *control.rejects],
        open_patches=tally.open_patches_of(subject, patch_m2, pieces, covered) if options.gap_free else [],
        overlaps=tally.overlaps_of(names, patch_m2, pieces, covered),
        basis_text=basis_of(options),
        layer_name=options.layer_name,
    )
    Span(feedback, 95, 100).tick(1.0)
    return result


def prepare(
    patches: Any, layer: Any, options: Options, feedback: Feedback, every: bool = False
) -> tuple[Admitted, Admitted, tuple[Any, Any]]:
    """Both layers at the gate and the candidate pairs; only features that may meet a patch are healed, or `every`."""
    subject = admit(
        patches, patch_names(patches, options.patch_layer_name), options.patch_layer_name, Span(feedback, 0, 2)
    )
    control = admit(layer, feature_names(layer), options.layer_name, Span(feedback, 2, 6))
    near_enough(subject, control)
    heal(subject, subject.usable, options, Span(feedback, 6, 10))
    _need_ground(subject, options)
    _, feature = candidates(subject, control)
    heal(control, control.usable if every else np.unique(feature), options, Span(feedback, 10, 20))
    return subject, control, candidates(subject, control)


def _need_ground(subject: Admitted, options: Options) -> None:
    """A patch of no area at all cannot be shared out: reject it rather than divide by nothing."""
    m2 = areas(subject.shapes, options.basis, options.grid)
    for row in subject.usable[m2[subject.usable] <= options.min_area_m2]:
        subject.reject(int(row), "图斑没有面积")
    if len(subject.names) and not len(subject.usable):
        reasons = "；".join(f"{item.feature}：{item.reason}" for item in subject.rejects[:5])
        raise InputError(f"没有一个图斑可以套合（{reasons}）。", "请检查图斑图层的几何。", source=subject.layer)
