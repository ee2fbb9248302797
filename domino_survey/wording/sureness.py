"""How sure a result is, in words: what other weights would change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.wording.profile import Escape, as_is

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis
    from domino_survey.services.sureness import Sureness

MAJORITY = 0.5
CERTAIN = 1.0 - 1e-9
ROUNDING = 1e-9
# Where most draws name one axis, and where they do not.
LOWEST = (
    N_("« {axis} » est votre axe le plus bas dans {share} des pondérations essayées."),
    N_(
        "Aucun axe n'est nettement le plus bas : c'est « {axis} » dans {share} des pondérations "
        "essayées, « {other} » dans {second}."
    ),
)
HIGHEST = (
    N_("« {axis} » est le plus haut dans {share} d'entre elles."),
    N_(
        "Aucun n'est nettement le plus haut : c'est « {axis} » dans {share} d'entre elles, « {other} » "
        "dans {second}."
    ),
)


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
    one, several = LOWEST
    return _sentence(t, sureness.lowest, one, several, stress=stress, escape=escape)


def highest_sentence(
    t: Translator, sureness: Sureness, stress: Escape = as_is, escape: Escape = as_is
) -> str:
    """Which axis is the highest whatever the weights. Empty with fewer than two scores."""
    one, several = HIGHEST
    return _sentence(t, sureness.highest, one, several, stress=stress, escape=escape)


def _sentence(
    t: Translator,
    ranked: Sequence[tuple[Axis, float]],
    clear: str,
    unclear: str,
    *,
    stress: Escape,
    escape: Escape,
) -> str:
    """The axis that most draws name, or the two that they hesitate between."""
    if not ranked:
        return ""
    (axis, share), *others = _named(t, ranked, escape)
    if share > MAJORITY:
        return t(clear, axis=axis, share=stress(_share(t, share)))
    other, second = others[0]
    return t(unclear, axis=axis, share=_share(t, share), other=other, second=_share(t, second))


def _named(
    t: Translator, ranked: Sequence[tuple[Axis, float]], escape: Escape
) -> list[tuple[str, float]]:
    return [(escape(t.text(axis.short)), share) for axis, share in ranked]


def _share(t: Translator, share: float) -> str:
    """A share that is not everything is not rounded up to it."""
    # 0.58 * 100 is a little less than 58.
    return t.percent(1.0 if share >= CERTAIN else math.floor(share * 100 + ROUNDING) / 100)
