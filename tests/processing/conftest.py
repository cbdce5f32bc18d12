"""The toolbox as QGIS runs it: algorithms by id, in a registry, with a feedback that keeps what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from landwatch_plugin.processing.provider import LandwatchProvider
from tests.hand_made import decided, layers_swept, month, small

__all__ = ["decided", "layers_swept", "month", "small"]


class Log(QgsProcessingFeedback):
    """Keeps lines and warnings apart."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


@dataclass
class Run:
    """What one run gave."""

    results: dict[str, Any]
    log: Log
    context: QgsProcessingContext
    layers: dict[str, QgsVectorLayer] = field(default_factory=dict)

    def layer(self, name: str) -> QgsVectorLayer:
        """The layer of a sink, in memory or on disk."""
        if name not in self.layers:
            place = self.results[name]
            found = self.context.getMapLayer(place) or QgsVectorLayer(place, name, "ogr")
            assert found.isValid(), place
            self.layers[name] = found
        return self.layers[name]

    def features(self, name: str) -> list[QgsFeature]:
        return list(self.layer(name).getFeatures())

    def rows(self, name: str) -> list[dict[str, Any]]:
        layer = self.layer(name)
        names = [one for one in layer.fields().names() if one != "fid"]
        return [{one: feature[one] for one in names} for feature in layer.getFeatures()]


class Toolbox:
    """Runs `landwatch:…` as the toolbox does."""

    def run(self, name: str, context: QgsProcessingContext | None = None, log: Log | None = None, **given: Any) -> Run:
        context, log = context or QgsProcessingContext(), log or Log()
        context.setProject(QgsProject.instance())
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"landwatch:{name}")
        assert algorithm is not None, name
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in given.items()}
        results, done = algorithm.run(plain, context, log, {}, False)
        assert done
        return Run(dict(results), log, context)


@pytest.fixture(scope="module")
def toolbox(qgis_app: Any) -> Iterator[Toolbox]:
    provider = LandwatchProvider()
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(provider)
    yield Toolbox()
    registry.removeProvider(provider)




@pytest.fixture(scope="session")
def new_log() -> type[Log]:
    """Makes a feedback of one's own, to cancel."""
    return Log
