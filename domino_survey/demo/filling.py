"""Fills a store with invented assessments, the same for the same seed and reference time."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from domino_survey.answers import table_of
from domino_survey.demo.asking import kept_answers
from domino_survey.demo.assessing import Respondent, difficulty_of
from domino_survey.demo.calendar import Calendar
from domino_survey.demo.chance import Chance, key_digest, key_id
from domino_survey.demo.material import material_of
from domino_survey.demo.places import Places
from domino_survey.demo.practice import Inventor
from domino_survey.demo.profile import codes_of
from domino_survey.errors import refusal
from domino_survey.services.bulk import Filled, store_filled
from domino_survey.services.codes import ALPHABET, GROUP, GROUPS, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from domino_survey.answers import Answer
    from domino_survey.demo.crowding import Loader
    from domino_survey.demo.practice import Practice
    from domino_survey.schema import Path, Questionnaire
    from domino_survey.services.context import Context

SHORT_SHARE = 0.55
AGAIN_SHARE = 0.13
DRAFT_SHARE = 0.12
RESUMED_SHARE = 0.12
# Days between two assessments of an initiative.
APART = (75, 200)
SHOWN_CODES = 5
IN_FULL = 2000


class Report(Struct, frozen=True):
    """What was filled in.

    `stored` counts the responses that the store did not hold yet; the other counts are of all that
    the seed gives; initiatives, stages and paths are those of the first `IN_FULL`. `example_code` opens a submitted response with an earlier one to compare with;
    `codes` open some others, drafts among them.
    """

    responses: int
    stored: int
    initiatives: int
    reassessed: int
    submitted: int
    drafts: int
    by_stage: Mapping[str, int]
    by_path: Mapping[str, int]
    example_code: str
    codes: tuple[str, ...]


def fill(
    context: Context,
    responses: int,
    seed: int,
    *,
    questionnaire_id: str | None = None,
    reference: datetime | None = None,
) -> Report:
    """Store invented responses, marked as demonstration data.

    The same arguments give the same responses, which are stored once; a larger number adds to them.

    The first `IN_FULL` are answered as people do, event by event, with comments, texts and drafts. Any
    more are drawn by columns, all of them sent, with no text but their names.

    Args:
        context: of the store to fill.
        responses: how many responses, drafts included.
        seed: what everything drawn follows from, resume codes included.
        questionnaire_id: which questionnaire is answered; that of the settings when left out.
        reference: the time before which all was answered; now when left out.

    Raises:
        DominoError: `demo-on-real-data` for a store with real responses, whose neighbours must not
            have codes that a seed gives away; `no-questionnaire`.
    """
    if any(use.origin == "real" for use in context.repository.questionnaires_in_use()):
        raise refusal("demo-on-real-data")
    questionnaire = context.library.current(questionnaire_id or context.settings.questionnaire)
    maker = Maker(context, questionnaire, seed, reference or context.clock())
    made = _only_asked(questionnaire, maker.assessments(min(responses, IN_FULL)))
    stored = store_filled(context, questionnaire, made, origin="demo").responses
    report = _report(questionnaire, seed, made, stored)
    more = responses - len(made)
    return _with_crowd(report, more, maker.crowd(made).fill(more)) if more > 0 else report


def example_code(questionnaire: Questionnaire, seed: int) -> str:
    """The code of the example that `fill` makes first: submitted, with an earlier assessment."""
    return _code(_key(questionnaire, seed, 0), 1)


class Maker:
    """Makes the assessments of a seed, one initiative after the other."""

    def __init__(
        self, context: Context, questionnaire: Questionnaire, seed: int, reference: datetime
    ) -> None:
        self._questionnaire = questionnaire
        self._seed = seed
        self._reference = reference
        own = material_of(questionnaire.id)
        self._material = own if own.kinds else material_of("any")
        self._context = context
        self._places = Places(context.territories, self._material.places)
        self._inventor = Inventor(questionnaire, self._material, self._places, reference)
        self._practices: dict[str, Practice] = {}
        self._calendar = Calendar(reference, Chance(seed, "calendar"))
        self._difficulty = difficulty_of(questionnaire, seed)

    def assessments(self, count: int) -> list[Filled]:
        """So many assessments."""
        made: list[Filled] = []
        initiative = 0
        while len(made) < count:
            made.extend(self._of_initiative(initiative))
            initiative += 1
        return made[:count]

    def crowd(self, made: Sequence[Filled]) -> Loader:
        """Stores any number of further assessments, of initiatives like those that were made."""
        from domino_survey.demo.crowding import Loader  # noqa: PLC0415 - only for very many
        from domino_survey.demo.many import Crowd, Donor  # noqa: PLC0415

        donors = [
            Donor(self._practices[one.initiative_id], one.answers) for one in made if one.submitted
        ]
        crowd = Crowd(
            self._questionnaire,
            material=self._material,
            places=self._places,
            calendar=self._calendar,
            difficulty=self._difficulty,
            donors=donors,
            seed=self._seed,
            reference=self._reference,
        )
        key = key_id("crowd", *_key(self._questionnaire, self._seed, 0))
        chance = Chance(self._seed, "crowd")
        return Loader(
            self._context,
            self._questionnaire,
            material=self._material,
            crowd=crowd,
            donors=donors,
            key=key,
            chance=chance,
        )

    def _of_initiative(self, number: int) -> Iterator[Filled]:
        key = _key(self._questionnaire, self._seed, number)
        chance = Chance(*key, "assessments")
        example = number == 0
        practice = self._inventor.practice(key, example=example)
        self._practices[practice.id] = practice
        day = self._calendar.day(chance)
        path = self._path(chance, full=example)
        apart = chance.whole(*APART)
        again = (chance.happens(AGAIN_SHARE) and day >= apart) or example
        if example:
            day, apart = max(day, 290), 180
        begun = self._calendar.moment(day - apart if again else day, chance)
        delays = (chance.between(0.35, 0.95), 0.0) if again else (0.0,)
        for place, delay in enumerate(delays):
            last = place == len(delays) - 1
            when = self._calendar.moment(day, chance) if place else begun
            draft = last and not example and chance.happens(DRAFT_SHARE)
            inner = Chance(*key, place)
            respondent = Respondent(
                self._questionnaire,
                self._material,
                practice,
                path,
                inner,
                delay=delay,
                careful=example,
            )
            sheet = respondent.sheet(self._difficulty)
            one = Filled(
                id=key_id(*key, place, "response"),
                initiative_id=practice.id,
                initiative_since=begun,
                code=_code(key, place),
                path=path.code,
                language=practice.language,
                author=key_id(*key, place, "author"),
                started_at=when,
                ended_at=self._end(when, path, inner),
                submitted=not draft,
                answers=sheet.answers,
                comments=sheet.comments,
                proofs=sheet.proofs,
            )
            yield _interrupted(one, inner) if draft else one

    def _path(self, chance: Chance, *, full: bool) -> Path:
        paths = self._questionnaire.paths
        weights = {
            path.code: SHORT_SHARE if path.essential_only else 1 - SHORT_SHARE for path in paths
        }
        drawn = self._questionnaire.path(chance.pick(weights))
        return self._questionnaire.full_path if full else drawn

    def _end(self, start: datetime, path: Path, chance: Chance) -> datetime:
        low, high = path.minutes
        end = start + timedelta(seconds=round(60 * chance.between(0.7 * low, 1.5 * high + 1)))
        if chance.happens(RESUMED_SHARE):
            end += timedelta(hours=chance.whole(18, 120))
        return min(end, self._reference)


def _interrupted(one: Filled, chance: Chance) -> Filled:
    """The same, left before its end."""
    kept = list(one.answers)[: chance.whole(min(3, len(one.answers)), len(one.answers))]
    return replace(
        one,
        answers={item: one.answers[item] for item in kept},
        comments={item: text for item, text in one.comments.items() if item in kept},
        proofs={item: proof for item, proof in one.proofs.items() if item in kept},
    )


def _only_asked(questionnaire: Questionnaire, made: Sequence[Filled]) -> list[Filled]:
    """The assessments without answers to what their own answers leave unasked or do not allow."""
    table = table_of(questionnaire, [one.answers for one in made])
    short = np.array([questionnaire.path(one.path).essential_only for one in made], dtype=bool)
    keeps = kept_answers(questionnaire, table, short)
    kept = {item_id: mask.tolist() for item_id, mask in keeps.items()}
    return [
        replace(
            one,
            answers={item: answer for item, answer in one.answers.items() if kept[item][row]},
            comments={item: text for item, text in one.comments.items() if kept[item][row]},
            proofs={item: proof for item, proof in one.proofs.items() if kept[item][row]},
        )
        for row, one in enumerate(made)
    ]


def _key(questionnaire: Questionnaire, seed: int, initiative: int) -> tuple[object, ...]:
    return ("demo", questionnaire.id, questionnaire.version, seed, initiative)


def _code(key: Sequence[object], place: int) -> str:
    number = int.from_bytes(key_digest(*key, place, "code"), "big")
    signs = []
    for _ in range(GROUPS * GROUP):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return written("".join(signs))


def _with_crowd(report: Report, more: int, stored: int) -> Report:
    return replace(
        report,
        responses=report.responses + more,
        stored=report.stored + stored,
        submitted=report.submitted + more,
    )


def _report(questionnaire: Questionnaire, seed: int, made: Sequence[Filled], stored: int) -> Report:
    assessed = Counter(one.initiative_id for one in made)
    submitted = sum(one.submitted for one in made)
    drafts = [one.code for one in made if not one.submitted]
    sent = [one.code for one in made if one.submitted]
    return Report(
        responses=len(made),
        stored=stored,
        initiatives=len(assessed),
        reassessed=sum(count > 1 for count in assessed.values()),
        submitted=submitted,
        drafts=len(made) - submitted,
        by_stage=_stages(questionnaire, made),
        by_path=Counter(one.path for one in made),
        example_code=example_code(questionnaire, seed),
        codes=(*sent[2:SHOWN_CODES], *drafts[:2]),
    )


def _stages(questionnaire: Questionnaire, made: Sequence[Filled]) -> dict[str, int]:
    if questionnaire.stages is None:
        return {}
    item = questionnaire.stages.item
    answers: list[Answer | None] = [one.answers.get(item) for one in made]
    return Counter(code for answer in answers if answer for code in codes_of(answer))
