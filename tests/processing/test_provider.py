"""The toolbox's provider: it works with no algorithm, offers each one that is there, and hides no broken one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingProvider

from landwatch_plugin.processing.algorithm import Algorithm
from landwatch_plugin.processing.provider import ALGORITHMS, LandwatchProvider, algorithm_classes


class Nothing(Algorithm):
    """Does nothing."""

    key = title = "nothing"
    about = "Nothing."

    def declare(self) -> None:
        return None


@pytest.fixture
def registered() -> Iterator[QgsProcessingProvider]:
    """A provider with one algorithm, in QGIS's registry."""
    provider = LandwatchProvider([Nothing])
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(provider)
    yield provider
    registry.removeProvider(provider)


def test_algorithms_are_found_by_their_full_name(registered: QgsProcessingProvider) -> None:
    found = QgsApplication.processingRegistry().algorithmById("landwatch:nothing")
    assert found is not None
    assert found.provider().name() == "LandWatch 卫片执法"


def test_the_provider_shows_its_icon_and_version(registered: QgsProcessingProvider) -> None:
    assert not registered.icon().isNull()
    assert Path(registered.svgIconPath()).is_file()
    assert registered.versionInfo()


def test_a_provider_without_algorithms_is_a_provider() -> None:
    """The toolbox shows the heading even before the first algorithm is there."""
    provider = LandwatchProvider([])
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(provider)
    assert provider.algorithms() == []
    assert registry.removeProvider(provider)


def test_all_shipped_algorithms_load() -> None:
    """Each has its own key, a title, help, and help on every parameter and in its section."""
    made = [kind().create() for kind in algorithm_classes()]
    keys = [algorithm.name() for algorithm in made]
    assert len(keys) == len(set(keys))
    for algorithm in made:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", algorithm.name())
        assert algorithm.displayName()
        assert algorithm.shortHelpString()
        assert algorithm.group()
        assert all(parameter.help() for parameter in algorithm.parameterDefinitions()), algorithm.name()


def test_every_algorithm_file_is_offered(repository: Path) -> None:
    """A class in processing/ with a key of its own stands in the provider's list, and the other way round."""
    written = set()
    for path in (repository / "landwatch_plugin" / "processing").glob("[a-z]*.py"):
        module = import_module(f"landwatch_plugin.processing.{path.stem}")
        kinds = (kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Algorithm))
        written |= {f"{path.stem}.{k.__name__}" for k in kinds if k.__module__ == module.__name__ and "key" in vars(k)}
    assert written == set(ALGORITHMS)


def test_an_algorithm_whose_file_is_gone_is_an_error() -> None:
    """The toolbox never grows shorter in silence."""
    with pytest.raises(ModuleNotFoundError, match="no_such_file"):
        list(algorithm_classes(["no_such_file.Nothing"]))


def test_a_class_that_is_not_there_is_an_error() -> None:
    """A misspelt name does not silently take an algorithm away."""
    with pytest.raises(AttributeError, match="Misspelt"):
        list(algorithm_classes(["algorithm.Misspelt"]))
