"""The questions that deserve a talk: those answered lowest, and those that divide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import altair as alt
from msgspec import Struct

from domino_survey.charts.class_legend import Entry, PlacedEntry, entry_layers, place_entries
from domino_survey.charts.colours import ramp
from domino_survey.charts.layers import Plane, Row, compose, texts
from domino_survey.charts.lettering import wrap
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.charts.stacks import TALL, Shares, StackedBars, share_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator

_LINE = 1.3


class QuestionShares(Struct, frozen=True):
    """A question, why it is here (a title, such as "Réponses les plus basses"), and its answers.

    `options` are in the order of their points, lowest first; each has its share.

    Raises:
        ValueError: options that have not one share each.
    """

    text: str
    why: str
    options: tuple[str, ...]
    shares: Shares

    def __post_init__(self) -> None:
        if len(self.options) != len(self.shares.values):
            raise ValueError("one share per option")


def divided_questions(
    questions: Sequence[QuestionShares], *, size: Size, theme: Theme, translate: Translator
) -> alt.LayerChart:
    """Under each title its questions: the text, a bar cut by answers, the answers with their shares.

    Raises:
        ValueError: no question.
    """
    if not questions:
        raise ValueError("no question")
    palette = PALETTES[theme]
    titles: list[Row] = []
    labels: list[Row] = []
    keys: list[PlacedEntry] = []
    bars = StackedBars(size, theme, translate)
    y, why = 0.0, ""
    for question in questions:
        if question.why != why:
            why, y = question.why, y - (10 if why else 0)
            y = _lines(titles, why, size.label * 1.15, y, size) - 4
        y = _lines(labels, question.text, size.label, y, size)
        bars.add(question.shares, left=0.0, right=size.width, y=y - 5 - TALL / 2, tip=question.text)
        y -= TALL + 13
        if not question.shares.masked:
            placed, tall = place_entries(_entries(question, theme, translate), size, top=y)
            keys += placed
            y -= tall
        y -= 16
    height = math.ceil(-y - 8)
    plane = Plane(0.0, size.width, -height, 0.0)
    tooltip = [
        alt.Tooltip(field="part", type="nominal", title=translate("Question")),
        alt.Tooltip(field="share", type="nominal", title=translate("Part des réponses")),
    ]
    layers = bars.layers(plane, tooltip)
    layers += entry_layers(keys, plane, size, palette)
    ink = palette.ink
    layers += texts(titles, plane, size=size.label * 1.15, colour=ink, anchor="start", bold=True)
    layers += texts(labels, plane, size=size.label, colour=ink, anchor="start", bold=True)
    description = describe_divided(questions, translate=translate)
    return compose(layers, description=description, width=size.width, height=height)


def _lines(rows: list[Row], text: str, letters: float, y: float, size: Size) -> float:
    for line in wrap(text, letters * 1.08, size.width):
        rows.append({"x": 0.0, "y": y - letters * 0.65, "text": line})
        y -= letters * _LINE
    return y


def _entries(question: QuestionShares, theme: Theme, translate: Translator) -> list[Entry]:
    values = question.shares.safe
    return [
        Entry(
            "" if value is None else fill,
            hatched=value is None,
            text=translate("{option} : {share}", option=option, share=share_word(value, translate)),
        )
        for option, value, fill in zip(
            question.options, values, ramp(len(values), theme), strict=True
        )
    ]


def describe_divided(questions: Sequence[QuestionShares], *, translate: Translator) -> str:
    """The text alternative: each title, each question with the shares of its answers."""
    said: list[str] = []
    why = ""
    for question in questions:
        if question.why != why:
            why = question.why
            said.append(f"{why}.")
        if question.shares.masked:
            said.append(translate("{row} : masqué.", row=question.text))
            continue
        figures = ", ".join(
            f"{option} {share_word(value, translate)}"
            for option, value in zip(question.options, question.shares.safe, strict=True)
        )
        said.append(translate("{row} : {figures}.", row=question.text, figures=figures))
    return " ".join(said)


def divided_table(
    questions: Sequence[QuestionShares], *, translate: Translator
) -> list[dict[str, str]]:
    """The rows of the table, one per answer: questions have answers of their own."""
    return [
        {
            translate("Pourquoi"): question.why,
            translate("Question"): question.text,
            translate("Réponse"): option,
            translate("Part des réponses"): share_word(value, translate),
        }
        for question in questions
        for option, value in zip(question.options, question.shares.safe, strict=True)
    ]
