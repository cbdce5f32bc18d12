"""The toolbox as QGIS runs it: algorithms by id, in a registry, with a feedback that keeps what was said."""

from __future__ import annotations

import shutil
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
from tests.hand_made import Month, SmallCounty, layers_swept, made_month, no_project_layers

__all__ = ["layers_swept"]


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


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallCounty]:
    """An empty small county in the test's folder."""
    yield SmallCounty(tmp_path)
    no_project_layers()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The made-up county's month; take a copy to act on."""
    return made_month(tmp_path_factory.getbasetemp())


@pytest.fixture
def decided(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own with the meeting's decisions and the remedies."""
    return Path(shutil.copy(month.decided, tmp_path / "台账.gpkg"))


@pytest.fixture(scope="session")
def new_log() -> type[Log]:
    """Makes a feedback of one's own, to cancel."""
    return Log
