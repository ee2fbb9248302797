"""The way through a questionnaire: one step per question, then the open questions of each axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from domino_survey.schema import Axis, Question, Theme
    from domino_survey.services.drafts import Draft


class Step(Struct, frozen=True):
    """One screen: a question of an axis, or (`question` None) its open prompts and indicators."""

    id: str
    axis: Axis
    theme: Theme | None = None
    question: Question | None = None


class AxisProgress(Struct, frozen=True):
    """How far an axis has come."""

    axis: Axis
    first_step: str
    answered: int
    asked: int

    @property
    def complete(self) -> bool:
        """Whether something was said to each of its questions."""
        return self.answered == self.asked


class Progress(Struct, frozen=True):
    """Where a respondent is."""

    steps: tuple[Step, ...]
    index: int
    axes: tuple[AxisProgress, ...]

    @property
    def step(self) -> Step:
        """The screen that is shown."""
        return self.steps[self.index]

    @property
    def previous(self) -> Step | None:
        """The screen before; None on the first one."""
        return self.steps[self.index - 1] if self.index else None

    @property
    def next(self) -> Step | None:
        """The screen after; None on the last one."""
        return self.steps[self.index + 1] if self.index + 1 < len(self.steps) else None

    @property
    def answered(self) -> int:
        """Questions to which something was said."""
        return sum(axis.answered for axis in self.axes)

    @property
    def asked(self) -> int:
        """Questions that are asked."""
        return sum(axis.asked for axis in self.axes)

    @property
    def axis_number(self) -> int:
        """Position of the axis, from 1."""
        return next(
            number
            for number, progress in enumerate(self.axes, start=1)
            if progress.axis.id == self.step.axis.id
        )


def steps_of(draft: Draft) -> tuple[Step, ...]:
    """The screens of a draft, in order: only what its stage and its path ask."""
    steps: list[Step] = []
    for axis in draft.questionnaire.axes:
        for theme in axis.themes:
            steps.extend(
                Step(question.id, axis, theme, question)
                for question in theme.questions
                if draft.is_asked(question)
            )
        if axis.prompts or axis.indicators:
            steps.append(Step(axis.id, axis))
    return tuple(steps)


def progress_of(draft: Draft, step_id: str | None = None) -> Progress:
    """Where the respondent is: at `step_id`, or, when it is not asked (any more), at the first gap."""
    steps = steps_of(draft)
    places = {step.id: index for index, step in enumerate(steps)}
    index = places.get(step_id or "", _first_gap(draft, steps))
    axes = []
    for axis in draft.questionnaire.axes:
        mine = [step for step in steps if step.axis.id == axis.id]
        asked = [step.question for step in mine if step.question is not None]
        answered = sum(draft.answered(question) for question in asked)
        if mine:
            axes.append(AxisProgress(axis, mine[0].id, answered, len(asked)))
    return Progress(steps, index, tuple(axes))


def _first_gap(draft: Draft, steps: tuple[Step, ...]) -> int:
    return next(
        (
            index
            for index, step in enumerate(steps)
            if step.question is not None and not draft.answered(step.question)
        ),
        0,
    )
