"""What a map says in words: its description and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.charts.words import capitalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.charts.classes import Classes, PlaceFigure
    from domino_survey.i18n import Translator

MOST_NAMED = 20


def describe_places(
    places: Sequence[PlaceFigure],
    classes: Classes,
    *,
    translate: Translator,
    selected: str | None = None,
) -> str:
    """The text alternative of a map: each class with its places, then those that are not shown.

    Where there are many places the classes are counted, and the extremes named; the table has all.
    """
    sentences = [translate("Carte. {title}.", title=classes.title)]
    shown = [place for place in places if place.figure.value is not None]
    named = len(places) <= MOST_NAMED
    for index in reversed(range(classes.count)):
        within = [one for one in shown if classes.of(one.figure.value or 0.0) == index]
        if not within:
            continue
        said = (
            ", ".join(f"{one.name} {classes.written(one.figure, translate)}" for one in within)
            if named
            else translate.plural("{count} territoire", "{count} territoires", len(within))
        )
        label = capitalised(classes.said(index, translate))
        sentences.append(translate("{label} ({places}).", label=label, places=said))
    if shown and not named:
        for pattern, one in (
            (translate("Le plus haut"), max(shown, key=lambda one: one.figure.value or 0.0)),
            (translate("Le plus bas"), min(shown, key=lambda one: one.figure.value or 0.0)),
        ):
            figure = classes.written(one.figure, translate)
            sentences.append(
                translate(
                    "{which} : {name}, {figure}.", which=pattern, name=one.name, figure=figure
                )
            )
    hidden = [place.name for place in places if place.figure.state == "hidden"]
    if hidden:
        sentences.append(
            translate("Masqués : {names}.", names=", ".join(hidden))
            if named
            else translate.plural("{count} masqué.", "{count} masqués.", len(hidden))
        )
    chosen = next((place for place in places if place.code == selected), None)
    if chosen is not None:
        figure = classes.written(chosen.figure, translate)
        sentences.append(
            translate("Territoire choisi : {name}, {figure}.", name=chosen.name, figure=figure)
        )
    return " ".join(sentences)


def place_table(
    places: Sequence[PlaceFigure], classes: Classes, *, translate: Translator
) -> list[dict[str, str]]:
    """The rows of the table under a map, in the order given."""
    return [
        {
            translate("Code"): place.code,
            translate("Territoire"): place.name,
            classes.title: classes.written(place.figure, translate),
        }
        for place in places
    ]


def place_tip(place: PlaceFigure, classes: Classes, translate: Translator) -> dict[str, str]:
    """What a tooltip says of a place."""
    return {
        "place": f"{place.name} ({place.code})",
        "figure": classes.written(place.figure, translate),
    }


def place_tooltips(classes: Classes, translate: Translator) -> list[alt.Tooltip]:
    """The tooltip of a place, titled in the reader's language."""
    import altair as alt  # noqa: PLC0415 - the words of a map need no charts

    return [
        alt.Tooltip(field="place", type="nominal", title=translate("Territoire")),
        alt.Tooltip(field="figure", type="nominal", title=classes.title),
    ]
