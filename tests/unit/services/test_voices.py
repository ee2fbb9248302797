"""Words of a territory: only those that were shared, only where figures are shown, never whose they are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.answers import answered
from domino_survey.disclosure import Query
from domino_survey.errors import DominoError
from domino_survey.services.assessments import answers_of
from domino_survey.services.context import Context
from domino_survey.services.observed import released
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.voices import Card, alike, voices
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
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from domino_survey.services.voices import Voices

START = datetime(2026, 11, 23, tzinfo=UTC)
RENNES, BREST, NANTES = "35238", "29019", "44109"
BRITTANY, ILLE, FINISTERE = (
    Scope("region", "53"),
    Scope("departement", "35"),
    Scope("departement", "29"),
)
COMMUNE = Scope("commune", RENNES)
SCOPES = (EVERYWHERE, BRITTANY, ILLE, FINISTERE, COMMUNE)
READER = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=SCOPES)
BOTH = ("agregats", "ouvertes")


@dataclass
class Collection:
    """A store that assessments are added to, one a minute."""

    context: Context
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(
        self,
        words: Mapping[str, str] | str = "",
        *,
        initiative: str = "",
        commune: str = RENNES,
        shares: Sequence[str] = BOTH,
    ) -> str:
        """One more; gives the id of its response. A text alone is a nugget on the first axis."""
        number = next(self.numbers)
        at = START + timedelta(minutes=number)
        questionnaire = self.context.library.current("domino")
        reference = self.context.library.archive(questionnaire, START)
        texts = {"A1.pepite": words} if isinstance(words, str) else words
        answers = {
            "P01": answered(f"Nom {number}"),
            "P03": answered(commune),
            "P10": answered("fonctionnement"),
            "P19": answered(tuple(shares)),
            "A1.T1.Q1": answered("4"),
            **{item: answered(text) for item, text in texts.items() if text},
        }
        content = {
            "path": "full",
            "language": "fr",
            "answers": {item: answer.to_json() for item, answer in answers.items()},
            "comments": {"A1.T1.Q1": "un commentaire"},
            "proofs": {},
        }
        who = initiative or f"initiative-{number}"
        response = Response(f"response-{number}", who, reference, "full", "fr", at)
        submission = Submission(
            *(f"submission-{number}", response.id, f"key-{number}", at, content, f"hash-{number}"),
            *(reference, "1", "real"),
        )
        self.context.repository.import_responses(
            [
                ImportedResponse(
                    Initiative(who, at, "real"), response, submissions=[(submission, [])]
                )
            ],
            AuditEntry(at, "test", "import", response.id),
        )
        return response.id

    def withdraw(self, response: str) -> None:
        at = START + timedelta(minutes=next(self.numbers))
        self.context.repository.withdraw(response, at, AuditEntry(at, "t", "withdraw", response))

    def seen(self, scope: Scope = BRITTANY) -> Voices:
        return voices(self.context, READER, "domino", scope)

    def texts(self, scope: Scope = BRITTANY) -> list[str]:
        return [card.text for card in self.seen(scope).cards]


def opened(folder: Path | None = None) -> Collection:
    chosen = Settings(data=folder) if folder else Settings()
    return Collection(Context(open_repository(now=START), chosen, lambda: START))


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = opened(tmp_path)
    yield made
    made.context.repository.close()


@pytest.mark.parametrize(
    ("identity", "scope"), [(Identity(), EVERYWHERE), (READER, Scope("region", "52"))]
)
def test_voices__without_the_right__refused(
    collection: Collection, identity: Identity, scope: Scope
) -> None:
    with pytest.raises(DominoError) as error:
        voices(collection.context, identity, "domino", scope)
    assert error.value.code == "not-allowed"


def test_voices__too_few_figures__none_and_why(collection: Collection) -> None:
    for number in range(4):
        collection.add(f"texte {number}")
    assert (collection.texts(), collection.seen().why) == ([], "too-few")


def test_voices__too_few_authors__none_and_why(collection: Collection) -> None:
    for number in range(4):
        collection.add(f"texte {number}")
    collection.add("")
    assert (collection.texts(), collection.seen().why) == ([], "too-few-words")


def test_voices__enough__verbatim_in_an_order_of_the_texts_alone(collection: Collection) -> None:
    texts = ["  Deux\nlignes ", "<b>gras</b>", "=1+1", "un", "a" * 5000]
    for text in texts:
        collection.add(text)
    seen = collection.texts()
    assert sorted(seen) == sorted(texts)
    other = opened()
    for text in reversed(texts):
        other.add(text)
    assert other.texts() == seen
    other.context.repository.close()


def test_voices__words_not_shared__stay_out(collection: Collection) -> None:
    for number in range(5):
        collection.add(f"texte {number}")
    for shares in (("agregats",), ("ouvertes",), ("fiche",), ()):
        for _ in range(6):
            collection.add("tu", shares=shares)
    assert sorted(collection.texts()) == [f"texte {number}" for number in range(5)]


def test_voices__comments_and_names__are_never_shown(collection: Collection) -> None:
    for number in range(5):
        collection.add(f"texte {number}")
    said = repr(collection.seen().cards)
    assert "commentaire" not in said
    assert "Nom" not in said
    assert set(Card.__struct_fields__) == {"axis", "kind", "text"}


def test_voices__taken_back__gone_at_once(collection: Collection) -> None:
    ids = [collection.add(f"texte {number}") for number in range(6)]
    collection.add("", commune=BREST)
    before = collection.texts()
    place = int(before[0].rsplit(maxsplit=1)[-1])
    collection.withdraw(ids[place])
    assert before[0] not in collection.texts()


def test_voices__consent_taken_back__gone_at_once(collection: Collection) -> None:
    for number in range(10):
        collection.add(f"texte {number}", initiative=f"who-{number}")
    assert len(collection.texts()) == 10
    collection.add("texte 3", initiative="who-3", shares=("agregats",))
    assert sorted(collection.texts()) == sorted(f"texte {one}" for one in range(10) if one != 3)


def test_voices__text_corrected__the_former_one_is_gone_at_once(collection: Collection) -> None:
    for number in range(10):
        collection.add(f"texte {number}", initiative=f"who-{number}")
    collection.add("un nom en moins", initiative="who-3")
    assert "texte 3" not in collection.texts()


def test_voices__fewer_than_enough_left__none(collection: Collection) -> None:
    for number in range(5):
        collection.add(f"texte {number}", initiative=f"who-{number}")
    left = {f"texte {number}" for number in range(5)}
    for gone in (0, 1, 2):
        collection.add(f"texte {gone}", initiative=f"who-{gone}", shares=("agregats",))
        left.discard(f"texte {gone}")
        assert set(collection.texts()) == (left if len(left) >= 3 else set())


def test_voices__one_more_author_elsewhere__is_not_told_by_subtraction(
    collection: Collection,
) -> None:
    for number in range(10):
        collection.add(f"Rennes {number}")
    for _ in range(5):
        collection.add("", commune=BREST)
    collection.add({"A1.pepite": "Brest", "A2.pepite": "Brest aussi"}, commune=BREST)
    for _ in range(10):
        collection.add("", commune=BREST)
    assert collection.texts(FINISTERE) == []
    assert "Brest" not in collection.texts(BRITTANY)


def test_voices__questionnaire_that_does_not_ask__says_so(tmp_path: Path) -> None:
    schemas = tmp_path / "schemas" / "jardins"
    schemas.mkdir(parents=True)
    from tests.unit.services.test_observatory import GARDENS  # noqa: PLC0415 - a path

    (schemas / "v2.yaml").write_bytes(GARDENS.read_bytes())
    context = Context(
        open_repository(now=START), Settings(data=tmp_path, schemas=schemas.parent), lambda: START
    )
    assert voices(context, READER, "jardins", BRITTANY).why == "sharing-not-asked"
    context.repository.close()


def test_alike__each_axis__all_of_its_cards_once(collection: Collection) -> None:
    for number in range(12):
        collection.add({"A1.pepite": f"accueil {number}", "A1.vigilance": f"fatigue {number}"})
    found = collection.seen()
    groups = alike(collection.context, found, "A1")
    assert sorted(card.text for group in groups for card in group.cards) == sorted(
        card.text for card in found.cards
    )
    only = alike(collection.context, found, "A1", "vigilance")
    assert {card.kind for group in only for card in group.cards} == {"vigilance"}
    assert alike(collection.context, found, "A5") == ()


# --- Nothing leaves that may not ------------------------------------------------------------------

MOVES = st.lists(
    st.tuples(
        st.integers(0, 14),  # who
        st.sampled_from([RENNES, RENNES, BREST, NANTES]),
        st.sampled_from([BOTH, BOTH, BOTH, ("agregats",), ("ouvertes",), ()]),
        st.lists(st.sampled_from(["A1.pepite", "A1.vigilance", "A3.opportunite"]), unique=True),
        st.booleans(),  # taken back later
    ),
    min_size=12,
    max_size=40,
)


@settings(max_examples=12, deadline=None)
@given(moves=MOVES)
def test_voices__any_history__only_shared_shown_and_standing_words_of_enough_authors(
    moves: list[tuple[int, str, tuple[str, ...], list[str], bool]],
) -> None:
    collection = opened()
    context = collection.context
    owner: dict[str, str] = {}
    newest: dict[str, set[str]] = {}
    for number, (who, commune, shares, items, back) in enumerate(moves):
        author = f"who-{who}"
        texts = {item: f"{item} {number}" for item in items}
        response = collection.add(texts, initiative=author, commune=commune, shares=shares)
        owner |= dict.fromkeys(texts.values(), author)
        if back:
            collection.withdraw(response)
        else:
            newest[author] = set(texts.values()) if {*BOTH} <= {*shares} else set()
    questionnaire = context.library.current("domino")
    known = released(context, questionnaire, "real", 5)
    for scope in SCOPES:
        cards = collection.seen(scope).cards
        shown = known.publication.shown.get(Query((scope.kind, scope.code)))
        ids = set(shown.submissions) if shown else set()
        stored = {
            answer.value
            for one in context.repository.submissions(sorted(ids))
            for answer in answers_of(one.submission).values()
        }
        for card in cards:
            assert card.text in newest[owner[card.text]]
            assert card.text in stored
        assert not cards or len({owner[card.text] for card in cards}) >= 3
    context.repository.close()
