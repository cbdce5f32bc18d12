"""套合计时: our overlay against what an analyst could pick instead, each in its own process, in one run.

    make bench                 5,000 patches on 200,000 fields, 300 forests, 8,000 approvals
    make bench ARGS="50000"    more patches
    make bench ARGS="500 20000"  a small county, in seconds

CPU seconds include reading the layers from their files; starting Python and QGIS is left out.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.county import build, nudged

FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"
LAYERS = {"land": "DLBM", "forest": "HXBM", "approvals": "PWH"}
OURS, PEERS = ("ours_cold", "ours_warm", "ours_changed"), ("vector_overlaps", "intersection", "geopandas_overlay")
TITLES = {
    "ours_cold": "LandWatch，首次（读图层、建缓存）",
    "ours_warm": "LandWatch，图层已缓存",
    "ours_changed": "LandWatch，1% 图斑有变",
    "vector_overlaps": "native:calculatevectoroverlaps（不分地类）",
    "intersection": "native:intersection + 求和",
    "geopandas_overlay": "geopandas.overlay",
}


def ours(files: dict[str, str]) -> float:
    """Area by patch and class for the three layers on the ellipsoid, coverage as a union, closure; Σ m² of land."""
    from qgis.core import QgsVectorLayer

    from landwatch_plugin.casework.control_sheets import sheet, user_shelf
    from landwatch_plugin.domain.area_basis import Basis
    from landwatch_plugin.domain.progress import Silent, Span
    from landwatch_plugin.gis.crs import working_grid
    from landwatch_plugin.gis.frames import frame
    from landwatch_plugin.overlay.engine import measure
    from landwatch_plugin.overlay.result import Options
    from landwatch_plugin.overlay.subject import admitted

    patches = QgsVectorLayer(files["patches"], "patches", "ogr")
    crs, grid = working_grid(patches.crs(), patches.extent())
    options = Options(grid, Basis.ELLIPSOIDAL, group_by_feature=True)
    subject = admitted(frame(patches, {"patch_id": "TBBH"}, crs), options, Span(Silent(), 0, 100))
    found = {}
    for name, column in LAYERS.items():
        layer = QgsVectorLayer(files[name], name, "ogr")
        chosen = replace(options, layer_name=name, gap_free=name == "land")
        found[name] = measure(subject, sheet(layer, {"class": column}, crs, kept_on=user_shelf()), chosen)
    if found["land"].open_patches:
        raise SystemExit(f"{len(found['land'].open_patches)} patches do not close")
    return float(found["land"].shares["area_m2"].sum())


def vector_overlaps(files: dict[str, str]) -> float:
    output, _ = _native(
        "native:calculatevectoroverlaps",
        INPUT=files["patches"],
        LAYERS=[files[name] for name in LAYERS],
        OUTPUT="memory:",
    )
    column = next(name for name in output.fields().names() if name.startswith("land") and name.endswith("area"))
    return float(sum(feature[column] for feature in output.getFeatures()))


def intersection(files: dict[str, str]) -> float:
    total = {}
    for name in LAYERS:
        output, _ = _native("native:intersection", INPUT=files["patches"], OVERLAY=files[name], OUTPUT="memory:")
        total[name] = sum(feature.geometry().area() for feature in output.getFeatures())
    return float(total["land"])


def geopandas_overlay(files: dict[str, str]) -> float:
    from landwatch_plugin import door

    geopandas = door.geopandas()
    patches = geopandas.read_file(files["patches"], engine="pyogrio")
    total = {}
    for name in LAYERS:
        layer = geopandas.read_file(files[name], engine="pyogrio")
        total[name] = geopandas.overlay(patches, layer, how="intersection").area.sum()
    return float(total["land"])


def _native(name: str, **parameters: Any) -> tuple[Any, Any]:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    results, done = QgsApplication.processingRegistry().createAlgorithmById(name).run(parameters, context, feedback)
    if not done:
        raise SystemExit(f"{name} failed: {feedback.textLog()}")
    return context.getMapLayer(results["OUTPUT"]), context


def child(name: str, files: dict[str, str]) -> None:
    """One job in this process; its figures as a line of JSON."""
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication

    from landwatch_plugin import door

    app = QgsApplication([], False)
    app.initQgis()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(QgsNativeAlgorithms(registry))
    if name != "vector_overlaps" and name != "intersection":
        door.geopandas()
    job: Callable[[dict[str, str]], float] = ours if name in OURS else globals()[name]
    cpu, wall = time.process_time(), time.perf_counter()
    total = job(files)
    told = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "m2": total}
    print(json.dumps(told | {"rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
    app.exitQgis()


def timed(name: str, files: dict[str, Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.overlay", "--child", name]
    given = json.dumps({key: str(path) for key, path in files.items()})
    env = os.environ | {"XDG_CACHE_HOME": str(FOLDER / "cache"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*command, given], capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def main() -> None:
    patches, fields = (int(value) for value in (*sys.argv[1:3], *("5000", "200000")[len(sys.argv) - 1 :]))
    files = build(FOLDER, fields, patches)
    shutil.rmtree(FOLDER / "cache" / "landwatch" / "layers", ignore_errors=True)
    seen = {"ours_cold": timed("ours_cold", files)}
    for results in (FOLDER / "cache").rglob("found-*.npz"):
        results.unlink()
    seen["ours_warm"] = timed("ours_warm", files)
    seen["ours_changed"] = timed("ours_changed", files | {"patches": nudged(files["patches"])})
    for name in PEERS:
        seen[name] = timed(name, files)
    table(patches, fields, seen)


def table(patches: int, fields: int, seen: dict[str, dict[str, float]]) -> None:
    """One line a way of working, and how many times the CPU of each of ours it takes."""
    print(f"图斑 {patches:,} 个 × 地类 {fields:,}、红线 {fields * 3 // 2000:,}、批文 {fields // 25:,} 个")
    print(f"{'CPU 秒':>10}{'墙钟 秒':>9}{'内存 MB':>9}{'× 首次':>9}{'× 缓存':>9}   办法")
    for name, one in seen.items():
        times = [one["cpu"] / seen[own]["cpu"] for own in ("ours_cold", "ours_warm")]
        figures = f"{one['cpu']:10.2f}{one['wall']:10.2f}{one['rss']:10.0f}{times[0]:10.1f}{times[1]:10.1f}"
        print(f"{figures}   {TITLES[name]}")
    ours, peer = seen["ours_cold"]["m2"], seen["intersection"]["m2"]
    print(
        f"地类面积合计：椭球 {ours:,.2f}，native:intersection（平面）{peer:,.2f} 平方米，相差百万分之 {(peer / ours - 1) * 1e6:.1f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], json.loads(sys.argv[3]))
    else:
        main()
