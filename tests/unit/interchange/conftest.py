"""A small collection with every state, texts that are shared and not, and words that must not get out."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE, answered
from domino_survey.i18n import Translator
from domino_survey.interchange import Format, write
from domino_survey.services import exporting
from domino_survey.services.access import OPERATOR
from domino_survey.services.bulk import Filled, store_filled
from domino_survey.services.context import Context
from domino_survey.services.export_columns import Content
from domino_survey.services.exporting import Wish
from domino_survey.settings import ROOT, Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from domino_survey.answers import Answer
    from domino_survey.services.exporting import Export

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
# What says who answers, and what an author keeps.
NAME, PRESENTATION, COMMUNE = "CANARI-nom", "CANARI-présentation 06 00 00 00 00", "29019"
KEPT_COMMENT, KEPT_TEXT = "CANARI-commentaire", "CANARI-vigilance"
SHARED_COMMENT, SHARED_TEXT = "=1+1 ; partagé", "NA"


def filled(
    name: str, answers: dict[str, Answer], *, path: str = "full", day: int = 0, **fields: Any
) -> Filled:
    profile = {
        "P01": answered(f"{NAME} {name}"),
        "P02": answered(PRESENTATION),
        "P03": answered(COMMUNE),
        "P10": answered("fonctionnement"),
    }
    at = NOW - timedelta(days=30 - day)
    given: dict[str, Any] = {
        "id": f"response-{name}",
        "initiative_id": f"initiative-{name}",
        "initiative_since": at,
        "code": f"K7QM-2XFD-{name.upper():0>4}",
        "path": path,
        "language": "fr",
        "author": "a",
        "started_at": at,
        "ended_at": at + timedelta(hours=1),
        "submitted": True,
        "answers": profile | answers,
        "comments": {},
        "proofs": {},
    }
    return Filled(**(given | fields))


def share(*codes: str) -> dict[str, Answer]:
    return {"P19": answered(codes)}


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Four initiatives: one shares its texts, one only its figures, one nothing; one on the short path."""
    folder = tmp_path_factory.mktemp("schemas") / "domino"
    folder.mkdir()
    shutil.copy(ROOT / "schemas" / "domino" / "1.yaml", folder)
    context = Context(open_repository(now=NOW), Settings(schemas=folder.parent), clock=lambda: NOW)
    questionnaire = context.library.current("domino")
    states = {
        "A1.T1.Q1": answered("3"),
        "A1.T3.Q3": answered("oui"),
        "A1.T1.Q3": answered(2.5),
        "A2.T2.Q3": NOT_APPLICABLE,
        "A2.T2.Q2": DONT_KNOW,
        "A1.T1.Q2": answered(("permanence", "essai")),
        "P11": answered(2019.0),
    }
    store_filled(
        context,
        questionnaire,
        [
            filled(
                "aa",
                states | share("agregats", "ouvertes") | {"A1.pepite": answered(SHARED_TEXT)},
                comments={"A1.T1.Q1": SHARED_COMMENT},
                proofs={"A1.T1.Q1": "mesure"},
            ),
            filled(
                "bb",
                {"A1.T1.Q1": answered("1"), "A1.vigilance": answered(KEPT_TEXT)}
                | share("agregats"),
                day=1,
                comments={"A1.T1.Q1": KEPT_COMMENT},
            ),
            filled("cc", {"A1.T1.Q1": answered("0")}, day=2, comments={"A1.T1.Q1": KEPT_COMMENT}),
            filled("dd", {"A1.T1.Q1": answered("4")} | share("agregats"), path="short", day=3),
        ],
        origin="real",
    )
    yield context
    context.repository.close()


@pytest.fixture
def wish(collected: Context) -> Callable[..., Wish]:
    """What is asked for; everything but the columns has its default."""
    (use,) = exporting.exportable(collected, OPERATOR)

    def make(shape: str = "wide", **content: bool) -> Wish:
        return Wish((use.ref,), content=Content(**content), shape=shape)  # type: ignore[arg-type]

    return make


@pytest.fixture
def exported(collected: Context, wish: Callable[..., Wish]) -> Callable[..., Export]:
    def make(shape: str = "wide", **content: bool) -> Export:
        return exporting.begin(
            collected, OPERATOR, wish(shape, **content), reason="Pour un essai", formats=["csv"]
        )

    return make


@pytest.fixture
def files(exported: Callable[..., Export], tmp_path: Path) -> Callable[..., tuple[Path, ...]]:
    """The files of an export in a format."""

    def make(form: str, shape: str = "wide", **content: bool) -> tuple[Path, ...]:
        (study,) = exported(shape, **content).studies
        folder = tmp_path / f"{form}-{shape}-{'-'.join(content)}"
        folder.mkdir(exist_ok=True)
        return write(study, Format(form), folder, Translator("fr"), name="r")

    return make
