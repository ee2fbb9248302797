"""How sure a result is, in words: what other weights would change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.wording.profile import Escape, as_is

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis
    from domino_survey.services.sureness import Sureness

MAJORITY = 0.5
CERTAIN = 1.0 - 1e-9


def varied_sentence(t: Translator, sureness: Sureness) -> str:
    """What was varied, and what was not."""
    return t(
        "Les poids des questions et des thèmes sont un choix, et d'autres se défendent. Vos "
        "réponses ont donc été comptées avec {count} jeux de poids : chaque poids y est tiré au hasard, "
        "jusqu'à {spread} de plus ou de moins. Rien d'autre ne change.",
        count=t.number(sureness.count),
        spread=t.percent(sureness.spread),
    )


def lowest_sentence(
    t: Translator, sureness: Sureness, stress: Escape = as_is, escape: Escape = as_is
) -> str:
    """Which axis is the lowest whatever the weights. Empty with fewer than two scores."""
    ranked = sureness.lowest
    if not ranked:
        return ""
    axis, share = _named(t, ranked, escape)[0]
    if share > MAJORITY:
        return t(
            "« {axis} » est votre axe le plus bas dans {share} des pondérations essayées.",
            axis=axis,
            share=stress(_share(t, share)),
        )
    other, second = _named(t, ranked, escape)[1]
    return t(
        "Aucun axe n'est nettement le plus bas : c'est « {axis} » dans {share} des pondérations "
        "essayées, « {other} » dans {second}.",
        axis=axis,
        share=_share(t, share),
        other=other,
        second=_share(t, second),
    )


def highest_sentence(
    t: Translator, sureness: Sureness, stress: Escape = as_is, escape: Escape = as_is
) -> str:
    """Which axis is the highest whatever the weights. Empty with fewer than two scores."""
    ranked = sureness.highest
    if not ranked:
        return ""
    axis, share = _named(t, ranked, escape)[0]
    if share > MAJORITY:
        return t(
            "« {axis} » est le plus haut dans {share} d'entre elles.",
            axis=axis,
            share=stress(_share(t, share)),
        )
    other, second = _named(t, ranked, escape)[1]
    return t(
        "Aucun n'est nettement le plus haut : c'est « {axis} » dans {share} d'entre elles, « {other} » "
        "dans {second}.",
        axis=axis,
        share=_share(t, share),
        other=other,
        second=_share(t, second),
    )


def _named(
    t: Translator, ranked: Sequence[tuple[Axis, float]], escape: Escape
) -> list[tuple[str, float]]:
    return [(escape(t.text(axis.short)), share) for axis, share in ranked]


def _share(t: Translator, share: float) -> str:
    """A share that is not everything is not rounded up to it."""
    return t.percent(1.0 if share >= CERTAIN else math.floor(share * 100) / 100)
