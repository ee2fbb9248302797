"""The quality of the questions: what is read, what is flagged, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey.answers import DONT_KNOW, answered
from domino_survey.errors import DominoError
from domino_survey.reliability import Reason
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.services import instrument
from domino_survey.services.bulk import Filled, store_filled
from domino_survey.services.context import Context
from domino_survey.services.instrument import Flag
from domino_survey.services.rights import VISITOR, Identity, Role
from domino_survey.settings import Settings
from domino_survey.storage import AuditEntry
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.answers import Answer

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
ORGANISER = Identity(frozenset({Role.VISITOR, Role.ORGANISER}))
# Three scales of one theme, the last of which is answered against the two others.
WITH, TOO, AGAINST = "A2.T3.Q1", "A2.T3.Q2", "A2.T3.Q3"
ALIKE, UNKNOWN = "A1.T2.Q1", "A1.T3.Q1"
STEP = 20  # seconds from one answer to the next


@pytest.fixture
def context() -> Iterator[Context]:
    made = Context(open_repository(now=NOW), Settings(demo=True), clock=lambda: NOW)
    yield made
    made.repository.close()


def one(context: Context, number: int, language: str = "fr") -> Filled:
    """An assessment whose answers rise and fall with its number."""
    content = context.library.current("domino")

    def at(item: str, level: int) -> Answer:
        question = content.items[item]
        codes = option_codes(question)
        code = codes[level % len(codes)]
        return answered((code,) if isinstance(question, MultipleChoice) else code)

    level = number % 4
    answers = {
        "P10": answered("fonctionnement"),
        WITH: at(WITH, level),
        TOO: at(TOO, level + number // 4 % 2),
        AGAINST: at(AGAINST, 4 - level),
        ALIKE: at(ALIKE, -1),
        UNKNOWN: DONT_KNOW,
    }
    start = NOW - timedelta(days=number + 1)
    return Filled(
        id=f"response-{number}",
        initiative_id=f"initiative-{number}",
        initiative_since=start,
        code=f"code-{number}",
        path="full",
        language=language,
        author=f"author-{number}",
        started_at=start,
        ended_at=start + timedelta(seconds=STEP * (len(answers) + 1)),
        submitted=True,
        answers=answers,
        comments={},
        proofs={},
    )


def store(context: Context, count: int, first: int = 0, language: str = "fr") -> None:
    content = context.library.current("domino")
    made = [one(context, first + place, language) for place in range(count)]
    store_filled(context, content, made, origin="demo")


def read(context: Context, language: str | None = None) -> instrument.Instrument:
    content = context.library.current("domino")
    return instrument.read_instrument(context, ORGANISER, content.hash, language)


def by_id(found: instrument.Instrument) -> dict[str, instrument.Asked]:
    return {asked.question.id: asked for asked in found.questions}


def flags(asked: instrument.Asked) -> set[Flag]:
    return {raised.flag for raised in asked.flags}


def test_read_instrument__made_to_stand_out__flags_each_for_its_reason(context: Context) -> None:
    store(context, 40)
    found = by_id(read(context))

    assert Flag.REVERSED in flags(found[AGAINST])
    assert Flag.CEILING in flags(found[ALIKE])
    assert Flag.UNUSED in flags(found[ALIKE])
    assert flags(found[UNKNOWN]) == {Flag.DONT_KNOW}
    assert found[UNKNOWN].flags[0].figure == 1.0
    assert Flag.MISSING in flags(found["A2.T1.Q1"])
    assert Flag.CEILING not in flags(found[WITH])
    assert Flag.DONT_KNOW not in flags(found[WITH])


def test_read_instrument__questions__most_flags_first_then_the_most_telling(
    context: Context,
) -> None:
    store(context, 40)
    counts = [len(asked.flags) for asked in read(context).questions]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_read_instrument__fewer_than_thirty__no_coefficient_and_no_reversal(
    context: Context,
) -> None:
    store(context, 29)
    found = read(context)
    theme = found.quality.scales["A2.T3"]
    assert theme.alpha.value is None
    assert theme.alpha.reason is Reason.TOO_FEW_RESPONSES
    assert Flag.REVERSED not in flags(by_id(found)[AGAINST])
    assert by_id(found)[ALIKE].item.ceiling == 1.0


def test_read_instrument__fewer_than_the_least__says_so_and_shows_nothing(
    context: Context,
) -> None:
    store(context, 4)
    found = read(context)
    assert found.quality.size == 4
    assert found.quality.reason is Reason.TOO_FEW_RESPONSES
    assert found.questions == ()


def test_read_instrument__by_language__counts_each_and_all(context: Context) -> None:
    store(context, 12)
    store(context, 7, first=12, language="en")
    assert [read(context, one).quality.size for one in (None, "fr", "en")] == [19, 12, 7]


def test_read_instrument__times__from_the_answer_before_and_not_over_a_pause(
    context: Context,
) -> None:
    store(context, 12)
    times = {key: asked.time for key, asked in by_id(read(context)).items()}
    assert times[WITH].visits == 12
    assert times[WITH].median == pytest.approx(STEP)
    assert times["A5.T4.Q3"].median is None

    content = context.library.current("domino")
    slow = one(context, 99)
    slow = replace(slow, ended_at=slow.started_at + timedelta(hours=8))
    store_filled(context, content, [slow], origin="demo")
    assert by_id(read(context))[WITH].time.visits == 12


def test_read_instrument__asked_again__computed_once_until_something_is_sent_or_deleted(
    context: Context,
) -> None:
    store(context, 8)
    first = read(context)
    assert read(context) is first
    store(context, 1, first=8)
    second = read(context)
    assert second.quality.size == 9
    gone = "response-3"
    context.repository.withdraw(gone, NOW, AuditEntry(NOW, "holder", "withdraw", gone))
    assert read(context).quality.size == 8


def test_read_instrument__unknown_content_or_language__is_refused(context: Context) -> None:
    store(context, 8)
    for content, language in (("nothing", None), (context.library.current("domino").hash, "xx")):
        with pytest.raises(DominoError) as refused:
            instrument.read_instrument(context, ORGANISER, content, language)
        assert refused.value.code == "no-questionnaire"


def test_instruments__other_origin_or_nothing_sent__is_not_listed(context: Context) -> None:
    assert instrument.instruments(context, ORGANISER) == ()
    content = context.library.current("domino")
    store_filled(context, content, [replace(one(context, 0), submitted=False)], origin="demo")
    store_filled(context, content, [one(context, 1)], origin="real")
    assert instrument.instruments(context, ORGANISER) == ()


def test_rights__anybody_else__is_refused(context: Context) -> None:
    for who in (VISITOR, Identity(frozenset({Role.DECISION_MAKER}))):
        with pytest.raises(DominoError) as refused:
            instrument.read_instrument(context, who, "x")
        assert refused.value.code == "not-allowed"
