"""What is said of the quality of a question: what deserves a look, figures, and why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import N_, plain
from domino_survey.reliability import LEAST_RESPONSES, Reason
from domino_survey.services.instrument import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domino_survey.i18n import Translator
    from domino_survey.reliability import Figure, ItemInScale
    from domino_survey.services.instrument import Asked, Raised

FLAGS = {
    Flag.REVERSED: N_("répond à l'inverse des autres questions du thème (lien de {figure})"),
    Flag.CEILING: N_("presque tout le monde répond au niveau le plus haut ({figure})"),
    Flag.FLOOR: N_("presque tout le monde répond au niveau le plus bas ({figure})"),
    Flag.DONT_KNOW: N_("beaucoup ne savent pas ({figure})"),
    Flag.NOT_APPLICABLE: N_("beaucoup la trouvent sans objet ({figure})"),
    Flag.MISSING: N_("beaucoup la passent sans répondre ({figure})"),
    Flag.LOOSE: N_("sans elle, le thème serait plus cohérent ({figure})"),
    Flag.UNUSED: N_("des réponses proposées que personne ne choisit ({figure})"),
}
COEFFICIENTS = frozenset({Flag.REVERSED, Flag.LOOSE})
REASONS = {
    Reason.TOO_FEW_RESPONSES: N_("il faut au moins {least} bilans"),
    Reason.TOO_FEW_ITEMS: N_("il faut au moins 3 questions"),
    Reason.NO_VARIANCE: N_("tout le monde répond pareil"),
    Reason.CONTRADICTORY_PAIRS: N_("trop peu de bilans répondent à tout"),
}
REMEDIES = {
    Flag.REVERSED: N_(
        "Vérifiez l'ordre de ses réponses et leurs points : l'échelle est peut-être à l'envers."
    ),
    Flag.CEILING: N_("Ajoutez un niveau plus exigeant, ou acceptez qu'elle ne distingue personne."),
    Flag.FLOOR: N_(
        "Ajoutez un premier pas plus accessible, ou vérifiez qu'elle s'adresse bien à tous."
    ),
    Flag.DONT_KNOW: N_("Dites plus précisément ce qui est demandé, ou où trouver la réponse."),
    Flag.NOT_APPLICABLE: N_("Ne la posez qu'aux initiatives concernées, par une condition."),
    Flag.MISSING: N_(
        "Raccourcissez-la ou simplifiez ses mots, et offrez « ne sait pas » s'il manque."
    ),
    Flag.LOOSE: N_(
        "Demandez-vous si elle est dans le bon thème. Si oui, gardez-la : elle dit autre chose."
    ),
    Flag.UNUSED: N_("Réunissez ces réponses avec leurs voisines, ou reformulez-les."),
}


def name(t: Translator, one: Asked) -> str:
    """What a question is called, ready for a sentence."""
    return plain(bare_name(t, one))


def bare_name(t: Translator, one: Asked) -> str:
    """What a question is called: its short name where it has one."""
    return t.text(one.question.short or one.question.text)


def said(t: Translator, one: Asked) -> str:
    """What deserves a look in a question."""
    return " ; ".join(_flag(t, raised) for raised in one.flags)


def _flag(t: Translator, raised: Raised) -> str:
    if raised.flag in COEFFICIENTS:
        figure = t.number(raised.figure, 2)
    elif raised.flag is Flag.UNUSED:
        figure = t.number(raised.figure)
    else:
        figure = t.percent(raised.figure)
    return t(FLAGS[raised.flag], figure=figure)


def share(t: Translator, share: float | None) -> str:
    """A share in percents; a dash where there is none."""
    return "–" if share is None else t.percent(share)


def figure(t: Translator, found: ItemInScale | None, name: str) -> str:
    """One of the figures of a question among others, or why there is none."""
    if found is None:
        return coefficient(t, None)
    return coefficient(t, found.item_rest if name == "item_rest" else found.alpha_if_deleted)


def coefficient(t: Translator, figure: Figure | None) -> str:
    """A coefficient, or why there is none."""
    if figure is None:
        return t(REASONS[Reason.TOO_FEW_RESPONSES], least=LEAST_RESPONSES)
    if figure.value is not None:
        return t.number(figure.value, 2)
    reason = figure.reason or Reason.TOO_FEW_RESPONSES
    return t(REASONS[reason], least=LEAST_RESPONSES)


def remedies(t: Translator, raised: Iterable[Raised]) -> str:
    """What to do about what deserves a look: a line for each kind, the most telling first."""
    kinds = {one.flag for one in raised}
    return "\n".join(f"- {t(REMEDIES[flag])}" for flag in Flag if flag in kinds)
