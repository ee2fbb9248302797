"""A consultation on weights by comparing two at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain
from domino_survey.services import consultations
from domino_survey.ui import names, routes, weighing

if TYPE_CHECKING:
    from domino_survey.services.consultations import Asked, Mine
    from domino_survey.ui.guard import Visit
    from domino_survey.weighting import Judgement

STEP = "comparaison"
EQUAL = "equal"
# Saaty's scale, in words.
AMOUNTS = {
    2: N_("À peine plus"),
    3: N_("Un peu plus"),
    4: N_("Entre un peu et nettement plus"),
    5: N_("Nettement plus"),
    6: N_("Entre nettement et beaucoup plus"),
    7: N_("Beaucoup plus"),
    8: N_("Entre beaucoup et extrêmement plus"),
    9: N_("Extrêmement plus"),
}
MOST_DISTURBING = 3
# A judgement this many times off what the others say is worth another look.
DISTURBING = 1.5


def draw(here: Visit, asked: Asked, mine: Mine) -> None:
    """One comparison after the other, then what they come to."""
    t, pairs = here.t, asked.pairs
    place = _place(asked, mine)
    done = sum(consultations.key_of(pair) in mine.given for pair in pairs)
    st.progress(
        done / len(pairs),
        text=t.plural(
            "{count} comparaison faite sur {pairs}",
            "{count} comparaisons faites sur {pairs}",
            done,
            pairs=len(pairs),
        ),
    )
    if place >= len(pairs):
        _overview(here, asked, mine)
        return
    _comparison(here, asked, mine, place)
    answered = consultations.key_of(pairs[place]) in mine.given
    with st.container(horizontal=True):
        if place:
            st.button(
                t("Précédente"),
                key="weights-back",
                icon=":material/arrow_back:",
                on_click=_go,
                args=(place - 1,),
            )
        st.button(
            t("Suivante") if place + 1 < len(pairs) else t("Voir le résultat"),
            key="weights-next",
            type="primary",
            icon=routes.ONWARDS,
            icon_position="right",
            disabled=not answered,
            on_click=_go,
            args=(place + 1,),
        )


def _comparison(here: Visit, asked: Asked, mine: Mine, place: int) -> None:
    t, pair = here.t, asked.pairs[place]
    key = consultations.key_of(pair)
    first, second = (names.node(t, asked.questionnaire, item) for item in pair)
    who_key, amount_key = weighing.key(asked, f"{key}:who"), weighing.key(asked, f"{key}:amount")
    who, amount = _spoken(pair, mine.given.get(key))
    if who_key not in st.session_state:
        st.session_state[who_key] = who
        st.session_state[amount_key] = amount
    st.subheader(
        t("Comparaison {number} sur {count}", number=place + 1, count=len(asked.pairs)),
        anchor=False,
    )
    chosen = st.radio(
        t("Entre les deux, qu'est-ce qui compte le plus ?"),
        [pair[0], pair[1], EQUAL],
        index=None,
        format_func={
            pair[0]: first,
            pair[1]: second,
            EQUAL: t("Autant l'un que l'autre"),
        }.__getitem__,
        key=who_key,
        on_change=_keep_judgement,
        args=(here, asked, mine, pair),
    )
    if chosen in pair:
        st.radio(
            t("De combien ?"),
            list(AMOUNTS),
            index=None,
            format_func={value: t(label) for value, label in AMOUNTS.items()}.__getitem__,
            key=amount_key,
            on_change=_keep_judgement,
            args=(here, asked, mine, pair),
        )


def _spoken(pair: tuple[str, str], value: float | None) -> tuple[str | None, int | None]:
    """A stored judgement as the two fields hold it."""
    if value is None:
        return None, None
    if value == 1:
        return EQUAL, None
    return (pair[0], round(value)) if value > 1 else (pair[1], round(1 / value))


def _keep_judgement(here: Visit, asked: Asked, mine: Mine, pair: tuple[str, str]) -> None:
    """A comparison that is half made again counts no more."""
    key = consultations.key_of(pair)
    who = st.session_state.get(weighing.key(asked, f"{key}:who"))
    amount = st.session_state.get(weighing.key(asked, f"{key}:amount"))
    given = {known: value for known, value in mine.given.items() if known != key}
    if who == EQUAL:
        given[key] = 1.0
    elif amount is not None:
        given[key] = float(amount) if who == pair[0] else 1.0 / amount
    weighing.keep(here, given)
    # The address says which comparison is shown: answering it is no reason to move on by itself.
    st.query_params[STEP] = str(asked.pairs.index(pair) + 1)


def _place(asked: Asked, mine: Mine) -> int:
    """Which comparison is shown: that of the address, else the first that is still to be made."""
    wanted = st.query_params.get(STEP, "")
    gaps = [
        place
        for place, pair in enumerate(asked.pairs)
        if consultations.key_of(pair) not in mine.given
    ]
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(asked.pairs):
        return int(wanted) - 1
    return gaps[0] if gaps else len(asked.pairs)


def _go(place: int) -> None:
    st.query_params[STEP] = str(place + 1)


def _overview(here: Visit, asked: Asked, mine: Mine) -> None:
    t = here.t
    weighing.result(here, asked, mine.given)
    consistency = consultations.consistency(asked, mine.given)
    if consistency is not None and not consistency.acceptable:
        st.markdown(
            t(
                "Certaines de vos comparaisons tirent dans des sens différents. C'est courant, et vous pouvez "
                "les envoyer telles quelles. Voici celles qui s'écartent le plus du reste :"
            )
        )
        for judgement in consistency.judgements[:MOST_DISTURBING]:
            if judgement.departure >= DISTURBING:
                _disturbing(here, asked, judgement)
    elif consistency is not None:
        st.markdown(t("Vos comparaisons s'accordent bien entre elles."))
    weighing.send(here, asked, mine)
    st.button(
        t("Revoir toutes les comparaisons"),
        key="weights-again",
        type="tertiary",
        icon=":material/undo:",
        on_click=_go,
        args=(0,),
    )


def _disturbing(here: Visit, asked: Asked, judgement: Judgement) -> None:
    t = here.t
    pair = (judgement.first, judgement.second)
    with st.container(border=True):
        st.markdown(
            t(
                "Vous avez dit : {said}. Vos autres comparaisons disent plutôt : {agreeing}.",
                said=_in_words(here, asked, pair, judgement.value),
                agreeing=_in_words(here, asked, pair, judgement.agreeing),
            )
        )
        st.button(
            t("Revoir cette comparaison"),
            key=f"weights-revise:{consultations.key_of(pair)}",
            icon=":material/edit:",
            on_click=_go,
            args=(asked.pairs.index(pair),),
        )


def _in_words(here: Visit, asked: Asked, pair: tuple[str, str], value: float) -> str:
    """A ratio in the words of the scale, to its nearest step."""
    t = here.t
    ahead, behind = pair if value >= 1 else pair[::-1]
    amount = min(round(max(value, 1 / value)), max(AMOUNTS))
    first, second = (plain(names.node(t, asked.questionnaire, item)) for item in (ahead, behind))
    if amount == 1:
        return t("« {first} » et « {second} » comptent autant", first=first, second=second)
    return t(
        "« {first} » compte plus que « {second} » ({amount})",
        first=first,
        second=second,
        amount=t(AMOUNTS[amount]).lower(),
    )
