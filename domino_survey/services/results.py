"""The result of an assessment: the profile, what explains it, what to do, and how it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec import Struct

from domino_survey import recommendations, scoring
from domino_survey.answers import MISSING, PROVEN, Answer, State, table_of
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.schema import OVERALL
from domino_survey.services.assessments import answers_of
from domino_survey.services.codes import hashed
from domino_survey.services.groups import hidden_from
from domino_survey.services.rights import Action, Identity, Role, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.recommendations import Advice
    from domino_survey.schema import Axis, Labelled, Level, Path, Question, Questionnaire, Theme
    from domino_survey.scoring import Loss, NodeScore, Scores
    from domino_survey.services.context import Context
    from domino_survey.storage import Response, Submission

HEAVIEST = 3
HIGHLIGHTS = 3


class NodeResult(Struct, frozen=True):
    """A score with its levels and the questions behind it."""

    score: NodeScore
    levels: tuple[Level, Level] | None
    answered: int
    asked: int


class ThemeResult(Struct, frozen=True):
    """A theme of an axis."""

    theme: Theme
    result: NodeResult


class AxisResult(Struct, frozen=True):
    """An axis: its score, its themes, and what each answered question costs it, greatest first.

    `losses` sum to 100 minus the score; there are none where they cannot be told.
    """

    axis: Axis
    result: NodeResult
    themes: tuple[ThemeResult, ...]
    losses: tuple[Loss, ...]

    @property
    def heaviest(self) -> tuple[Loss, ...]:
        """The few questions that cost it most."""
        return tuple([loss for loss in self.losses if loss.points > 0][:HEAVIEST])


class DimensionResult(Struct, frozen=True):
    """A reading across the axes; `primary` and `secondary` count the questions it is read from."""

    dimension: Labelled
    result: NodeResult
    primary: int
    secondary: int


class Result(Struct, frozen=True):
    """What a submitted assessment says; `scores` holds this one response."""

    response: Response
    submission: Submission
    questionnaire: Questionnaire
    path: Path
    answers: Mapping[str, Answer]
    comments: Mapping[str, str]
    proofs: Mapping[str, str]
    scores: Scores
    axes: tuple[AxisResult, ...]
    overall: NodeResult | None
    dimensions: tuple[DimensionResult, ...]
    strengths: tuple[ThemeResult, ...]
    to_consolidate: tuple[ThemeResult, ...]
    proven: int
    answered: int
    asked: int
    advice: tuple[Advice, ...]

    @property
    def name(self) -> str:
        """The name of the initiative; empty when it gave none."""
        item = self.questionnaire.profile.name
        value = self.answers.get(item, MISSING).value if item else None
        return str(value) if value else ""

    @property
    def scored_axes(self) -> tuple[AxisResult, ...]:
        """Axes with a score, highest first."""
        found = [axis for axis in self.axes if axis.result.score.value is not None]
        return tuple(sorted(found, key=lambda axis: -(axis.result.score.value or 0)))


class Earlier(Struct, frozen=True):
    """An earlier result of the same initiative, to compare with."""

    submission: Submission
    questionnaire: Questionnaire
    same_version: bool


def result_identity(context: Context, token: str) -> Identity:
    """What a result link allows: to read that result. Raises `unknown-result`, `response-withdrawn`."""
    response = context.repository.response_by_result(hashed(token))
    if response is None:
        raise refusal("unknown-result")
    if context.repository.withdrawn_at(response.id):
        raise refusal("response-withdrawn")
    return Identity(frozenset({Role.VISITOR, Role.HOLDER}), reads=frozenset({response.id}))


def read_result(
    context: Context, identity: Identity, response_id: str, number: int | None = None
) -> Result:
    """The result of a response's latest submission, or of its version `number`.

    Raises `not-allowed`, `unknown-response`, `not-submitted`.
    """
    require(identity, Action.READ_RESULT, response_id)
    response = context.repository.response(response_id)
    if response is None:
        raise refusal("unknown-response", place=response_id)
    submissions = [s.submission for s in context.repository.submissions_of_response(response_id)]
    wanted = [s for s in submissions if number is None or s.number == number]
    if not wanted:
        raise refusal("not-submitted", place=response_id)
    return _result(context, response, wanted[-1])


def earlier_results(context: Context, identity: Identity, response_id: str) -> tuple[Earlier, ...]:
    """The other assessments and versions of the same initiative, newest first."""
    current = read_result(context, identity, response_id)
    mine = context.repository.submissions_of_initiative(current.response.initiative_id)
    hidden = hidden_from(context, response_id)
    return tuple(
        Earlier(
            stored.submission,
            context.library.exact(stored.submission.questionnaire),
            stored.submission.questionnaire == current.submission.questionnaire,
        )
        for stored in reversed(mine)
        if stored.submission.submitted_at < current.submission.submitted_at
        and stored.submission.id != current.submission.id
        and stored.submission.response_id not in hidden
    )


def read_earlier(
    context: Context, identity: Identity, response_id: str, submission_id: str
) -> Result:
    """An earlier result of the same initiative. Raises `not-submitted` for any other submission."""
    for earlier in earlier_results(context, identity, response_id):
        if earlier.submission.id == submission_id:
            response = context.repository.response(earlier.submission.response_id)
            if response is not None:
                return _result(context, response, earlier.submission)
    raise refusal("not-submitted", place=submission_id)


def _result(context: Context, response: Response, submission: Submission) -> Result:
    questionnaire = context.library.exact(submission.questionnaire)
    return result_of(questionnaire, response, submission, answers_of(submission))


def result_of(
    questionnaire: Questionnaire,
    response: Response,
    submission: Submission,
    answers: Mapping[str, Answer],
) -> Result:
    """Everything a result page shows, from the answers of one submission."""
    path = questionnaire.path(str(submission.answers["path"]))
    table = table_of(questionnaire, [answers])
    scores = scoring.score(
        questionnaire, table, essential_only=np.array([path.essential_only], dtype=bool)
    )
    reader = _Reader(questionnaire, answers, scores)
    axes = tuple(reader.axis(axis) for axis in questionnaire.axes)
    themes = [theme for axis in axes for theme in axis.themes]
    answered = [q for q in reader.asked if reader.state(q) is State.ANSWERED]
    proofs = cast("Mapping[str, str]", submission.answers.get("proofs", {}))
    return Result(
        response=response,
        submission=submission,
        questionnaire=questionnaire,
        path=path,
        answers=answers,
        comments=cast("Mapping[str, str]", submission.answers.get("comments", {})),
        proofs=proofs,
        scores=scores,
        axes=axes,
        overall=reader.overall(),
        dimensions=reader.dimensions(),
        strengths=_strengths(questionnaire, themes),
        to_consolidate=_to_consolidate(questionnaire, themes),
        proven=sum(proofs.get(question.id) in PROVEN for question in answered),
        answered=len(answered),
        asked=len(reader.asked),
        advice=recommendations.for_response(questionnaire, table, scores, 0),
    )


class _Reader:
    """Reads the scores of one response."""

    def __init__(
        self, questionnaire: Questionnaire, answers: Mapping[str, Answer], scores: Scores
    ) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.scores = scores
        self.nodes = scores.row(0)
        self.asked = [q for q in questionnaire.scored_questions if scores.asked[q.id][0]]

    def state(self, question: Question) -> State:
        return self.answers.get(question.id, MISSING).state

    def node(self, node_id: str, questions: list[Question]) -> NodeResult:
        """Not applicable questions are neither asked nor missing: they leave both counts."""
        applicable = [q for q in questions if self.state(q) is not State.NOT_APPLICABLE]
        answered = sum(self.state(q) is State.ANSWERED for q in applicable)
        score = self.nodes[node_id]
        levels = scoring.level_range(self.questionnaire.levels, score)
        return NodeResult(score, levels, answered, len(applicable))

    def axis(self, axis: Axis) -> AxisResult:
        themes = tuple(
            ThemeResult(theme, self.node(theme.id, self._of_theme(theme.id)))
            for theme in axis.themes
        )
        questions = [q for theme in axis.themes for q in self._of_theme(theme.id)]
        losses = scoring.losses(self.questionnaire, self.scores, 0, axis.id)
        return AxisResult(axis, self.node(axis.id, questions), themes, tuple(losses))

    def _of_theme(self, theme_id: str) -> list[Question]:
        return [q for q in self.asked if self.questionnaire.theme_of[q.id].id == theme_id]

    def overall(self) -> NodeResult | None:
        if self.questionnaire.scoring.overall is None:
            return None
        return self.node(OVERALL, self.asked)

    def dimensions(self) -> tuple[DimensionResult, ...]:
        found = []
        for dimension in self.questionnaire.dimensions:
            members = [
                q
                for q in self.asked
                if dimension.code in q.dimensions and self.state(q) is not State.NOT_APPLICABLE
            ]
            primary = sum(q.dimensions[0] == dimension.code for q in members)
            result = self.node(scoring.dimension_id(dimension.code), members)
            found.append(DimensionResult(dimension, result, primary, len(members) - primary))
        return tuple(found)


def _strengths(questionnaire: Questionnaire, themes: list[ThemeResult]) -> tuple[ThemeResult, ...]:
    """Themes at the highest level, best first."""
    top = questionnaire.levels[-1].start if questionnaire.levels else 0.0
    found = [t for t in themes if t.result.score.value is not None and t.result.score.value >= top]
    return tuple(sorted(found, key=lambda t: -(t.result.score.value or 0))[:HIGHLIGHTS])


def _to_consolidate(
    questionnaire: Questionnaire, themes: list[ThemeResult]
) -> tuple[ThemeResult, ...]:
    """Themes below the highest level, weakest first."""
    top = questionnaire.levels[-1].start if questionnaire.levels else 100.0
    found = [t for t in themes if t.result.score.value is not None and t.result.score.value < top]
    return tuple(sorted(found, key=lambda t: t.result.score.value or 0)[:HIGHLIGHTS])


def level_cuts(questionnaire: Questionnaire) -> tuple[float, ...]:
    """Where levels begin, and 100: the rings of a radar."""
    return scoring.level_cuts(questionnaire)
