from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
from domino_survey.errors import DominoError
from domino_survey.services.context import Context
from domino_survey.services.observatory import Observatory, observatory
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.settings import Settings
from domino_survey.storage import (
    AuditEntry,
    ImportedResponse,
    Initiative,
    Response,
    Submission,
)
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.storage import Origin

GARDENS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"
START = datetime(2026, 11, 23, tzinfo=UTC)
RENNES, BREST, REDON, NANTES = "35238", "29019", "35236", "44109"
BRITTANY, ILLE, FINISTERE = (
    Scope("region", "53"),
    Scope("departement", "35"),
    Scope("departement", "29"),
)
SCOPES = (EVERYWHERE, BRITTANY, ILLE, FINISTERE, Scope("commune", RENNES))
READER = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=SCOPES)


@dataclass
class Collection:
    """A store that responses are added to, one a minute."""

    context: Context
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(
        self,
        commune: str,
        initiative: str = "",
        *,
        age: str = "recolte",
        shares: bool = True,
        origin: Origin = "real",
        cover: str = "nu",
    ) -> str:
        number = next(self.numbers)
        at = START + timedelta(minutes=number)
        questionnaire = self.context.library.current("jardins")
        reference = self.context.library.archive(questionnaire, START)
        who = initiative or f"initiative-{number}"
        answers = {
            "lieu": answered(commune),
            "age": answered(age),
            "partage": answered(("chiffres",) if shares else ("visites",)),
            "sol.paillage": answered(cover),
            "sol.vers": answered(0.0),
            "voisins.ouvert": answered("non"),
            "eau.origine": answered("pluie"),
        }
        content = {
            "path": "complet",
            "language": "fr",
            "answers": {item: answer.to_json() for item, answer in answers.items()},
            "comments": {},
            "proofs": {},
        }
        response = Response(
            f"response-{number}", who, reference, "complet", "fr", at, origin=origin
        )
        submission = Submission(
            f"submission-{number}",
            response.id,
            f"key-{number}",
            at,
            content,
            f"hash-{number}",
            reference,
            "1",
            origin,
        )
        imported = ImportedResponse(
            Initiative(who, at, origin), response, submissions=[(submission, [])]
        )
        self.context.repository.import_responses(
            [imported], AuditEntry(at, "test", "import", response.id)
        )
        return who

    def many(self, count: int, commune: str, **others: str) -> None:
        for _ in range(count):
            self.add(commune, age=others.get("age", "recolte"), cover=others.get("cover", "nu"))

    def seen(self, scope: Scope = BRITTANY, origin: Origin | None = None) -> Observatory:
        return observatory(self.context, READER, "jardins", scope=scope, origin=origin)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    folder = tmp_path / "schemas" / "jardins"
    folder.mkdir(parents=True)
    shutil.copy(GARDENS, folder / "v2.yaml")
    repository = open_repository(now=START)
    settings = Settings(data=tmp_path, schemas=tmp_path / "schemas")
    yield Collection(Context(repository, settings, lambda: START))
    repository.close()


def test_observatory__without_the_right__refused(collection: Collection) -> None:
    with pytest.raises(DominoError) as error:
        observatory(collection.context, Identity(), "jardins", scope=BRITTANY)
    assert error.value.code == "not-allowed"


def test_observatory__scope_of_others__refused(collection: Collection) -> None:
    reader = Identity(frozenset({Role.DECISION_MAKER}), scopes=(BRITTANY,))
    for scope in (EVERYWHERE, Scope("region", "52"), Scope("departement", "44")):
        with pytest.raises(DominoError) as error:
            observatory(collection.context, reader, "jardins", scope=scope)
        assert error.value.code == "not-allowed"


def test_observatory__inside_the_scope__read(collection: Collection) -> None:
    collection.many(5, RENNES)
    reader = Identity(frozenset({Role.DECISION_MAKER}), scopes=(BRITTANY,))
    for scope in (ILLE, Scope("epci", "243500139"), Scope("commune", RENNES)):
        assert observatory(collection.context, reader, "jardins", scope=scope).number == 5


def test_observatory__unknown_version__refused(collection: Collection) -> None:
    with pytest.raises(DominoError) as error:
        observatory(collection.context, READER, "jardins", "v9", BRITTANY)
    assert error.value.code == "no-questionnaire"


@pytest.mark.parametrize("count", [0, 4])
def test_observatory__too_few__nothing_and_why(collection: Collection, count: int) -> None:
    collection.many(count, RENNES)
    found = collection.seen()
    assert (found.number, found.summary, found.reason) == (None, None, "too-few")
    assert (found.stages, found.groups, found.advice) == ({}, {}, {})


def test_observatory__enough__figures_advice_and_what_is_hidden(collection: Collection) -> None:
    collection.many(6, RENNES)
    collection.many(4, BREST, cover="annee")
    found = collection.seen()
    assert found.number == 10
    assert found.as_of == START + timedelta(minutes=10)
    assert found.summary is not None
    assert found.summary.nodes["sol"].median == 0.0
    assert found.summary.weakest == ("sol", "voisins")
    assert set(found.stages.values()) == {None}
    assert {(one.kind, one.id) for one in found.hidden} >= {("options", "age")}
    assert [one.recommendation.id for one in found.advice["arroser"]] == ["T1"]
    (advice,) = found.advice["arroser"]
    assert advice.fired
    assert (advice.gap, advice.share) == (None, None)
    assert all(fact.numerator is None for fact in advice.facts)


def test_observatory__counts__shown_from_five_to_the_nearest_five(collection: Collection) -> None:
    collection.many(6, RENNES, age="graine")
    collection.many(9, RENNES, age="pousse")
    found = collection.seen()
    assert found.stages == {"graine": 5, "pousse": 10, "recolte": 0, "jachere": 0}
    assert found.groups == {"age": found.stages}


def test_observatory__not_shared__does_not_count(collection: Collection) -> None:
    collection.many(5, RENNES)
    for _ in range(6):
        collection.add(RENNES, shares=False)
    assert collection.seen().number == 5


def test_observatory__another_region__does_not_count(collection: Collection) -> None:
    collection.many(5, RENNES)
    collection.many(6, NANTES)
    assert collection.seen().number == 5
    assert collection.seen(EVERYWHERE).number == 10


def test_observatory__real_and_demonstration__never_together(collection: Collection) -> None:
    collection.many(5, RENNES)
    for _ in range(6):
        collection.add(RENNES, origin="demo")
    assert (collection.seen().origin, collection.seen().number) == ("real", 5)
    demo = collection.seen(origin="demo")
    assert (demo.origin, demo.number) == ("demo", 5)


def test_observatory__new_answers__wait_for_their_batch(collection: Collection) -> None:
    collection.many(5, RENNES)
    before = collection.seen()
    for _ in range(4):
        collection.add(RENNES, cover="annee")
        assert collection.seen() == before
    collection.add(RENNES, cover="annee")
    assert collection.seen().number == 10


def test_observatory__assessed_again__still_one(collection: Collection) -> None:
    names = [collection.add(RENNES) for _ in range(5)]
    for name in names:
        collection.add(RENNES, name, cover="annee")
    found = collection.seen()
    assert found.number == 5
    assert found.as_of == START + timedelta(minutes=10)


def test_observatory__consent_withdrawn__leaves_with_the_next_batch(collection: Collection) -> None:
    names = [collection.add(RENNES) for _ in range(5)]
    collection.add(RENNES, names[0], shares=False)
    assert collection.seen().number == 5
    collection.many(4, RENNES)
    assert collection.seen().number == 8


def test_observatory__region_less_departement__never_few(collection: Collection) -> None:
    """Two gardens in one département and five in the other: the region is that of the five."""
    collection.many(2, BREST)
    names = [collection.add(RENNES) for _ in range(5)]
    for name in names[:3]:
        collection.add(RENNES, name, cover="annee")
    assert collection.seen(ILLE).number == 5
    assert collection.seen(BRITTANY).number == 5
    assert collection.seen(FINISTERE).reason == "too-few"


def test_observatory__taken_back__out_at_once_and_nobody_else_can_be_told(
    collection: Collection,
) -> None:
    collection.many(5, RENNES)
    collection.many(5, BREST)
    at = START + timedelta(hours=1)
    collection.context.repository.withdraw(
        "response-7", at, AuditEntry(at, "test", "withdraw", "response-7")
    )
    assert [collection.seen(one).number for one in (BRITTANY, ILLE, FINISTERE)] == [5, 5, None]


def test_observatory__stranger_arrives__what_was_shown_stays(collection: Collection) -> None:
    collection.many(5, RENNES)
    for _ in range(12):
        collection.add(BREST)
        assert collection.seen(ILLE).number == 5


def test_observatory__same_initiatives__shown_at_each_level(collection: Collection) -> None:
    collection.many(5, RENNES)
    assert [collection.seen(scope).number for scope in (EVERYWHERE, BRITTANY, ILLE)] == [5, 5, 5]
    assert collection.seen(Scope("commune", RENNES)).number == 5


def test_observatory__count_less_count_of_a_part__not_to_be_had(collection: Collection) -> None:
    """Eighteen gardens at `pousse` in the region, fifteen of them in one département: three elsewhere."""
    collection.many(15, RENNES, age="pousse")
    collection.many(10, RENNES, age="recolte")
    collection.many(3, BREST, age="pousse")
    collection.many(7, BREST, age="recolte")
    assert collection.seen(BRITTANY).stages["pousse"] == 20
    assert collection.seen(ILLE).stages["pousse"] == 15


def test_observatory__moved__leaves_one_territory_for_the_other(collection: Collection) -> None:
    names = [collection.add(RENNES) for _ in range(10)]
    for name in names[:5]:
        collection.add(BREST, name)
    assert collection.seen(ILLE).number == 5
    assert collection.seen(FINISTERE).number == 5
    assert collection.seen(BRITTANY).number == 10
