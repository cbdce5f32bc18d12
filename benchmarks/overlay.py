"""Overlay against its peers on one machine, in one run: CPU seconds and ratios. Run by `make bench`.

A made-up county of square-ish fields with wavy edges and patches of about 1 ha; sizes by arguments:
    python -m benchmarks.overlay [patches] [fields]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from landwatch_plugin import door
from landwatch_plugin.casework.overlaying import overlay_sources
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.progress import Silent

CODES = ("0101", "0103", "0301", "0702", "1006", "1104")


def county(count: int, seed: int = 1) -> tuple[list[Any], list[str], float]:
    """Fields that tile a square: quads between jittered grid points, each edge bent by 12 shared vertices."""
    import shapely

    side = int(count**0.5)
    step, rng = 110.0, np.random.default_rng(seed)
    nodes = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij"), -1) * step
    nodes = nodes + rng.uniform(-25, 25, nodes.shape) + [38_520_000.0, 3_200_000.0]
    t = np.linspace(0, 1, 13)[1:-1, None]

    def edge(a: Any, b: Any) -> Any:
        flip = tuple(a) > tuple(b)
        p, q = (b, a) if flip else (a, b)
        wave = 6 * np.sin(t * np.pi * 3 + p.sum() % 7) * np.sin(t * np.pi)
        across = np.array([-(q - p)[1], (q - p)[0]]) / np.linalg.norm(q - p)
        line = np.vstack([p, p + (q - p) * t + across * wave, q])
        return line[::-1] if flip else line

    shapes, codes = [], []
    for i in range(side):
        for j in range(side):
            corners = [nodes[i, j], nodes[i + 1, j], nodes[i + 1, j + 1], nodes[i, j + 1]]
            ring = np.vstack([edge(corners[k], corners[(k + 1) % 4])[:-1] for k in range(4)])
            shapes.append(shapely.Polygon(ring))
            codes.append(CODES[int(rng.integers(len(CODES)))])
    return shapes, codes, side * step


def discs(count: int, width: float, seed: int = 2) -> list[Any]:
    """Patches: lumpy rounds of about 1 ha with some 58 vertices."""
    import shapely

    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 58, endpoint=False)
    made = []
    for x, y in rng.uniform(0.05, 0.95, (count, 2)) * width + [38_520_000.0, 3_200_000.0]:
        radius = rng.uniform(30, 85) * (1 + 0.2 * np.sin(3 * angle + rng.uniform(0, 6)))
        made.append(shapely.Polygon(np.c_[x + radius * np.cos(angle), y + radius * np.sin(angle)]))
    return made


def layer(shapes: list[Any], field: str, values: list[str]) -> QgsVectorLayer:
    import shapely

    made = QgsVectorLayer(f"Polygon?crs=EPSG:4526&field={field}:string(20)", field, "memory")
    features = []
    for wkb, value in zip(shapely.to_wkb(np.array(shapes, dtype=object)), values, strict=True):
        feature, geometry = QgsFeature(made.fields()), QgsGeometry()
        geometry.fromWkb(wkb)
        feature.setGeometry(geometry)
        feature.setAttributes([value])
        features.append(feature)
    made.dataProvider().addFeatures(features)
    return made


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def native(name: str, **parameters: Any) -> None:
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(name)
    _, done = algorithm.run(parameters, context, feedback)
    if not done:
        raise SystemExit(f"{name} failed: {feedback.textLog()}")


def main() -> None:
    count, fields = (int(value) for value in (*sys.argv[1:3], *("2000", "40000")[len(sys.argv) - 1 :]))
    app = QgsApplication([], False)
    app.initQgis()
    QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms(QgsApplication.processingRegistry()))
    geopandas = door.geopandas()
    shapes, codes, width = county(fields)
    rounds = discs(count, width)
    land, patches = layer(shapes, "class", codes), layer(rounds, "number", [f"P{i}" for i in range(count)])
    ours = ({"id_field": "number", "class_field": "class", "basis": Basis.ELLIPSOIDAL, "pieces": False}, Silent())
    left = geopandas.GeoDataFrame({"number": range(count)}, geometry=rounds)
    right = geopandas.GeoDataFrame({"class": codes}, geometry=shapes)
    jobs: dict[str, Callable[[], Any]] = {
        "landwatch:overlay": lambda: list(overlay_sources(patches, land, **ours[0], feedback=ours[1]).shares),
        "native:calculatevectoroverlaps": lambda: native(
            "native:calculatevectoroverlaps", INPUT=patches, LAYERS=[land], OUTPUT="memory:"
        ),
        "native:intersection": lambda: native("native:intersection", INPUT=patches, OVERLAY=land, OUTPUT="memory:"),
        "geopandas.overlay": lambda: geopandas.overlay(left, right, how="intersection").area.sum(),
    }
    print(f"图斑 {count} 个 × 地类 {len(shapes)} 个")
    base = 0.0
    for name, work in jobs.items():
        cpu, wall = timed(work)
        base = base or cpu
        print(f"{name:34s} CPU {cpu:7.2f} s  wall {wall:7.2f} s  {cpu / base:5.1f} ×")
    print(f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    app.exitQgis()


if __name__ == "__main__":
    main()
