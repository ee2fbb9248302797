"""What both ways of a consultation on weights have in common: the address, keeping, the result, sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import consultations
from domino_survey.ui import names, notices, state

if TYPE_CHECKING:
    from domino_survey.services.consultations import Asked, Given, Mine
    from domino_survey.ui.guard import Visit

TOKEN, PARTICIPANT = "consultation", "participant"
NAME = "weights-name"
FAULT = "weights-fault"


def result(here: Visit, asked: Asked, given: Given) -> None:
    """One's own weights, heaviest first."""
    t = here.t
    found = consultations.weights_of(asked, {"": given})
    st.subheader(t("Vos poids"), anchor=False)
    ranked = sorted(zip(found.items, found.weights, strict=True), key=lambda pair: -pair[1])
    st.table(
        [
            {
                t("Élément"): names.node(t, asked.questionnaire, item),
                t("Poids"): t.percent(weight, 1),
            }
            for item, weight in ranked
        ],
        border="horizontal",
        hide_index=True,
    )


def send(here: Visit, asked: Asked, mine: Mine) -> None:
    """Sending, with the name that one may give."""
    t = here.t
    if NAME not in st.session_state:
        st.session_state[NAME] = mine.name
    st.text_input(
        t("Votre nom ou un surnom, si vous voulez"),
        max_chars=consultations.NAME_LIMIT,
        key=NAME,
    )
    st.markdown(
        t(
            "Il figure dans la liste des personnes qui ont répondu, jamais à côté de vos poids. Quand "
            "peu de personnes répondent, on peut toutefois deviner qui a dit quoi."
        )
    )
    for sentence in state.faults().get(FAULT, []):
        st.error(plain(sentence), icon=":material/error:")
    st.button(
        t("Envoyer mes poids") if not mine.sent else t("Envoyer à nouveau"),
        key="weights-send",
        type="secondary" if mine.sent and not mine.changed else "primary",
        icon=":material/send:",
        on_click=_sent,
        args=(here, asked, mine),
    )
    if mine.sent and mine.changed:
        st.warning(
            t(
                "Vous avez modifié vos poids depuis l'envoi : envoyez-les à nouveau pour qu'ils comptent."
            ),
            icon=":material/edit_note:",
        )
    elif mine.sent:
        st.success(t("Vos poids sont envoyés. Merci !"), icon=":material/check_circle:")
    if participant():
        st.markdown(
            t(
                "Gardez l'adresse de cette page : elle retrouve votre réponse, que vous pouvez changer "
                "jusqu'à la clôture. Ne la partagez pas."
            )
        )
        for_another(here, asked)


def find_again(here: Visit) -> Mine:
    """What was given from this address, or else from this browser, whose address it then takes.

    Raises `not-allowed`, `unknown-consultation`.
    """
    known = participant()
    who = known or consultations.participant_in(here.browser, token())
    mine = consultations.mine(here.context, here.identity, token(), who)
    if not known and (mine.given or mine.sent):
        _remember(who)
    return mine


def for_another(here: Visit, asked: Asked) -> None:
    """A way to answer anew, for the next person at the same device."""
    t = here.t
    st.button(
        t("Répondre à la place d'une autre personne"),
        key="weights-another",
        type="tertiary",
        icon=":material/group:",
        help=t("La réponse déjà donnée reste, et compte. Une autre commence, vide."),
        on_click=_start_anew,
        args=(asked,),
    )


def _start_anew(asked: Asked) -> None:
    fields = [name for name in st.session_state if str(name).startswith(key(asked, ""))]
    for name in [*fields, NAME]:
        st.session_state.pop(name, None)
    # The comparison that was open is in the address too.
    st.query_params.from_dict({TOKEN: token()})
    _remember(consultations.new_participant())


def _sent(here: Visit, asked: Asked, mine: Mine) -> None:
    given = filled_in(asked) if asked.method == "budget" else mine.given
    who = _who(here)
    try:
        consultations.send(
            here.context,
            here.identity,
            token(),
            who,
            given,
            str(st.session_state.get(NAME) or ""),
        )
    except DominoError as refusal:
        state.faults()[FAULT] = notices.sentences(here.t, refusal)
        return
    _remember(who)


def keep(here: Visit, given: Given) -> None:
    """Keep what is filled in so far; what is refused is said where it is sent."""
    who = _who(here)
    try:
        consultations.keep(here.context, here.identity, token(), who, given)
    except DominoError as refusal:
        state.faults()[FAULT] = notices.sentences(here.t, refusal)
        return
    _remember(who)


def _who(here: Visit) -> str:
    return participant() or consultations.participant_in(here.browser, token())


def _remember(participant: str) -> None:
    state.faults().pop(FAULT, None)
    st.query_params[PARTICIPANT] = participant


def token() -> str:
    """The token of the link, from the address."""
    return st.query_params.get(TOKEN, "")


def participant() -> str:
    """The id by which a participant is found again, from the address; empty at first."""
    return st.query_params.get(PARTICIPANT, "")


def key(asked: Asked, part: str) -> str:
    """The key of one of the fields of a consultation."""
    return f"weights:{asked.id}:{part}"


def filled_in(asked: Asked) -> dict[str, float]:
    """The budget as its fields hold it now."""
    found = {item: st.session_state.get(key(asked, item)) for item in asked.items}
    return {item: float(points) for item, points in found.items() if points is not None}
