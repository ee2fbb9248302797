"""The same figures in words: the text alternative, the table and the legend of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from domino_survey.charts.figures import Outline, Spoke, banded, check, main_index, visible
from domino_survey.i18n import N_, Translator

if TYPE_CHECKING:
    from collections.abc import Sequence

View = Literal["radar", "bars"]
NO_SCORE = "–"


def figure(value: float | None, translate: Translator) -> str:
    """A score as it is displayed: a whole number, or a dash where there is none."""
    return NO_SCORE if value is None else translate.number(value, 0)


def interval(bounds: tuple[float, float] | None, translate: Translator) -> str:
    """The interval in words, empty where it says no more than the score."""
    if bounds is None or not visible(bounds):
        return ""
    low, high = (translate.number(bound, 0) for bound in bounds)
    return "" if low == high else translate("entre {low} et {high}", low=low, high=high)


def tip(outline: Outline, spoke: Spoke, index: int, translate: Translator) -> dict[str, str]:
    """What a tooltip says of one score; the fields are those of `tip_titles`."""
    return {
        "axis": spoke.long,
        "who": outline.label,
        "score": figure(outline.values[index], translate),
        "between": interval(outline.bounds(index), translate) or NO_SCORE,
    }


def tip_titles(translate: Translator) -> dict[str, str]:
    """The title of each field of a tooltip, in order."""
    return {
        "axis": translate("Axe"),
        "who": translate("Bilan"),
        "score": translate("Score"),
        "between": translate("Intervalle"),
    }


def profile_table(
    outlines: Sequence[Outline],
    spokes: Sequence[Spoke],
    translate: Translator,
    *,
    heading: str | None = None,
) -> list[dict[str, str]]:
    """The rows of the table under a profile: one per spoke, a column per outline and per interval.

    `heading` names the first column where spokes are not axes. Columns are in the reader's
    language; where two outlines bear the same label, the second column gets a number.
    """
    check(outlines, spokes)
    first = heading or translate("Axe")
    names = distinct([outline.label for outline in outlines], taken={first})
    rows: list[dict[str, str]] = []
    for index, spoke in enumerate(spokes):
        row = {first: spoke.long}
        for name, outline in zip(names, outlines, strict=True):
            row[name] = figure(outline.values[index], translate)
            if outline.has_band:
                title = translate("{label} : intervalle", label=name)
                row[title] = interval(outline.bounds(index), translate)
        rows.append(row)
    return rows


def describe_profile(
    outlines: Sequence[Outline],
    spokes: Sequence[Spoke],
    translate: Translator,
    *,
    view: View = "radar",
) -> str:
    """The text alternative of a profile: what it is, then each outline with its figures."""
    check(outlines, spokes)
    if view == "radar":
        opening = translate("Radar à {count} branches, de 0 à 100.", count=len(spokes))
    else:
        opening = translate("Barres de la plus longue à la plus courte, de 0 à 100.")
    return " ".join([opening, *(_sentence(outline, spokes, translate) for outline in outlines)])


def legend_sentence(
    outlines: Sequence[Outline], translate: Translator, *, view: View = "radar"
) -> str:
    """What lines, marks and band mean, for a caption. Empty where nothing needs saying."""
    main = main_index(outlines)
    parts: list[str] = []
    if len(outlines) > 1:
        others = [outline.label for index, outline in enumerate(outlines) if index != main]
        signs = (
            (N_("Trait plein : {label}."), N_("Tirets : {label}."), N_("Pointillés : {label}."))
            if view == "radar"
            else (N_("Barre : {label}."), N_("Losange : {label}."), N_("Carré : {label}."))
        )
        labels = [outlines[main].label, *others]
        parts += [translate(sign, label=label) for sign, label in zip(signs, labels, strict=False)]
    owner = banded(outlines) if view == "radar" else outlines[main]
    if owner is not None and owner.has_band:
        parts.append(translate(_BAND[view, owner.kind == "median"]))
    if any(value is None for value in outlines[main].values):
        parts.append(
            translate("Un tiret : pas assez de bilans pour un score.")
            if outlines[main].kind == "median"
            else translate("Un tiret : pas encore assez de réponses pour un score.")
        )
    return " ".join(parts)


_BAND: dict[tuple[View, bool], str] = {
    ("radar", True): N_("La bande contient la moitié des bilans."),
    ("bars", True): N_("Le trait fin contient la moitié des bilans."),
    ("radar", False): N_("La bande montre ce que changeraient les questions sans réponse."),
    ("bars", False): N_("Le trait fin montre ce que changeraient les questions sans réponse."),
}


def _sentence(outline: Outline, spokes: Sequence[Spoke], translate: Translator) -> str:
    parts: list[str] = []
    for index, spoke in enumerate(spokes):
        value = outline.values[index]
        if value is None:
            parts.append(translate("{axis} sans score", axis=spoke.short))
            continue
        between = interval(outline.bounds(index), translate)
        said = f"{spoke.short} {figure(value, translate)}"
        parts.append(f"{said} ({between})" if between else said)
    label = capitalised(outline.label)
    return translate("{label} : {figures}.", label=label, figures=", ".join(parts))


def capitalised(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]


def distinct(names: Sequence[str], taken: set[str]) -> list[str]:
    """Names for the columns of a table: one that is taken already gets a number."""
    result: list[str] = []
    for name in names:
        candidate, number = name, 2
        while candidate in taken:
            candidate, number = f"{name} ({number})", number + 1
        taken.add(candidate)
        result.append(candidate)
    return result
