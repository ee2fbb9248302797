"""Words for codes that no questionnaire defines: states of answers, proofs, why there is no score.

In a few words, as tables and exports need them; `wording` says the same in sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domino_survey.answers import State
from domino_survey.i18n import N_
from domino_survey.scoring import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE_LABELS: Final[Mapping[State, str]] = {
    State.ANSWERED: N_("répondue"),
    State.NOT_APPLICABLE: N_("sans objet"),
    State.DONT_KNOW: N_("ne sait pas"),
    State.MISSING: N_("sans réponse"),
    State.NOT_ASKED: N_("non posée"),
}

# What an answer rests on, from the weakest to the strongest.
PROOF_LABELS: Final[Mapping[str, str]] = {
    "estimation": N_("Estimation"),
    "constat": N_("Constat partagé"),
    "mesure": N_("Mesure"),
}

# Why a node has no score, whatever node it is, by the codes of `scoring.Reason`.
NO_SCORE_LABELS: Final[Mapping[str, str]] = {
    Reason.NOTHING_ASKED.code: N_("aucune question posée"),
    Reason.NOTHING_ANSWERED.code: N_("aucune réponse"),
    Reason.LOW_COVERAGE.code: N_("pas assez de réponses"),
    Reason.MOSTLY_NOT_APPLICABLE.code: N_("trop de questions sans objet"),
}
