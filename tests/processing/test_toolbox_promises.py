"""工具箱的约定: ids and parameter names that scripts and models rely on, and help on every one of them."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingAlgorithm

from landwatch_plugin.processing.provider import ALGORITHMS, algorithm_classes

#: id → parameters in order; those in brackets are optional.
PROMISED = {
    "importpatches": ("INPUT", "[PROFILE]", "BATCH", "LEDGER", "[RULEBOOK]"),
    "importapprovals": ("INPUT",),
    "importrecords": ("LEDGER", "[FACTS]", "[DECISIONS]", "[REMEDIES]", "[PHOTOS]", "[RULEBOOK]", "[OPERATOR]", "[MEETING]"),
    "importcoordinates": ("INPUT", "[CRS]", "[ZONE]", "OUTPUT"),
    "exportcoordinates": (
        "INPUT", "[NUMBER_FIELD]", "[NAME_FIELD]", "[USE_FIELD]", "[CODE_FIELD]", "[CRS]", "APART", "PARTS_APART", "PREFIX",
        "CLOCKWISE", "CLOSED", "CRLF", "START", "DECIMALS", "ENCODING", "[PRODUCER]", "[DATE]", "FOLDER",
    ),
    "overlay": ("INPUT", "[ID_FIELD]", "OVERLAY", "[CLASS_FIELD]", "AREA_BASIS", "OUTPUT", "[COVERAGE]", "[PIECES]"),
    "checkpatches": ("LEDGER", "[RULEBOOK]", "AREA_BASIS", "[OUTPUT]"),
    "doctor": ("[LEDGER]", "[RULEBOOK]", "OUTPUT", "[WORKBOOK]"),
    "comparerulebooks": ("LEDGER", "[BEFORE]", "AFTER", "[PERIOD]", "OUTPUT"),
    "splitpatch": ("LEDGER", "NUMBER", "METHOD", "[LAYER]", "[REASON]", "PREVIEW", "[RULEBOOK]", "[OPERATOR]"),
    "rejoinpatch": ("LEDGER", "NUMBER", "[REASON]", "[OPERATOR]"),
    "lockmonth": ("LEDGER", "BATCH", "REOPEN", "[REASON]", "[OPERATOR]"),
    "accountability": ("LEDGER", "[PERIOD]", "[RULEBOOK]", "OUTPUT"),
    "selfcheck": ("LEDGER", "[PERIOD]", "[PLATFORM]", "[RULEBOOK]", "[CHECKLIST]", "[TODAY]", "OUTPUT", "[OPERATOR]"),
    "minutes": ("LEDGER", "MEETING", "[PERIOD]", "[RULEBOOK]", "DRAFT", "FOLDER"),
    "letters": ("LEDGER", "MEETING", "[PERIOD]", "[TOWNS]", "[RULEBOOK]", "DRAFT", "FOLDER"),
    "dossiers": ("LEDGER", "MEETING", "[PERIOD]", "[NUMBERS]", "COORDINATES", "[RULEBOOK]", "DRAFT", "FOLDER"),
}
OUTPUTS = {
    "importpatches": {"LEDGER", "RECEIVED", "ACCEPTED", "REJECTED", "SECRET"},
    "importcoordinates": {"OUTPUT", "FILES", "PARCELS", "REFUSED"},
    "exportcoordinates": {"FOLDER", "FILES", "PARCELS", "REFUSED"},
    "overlay": {"OUTPUT", "COVERAGE", "PIECES"},
    "checkpatches": {"OUTPUT", "CHECKED", "OPEN"},
    "doctor": {"OUTPUT", "BLOCKED", "WARNED"},
    "comparerulebooks": {"OUTPUT", "COMPARED", "CHANGED"},
    "accountability": {"OUTPUT", "NUMERATOR_MU", "DENOMINATOR_MU", "PERCENT", "IN_SCOPE"},
    "selfcheck": {"OUTPUT", "BLOCKING", "WARNINGS", "UNCHECKED"},
    "minutes": {"FOLDER", "COUNT"}, "letters": {"FOLDER", "COUNT"}, "dossiers": {"FOLDER", "COUNT"},
}  # fmt: skip


def algorithm(name: str) -> QgsProcessingAlgorithm:
    found = QgsApplication.processingRegistry().createAlgorithmById(f"landwatch:{name}")
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", PROMISED)
def test_ids_and_parameters_are_as_promised(toolbox: Any, name: str) -> None:
    """In this order; what is optional may be left out by a script of last year. New ones may only be optional."""
    optional, made = Qgis.ProcessingParameterFlag.Optional, algorithm(name)
    listed = {one.name(): bool(one.flags() & optional) for one in made.parameterDefinitions()}
    found = [f"[{one}]" if may_miss else one for one, may_miss in listed.items()]
    assert [one for one in found if one in PROMISED[name]] == list(PROMISED[name])
    assert all(one.startswith("[") for one in found if one not in PROMISED[name])


@pytest.mark.parametrize(("name", "outputs"), OUTPUTS.items())
def test_outputs_are_as_promised(toolbox: Any, name: str, outputs: set[str]) -> None:
    made = algorithm(name)
    assert outputs <= {one.name() for one in made.outputDefinitions()}


def test_no_algorithm_is_forgotten(toolbox: Any) -> None:
    assert {kind.key for kind in algorithm_classes()} == set(PROMISED)
    assert len(ALGORITHMS) == len(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_every_parameter_has_its_help(toolbox: Any, name: str) -> None:
    """A sentence, not the label again; and the whole algorithm a text of its own."""
    made = algorithm(name)
    for one in made.parameterDefinitions():
        assert len(one.help()) > 15, one.name()
        assert one.help().endswith((".", "…", "。")), one.name()
        assert one.help() != one.description()
    assert len(made.shortHelpString()) > 40


@pytest.mark.parametrize("name", PROMISED)
def test_defaults_are_usable_as_they_stand(toolbox: Any, name: str) -> None:
    """Ellipsoidal areas, no draft, coordinates printed, all batches."""
    made = algorithm(name)
    defaults = {one.name(): one.defaultValue() for one in made.parameterDefinitions()}
    wanted = {"AREA_BASIS": 0, "DRAFT": False, "COORDINATES": True, "PERIOD": "", "PROFILE": "2026监测图斑"}
    assert {key: value for key, value in defaults.items() if key in wanted} == {
        key: value for key, value in wanted.items() if key in defaults
    }


@pytest.mark.parametrize("name", PROMISED)
def test_layers_are_read_on_the_main_thread(toolbox: Any, name: str) -> None:
    assert algorithm(name).flags() & Qgis.ProcessingAlgorithmFlag.NoThreading
