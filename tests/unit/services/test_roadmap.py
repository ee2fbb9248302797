from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from msgspec.structs import replace

from domino_survey.errors import CATALOGUE, DominoError
from domino_survey.services import roadmap
from domino_survey.services.context import Context
from domino_survey.services.plan import Caution, Status
from domino_survey.services.rights import Identity, Role, Scope
from domino_survey.services.roadmap import Decided, Entry, Part, Roadmap, Whose
from domino_survey.services.roadmap_figures import (
    Watched,
    from_json,
    reading_of,
    to_json,
    watched,
)
from domino_survey.settings import Settings
from domino_survey.storage import AuditEntry
from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.services.test_observatory import BRITTANY, GARDENS, RENNES, START, Collection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NANTES = "44109"
OTHERS = Scope("region", "52")
HERE = Whose("jardins", BRITTANY)
READER = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=(BRITTANY,))
STRANGER = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=(OTHERS,))
YEAR = timedelta(days=365)


@dataclass
class Office:
    """Those who share the roadmap of a territory, in two tabs, over the months."""

    collection: Collection
    now: datetime = field(default=START + timedelta(hours=2))

    @property
    def context(self) -> Context:
        return self.collection.context

    def keep(self, identity: Identity = READER, whose: Whose = HERE) -> None:
        roadmap.keep(self.context, identity, whose, "T1", session="a")

    def decide(self, part: Part, text: str, session: str = "a", base: str | None = None) -> Decided:
        return roadmap.decide(
            self.context, READER, HERE, "T1", part=part, text=text, session=session, base=base
        )

    def read(self, whose: Whose = HERE, identity: Identity = READER) -> Roadmap:
        return roadmap.read_roadmap(self.context, identity, whose)

    def entry(self) -> Entry:
        (found,) = self.read().entries
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "schemas" / "jardins"
    folder.mkdir(parents=True)
    shutil.copy(GARDENS, folder / "v2.yaml")
    repository = open_repository(now=START)
    settings = Settings(data=tmp_path, schemas=tmp_path / "schemas")
    made = Office(Collection(Context(repository, settings)))
    made.context.clock = lambda: made.now
    yield made
    repository.close()


@pytest.fixture
def busy(office: Office) -> Office:
    """Enough closed gardens in Brittany for the recommendation to fire."""
    office.collection.many(12, RENNES)
    return office


def code_of(refused: pytest.ExceptionInfo[DominoError]) -> str:
    assert refused.value.code in CATALOGUE
    return refused.value.code


# --- Who may ------------------------------------------------------------------------------------


def test_roadmap__of_another_territory__is_neither_read_nor_changed(busy: Office) -> None:
    busy.keep()
    for attempt in (
        lambda: busy.read(identity=STRANGER),
        lambda: busy.keep(STRANGER),
        lambda: roadmap.kept(busy.context, STRANGER, HERE),
        lambda: roadmap.remove(busy.context, STRANGER, HERE, "T1", session="x"),
        lambda: roadmap.put_back(busy.context, STRANGER, HERE, "T1", session="x"),
        lambda: roadmap.decide(
            busy.context, STRANGER, HERE, "T1", part=Part.NOTE, text="x", session="x"
        ),
    ):
        with pytest.raises(DominoError) as refused:
            attempt()
        assert code_of(refused) == "not-allowed"
    assert busy.read(Whose("jardins", OTHERS), STRANGER).entries == ()
    assert busy.entry().note == ""


def test_roadmap__two_readers_of_one_territory__share_it(busy: Office) -> None:
    other = replace(READER, links=("another-link",))
    busy.keep()
    busy.decide(Part.OWNER, "Ana")
    (entry,) = busy.read(identity=other).entries
    assert entry.owner == "Ana"


# --- Keeping ------------------------------------------------------------------------------------


def test_keep__territory_that_is_not_shown__refused(office: Office) -> None:
    office.collection.many(4, RENNES)
    with pytest.raises(DominoError) as refused:
        office.keep()
    assert code_of(refused) == "advice-not-shown"
    assert office.read().reason == "too-few"


@pytest.mark.parametrize("unknown", ["", "T9", "H1"])
def test_keep__what_is_not_shown_there__refused(unknown: str, busy: Office) -> None:
    with pytest.raises(DominoError) as refused:
        roadmap.keep(busy.context, READER, HERE, unknown, session="a")
    assert code_of(refused) == "advice-not-shown"


def test_keep__shown__stands_with_the_figures_as_they_are_shown(busy: Office) -> None:
    seen = busy.collection.seen()
    busy.keep()
    entry = busy.entry()
    assert entry.recommendation.id == "T1"
    assert (entry.status, entry.owner, entry.when, entry.note) == (Status.PLANNED, "", "", "")
    assert (entry.then.as_of, entry.then.number, entry.then.fired) == (
        seen.as_of,
        seen.number,
        True,
    )
    assert seen.summary is not None
    # A question stands for its theme; the axis comes last.
    assert entry.then.medians == {
        node: seen.summary.nodes[node].median for node in ("voisins.porte", "voisins")
    }
    # All of them are closed: a unanimity tells of everyone, so that the share is not shown.
    assert entry.then.shares == {}
    assert entry.kept_at == busy.now
    assert not entry.newer


def test_keep__what_the_store_gets__is_nothing_but_what_is_shown(busy: Office) -> None:
    busy.keep()
    (change,) = busy.context.repository.roadmap(roadmap._key(busy.context, HERE))
    value = cast("dict[str, dict[str, float | None]]", change.value)
    assert set(value) == {
        *("kept_at", "questionnaire", "method"),
        *("as_of", "number", "fired", "medians", "shares"),
    }
    assert all(one is None or one == round(one) for one in value["medians"].values())


def test_keep__twice__is_one_entry_with_the_first_figures(busy: Office) -> None:
    busy.keep()
    first = busy.entry().then
    busy.collection.many(30, RENNES)
    busy.keep()
    assert busy.entry().then == first


def test_remove__then_put_back__keeps_what_was_decided(busy: Office) -> None:
    busy.keep()
    before = busy.entry()
    busy.decide(Part.OWNER, "Ana")
    busy.now += timedelta(days=3)
    roadmap.remove(busy.context, READER, HERE, "T1", session="b")
    found = busy.read()
    assert found.entries == ()
    assert [one.owner for one in found.removed] == ["Ana"]
    assert roadmap.kept(busy.context, READER, HERE) == frozenset()
    with pytest.raises(DominoError) as refused:
        busy.decide(Part.NOTE, "Trop tard")
    assert code_of(refused) == "not-in-roadmap"
    roadmap.put_back(busy.context, READER, HERE, "T1", session="a")
    assert (busy.entry().owner, busy.entry().then, busy.entry().kept_at) == (
        "Ana",
        before.then,
        before.kept_at,
    )
    assert busy.read().removed == ()


def test_put_back__never_kept__refused(busy: Office) -> None:
    with pytest.raises(DominoError) as refused:
        roadmap.put_back(busy.context, READER, HERE, "T1", session="a")
    assert code_of(refused) == "not-in-roadmap"


def test_keep__done_and_removed_before__is_planned_again(busy: Office) -> None:
    busy.keep()
    busy.decide(Part.STATUS, Status.DONE)
    roadmap.remove(busy.context, READER, HERE, "T1", session="a")
    busy.now += YEAR
    busy.keep()
    assert (busy.entry().status, busy.entry().kept_at) == (Status.PLANNED, busy.now)


# --- Deciding -----------------------------------------------------------------------------------


def test_decide__each_part__stands_and_a_passed_deadline_is_late(busy: Office) -> None:
    busy.keep()
    for part, text in (
        (Part.STATUS, Status.UNDER_WAY),
        (Part.OWNER, " Service\x00 vie associative "),
        (Part.WHEN, "juin 2027"),
        (Part.NOTE, "Voir la médiathèque"),
    ):
        assert busy.decide(part, text) == Decided()
    entry = busy.entry()
    assert (entry.status, entry.owner) == (Status.UNDER_WAY, "Service vie associative")
    assert (entry.when, entry.note) == ("juin 2027", "Voir la médiathèque")
    assert (entry.due, entry.late) == (date(2027, 6, 30), False)
    busy.now = datetime(2027, 7, 2, tzinfo=UTC)
    assert busy.entry().late
    busy.decide(Part.STATUS, Status.DONE)
    assert not busy.entry().late
    busy.decide(Part.NOTE, "")
    assert busy.entry().note == ""


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        (Part.OWNER, "x" * 201, "text-too-long"),
        (Part.WHEN, "x" * 61, "text-too-long"),
        (Part.NOTE, "x" * 1001, "text-too-long"),
        (Part.WHEN, "31/02/2027", "no-such-day"),
        (Part.STATUS, "tomorrow", "unknown-status"),
    ],
)
def test_decide__bad_input__refused_and_nothing_changed(
    part: Part, text: str, code: str, busy: Office
) -> None:
    busy.keep()
    before = busy.entry()
    with pytest.raises(DominoError) as refused:
        busy.decide(part, text)
    assert code_of(refused) == code
    assert busy.entry() == before


def test_decide__two_at_once_on_different_parts__both_stand(busy: Office) -> None:
    busy.keep()
    assert busy.decide(Part.OWNER, "Ana", "a") == Decided()
    assert busy.decide(Part.WHEN, "2027", "b") == Decided()
    assert (busy.entry().owner, busy.entry().when) == ("Ana", "2027")


def test_decide__two_at_once_on_one_owner__later_counts_and_is_told(busy: Office) -> None:
    busy.keep()
    busy.decide(Part.OWNER, "Ana", "a")
    assert busy.decide(Part.OWNER, "Bilal", "b") == Decided("Ana")
    assert busy.entry().owner == "Bilal"
    # Who has seen it is told of nothing.
    seen = busy.entry().changes[Part.OWNER]
    assert busy.decide(Part.OWNER, "Chloé", "c", base=seen) == Decided()


def test_decide__two_at_once_on_one_note__both_texts_are_kept(busy: Office) -> None:
    busy.keep()
    busy.decide(Part.NOTE, "Appeler la mairie", "a")
    assert busy.decide(Part.NOTE, "Voir le budget", "b") == Decided(
        "Appeler la mairie", joined=True
    )
    assert busy.entry().note == "Appeler la mairie\n\nVoir le budget"


def test_decide__many_notes_at_the_same_moment__none_is_lost(busy: Office) -> None:
    busy.keep()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: busy.decide(Part.NOTE, f"note {n};", f"tab-{n}"), range(12)))
    assert all(f"note {n};" in busy.entry().note for n in range(12))


# --- A year later -------------------------------------------------------------------------------


def test_figures__a_year_later__stand_beside_those_of_then(busy: Office) -> None:
    busy.keep()
    then = busy.entry().then
    busy.now += YEAR
    busy.collection.many(30, RENNES, cover="annee")
    entry = busy.entry()
    assert entry.newer
    assert entry.then == then
    assert entry.now is not None
    assert entry.now.number > then.number
    seen = busy.collection.seen()
    assert seen.summary is not None
    assert [(one.of, one.before, one.after) for one in entry.watched] == [
        (node, then.medians[node], seen.summary.nodes[node].median)
        for node in ("voisins.porte", "voisins")
    ]


def test_reading__shares__are_those_that_the_observatory_tells(busy: Office) -> None:
    seen = busy.collection.seen()
    (advice,) = seen.advice["arroser"]
    share, *others = advice.facts
    assert share.value is None
    told = replace(advice, facts=(replace(share, value=60.0), *others))
    shown = replace(seen, advice={"arroser": (told,)})
    then = reading_of(shown, advice.recommendation, seen.questionnaire)
    now = reading_of(seen, advice.recommendation, seen.questionnaire)
    assert then is not None
    assert then.shares == {"PART(voisins.ouvert = non) >= 50 %": 60.0}
    assert watched(then, now, "voisins")[-1] == Watched(
        "share", "PART(voisins.ouvert = non) >= 50 %", 60.0, None
    )
    assert from_json(to_json(then)) == then
    hidden = replace(seen, summary=None)
    assert reading_of(hidden, advice.recommendation, seen.questionnaire) is None


def test_figures__territory_no_longer_shown__then_stays_and_today_is_none(busy: Office) -> None:
    busy.keep()
    then = busy.entry().then
    for number in range(1, 11):
        busy.context.repository.withdraw(
            f"response-{number}",
            busy.now,
            AuditEntry(busy.now, "test", "withdraw", f"response-{number}"),
        )
    found = busy.read()
    assert found.reason is not None
    (entry,) = found.entries
    assert entry.now is None
    assert {one.after for one in entry.watched} == {None}
    assert entry.then == then


def test_figures__questionnaire_changed_since__say_so_and_keep_the_words_of_then(
    busy: Office, tmp_path: Path
) -> None:
    busy.keep()
    title = busy.entry().recommendation.title
    file = tmp_path / "schemas" / "jardins" / "v2.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("Ouvrir les portes", "Ouvrir les grilles"), "utf-8")
    again = Office(
        Collection(Context(busy.context.repository, busy.context.settings)), now=busy.now
    )
    entry = again.entry()
    assert entry.caution is Caution.OTHER_VERSION
    assert entry.recommendation.title == title
