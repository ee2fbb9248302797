"""A consultation on weights as its participants see it: 100 points to share, or two at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.schema import OVERALL
from domino_survey.services import consultations
from domino_survey.ui import names, notices, routes, state

if TYPE_CHECKING:
    from domino_survey.services.consultations import Asked, Given, Mine
    from domino_survey.ui.guard import Visit
    from domino_survey.weighting import Judgement

TOKEN, PARTICIPANT, STEP = "consultation", "participant", "comparaison"
NAME = "weights-name"
FAULT = "weights-fault"
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


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    try:
        asked = consultations.asked(here.context, here.identity, _token())
        mine = consultations.mine(here.context, here.identity, _token(), _participant())
    except DominoError as refusal:
        st.title(t("Votre avis sur les poids"), anchor=False)
        notices.refused(t, refusal)
        routes.link_to(routes.HOME, t, t("Retour à l'accueil"))
        return
    st.title(plain(asked.title), anchor=False)
    if asked.closed:
        st.info(
            t("Cette consultation est close. Merci aux personnes qui ont répondu."),
            icon=":material/lock:",
        )
        if mine.sent:
            _result(here, asked, mine.sent)
        return
    _introduction(here, asked)
    if asked.method == "budget":
        _budget(here, asked, mine)
    else:
        _comparisons(here, asked, mine)


def _introduction(here: Visit, asked: Asked) -> None:
    t = here.t
    subject = (
        t("les axes de « {title} »", title=plain(t.text(asked.questionnaire.title)))
        if asked.node == OVERALL
        else t(
            "les thèmes de « {axis} »", axis=plain(names.node(t, asked.questionnaire, asked.node))
        )
    )
    st.markdown(
        t(
            "Qu'est-ce qui compte le plus ? Répartissez 100 points entre {subject}, selon l'importance que "
            "vous leur donnez. Il n'y a pas de bonne réponse.",
            subject=subject,
        )
        if asked.method == "budget"
        else t(
            "Qu'est-ce qui compte le plus ? Comparez deux à deux {subject}. Il y a {count} comparaisons, et "
            "pas de bonne réponse.",
            subject=subject,
            count=len(asked.pairs),
        )
    )
    with st.expander(t("Que signifient ces noms ?")):
        st.markdown("\n".join(f"- {_described(here, asked, item)}" for item in asked.items))


def _described(here: Visit, asked: Asked, item: str) -> str:
    t, questionnaire = here.t, asked.questionnaire
    texts = {axis.id: (axis.title, axis.description) for axis in questionnaire.axes}
    texts |= {theme.id: (theme.title, theme.description) for theme in questionnaire.themes}
    title, description = texts[item]
    name = f"**{plain(t.text(title))}**"
    if description is None:
        return name
    return t("{name} : {description}", name=name, description=plain(t.text(description)))


# --- 100 points ---------------------------------------------------------------------------------


def _budget(here: Visit, asked: Asked, mine: Mine) -> None:
    t = here.t
    for item in asked.items:
        key = _key(asked, item)
        if key not in st.session_state:
            st.session_state[key] = mine.given.get(item)
        st.number_input(
            names.node(t, asked.questionnaire, item),
            value=None,
            step=5.0,
            format="%.5g",
            placeholder="0",
            key=key,
            on_change=_keep_budget,
            args=(here, asked),
        )
    left = consultations.remaining(asked, mine.given)
    _remaining(here, left)
    _send(here, asked, mine)


def _remaining(here: Visit, left: float) -> None:
    t = here.t
    decimals = 0 if float(left).is_integer() else 1
    if abs(left) < consultations.SMALLEST:
        st.success(t("Les 100 points sont répartis."), icon=":material/check:")
    elif left > 0:
        count = t.number(left, decimals)
        st.info(t("Il reste {count} points à répartir.", count=count), icon=":material/balance:")
    else:
        count = t.number(-left, decimals)
        st.warning(t("Il y a {count} points de trop.", count=count), icon=":material/balance:")


def _filled_in(asked: Asked) -> dict[str, float]:
    """The budget as its fields hold it now."""
    found = {item: st.session_state.get(_key(asked, item)) for item in asked.items}
    return {item: float(points) for item, points in found.items() if points is not None}


def _keep_budget(here: Visit, asked: Asked) -> None:
    _keep(here, _filled_in(asked))


# --- Two at a time ------------------------------------------------------------------------------


def _comparisons(here: Visit, asked: Asked, mine: Mine) -> None:
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
    who_key, amount_key = _key(asked, f"{key}:who"), _key(asked, f"{key}:amount")
    who, amount = _spoken(pair, mine.given.get(key))
    if who_key not in st.session_state:
        st.session_state[who_key] = who
        st.session_state[amount_key] = amount
    st.subheader(
        t("Comparaison {number} sur {count}", number=place + 1, count=len(asked.pairs)),
        anchor=False,
    )
    chosen = st.radio(
        t("Lequel compte le plus ?"),
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
    who = st.session_state.get(_key(asked, f"{key}:who"))
    amount = st.session_state.get(_key(asked, f"{key}:amount"))
    given = {known: value for known, value in mine.given.items() if known != key}
    if who == EQUAL:
        given[key] = 1.0
    elif amount is not None:
        given[key] = float(amount) if who == pair[0] else 1.0 / amount
    _keep(here, given)
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
    _result(here, asked, mine.given)
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
    _send(here, asked, mine)
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


# --- Both ---------------------------------------------------------------------------------------


def _result(here: Visit, asked: Asked, given: Given) -> None:
    """One's own weights, heaviest first."""
    t = here.t
    found = consultations.weights_of(asked, {"": given})
    st.subheader(t("Vos poids"), anchor=False)
    ranked = sorted(zip(found.items, found.weights, strict=True), key=lambda pair: -pair[1])
    st.table(
        [
            {
                t("Élément"): names.node(t, asked.questionnaire, item),
                t("Poids"): t.percent(weight),
            }
            for item, weight in ranked
        ],
        border="horizontal",
        hide_index=True,
    )


def _send(here: Visit, asked: Asked, mine: Mine) -> None:
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
            "Il figure dans la liste des personnes qui ont répondu, jamais à côté de vos poids. À "
            "quelques-uns, on peut deviner."
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
    if _participant():
        st.markdown(
            t(
                "Gardez l'adresse de cette page : elle retrouve votre réponse, que vous pouvez changer "
                "jusqu'à la clôture. Ne la partagez pas."
            )
        )


def _sent(here: Visit, asked: Asked, mine: Mine) -> None:
    given = _filled_in(asked) if asked.method == "budget" else mine.given
    participant = _participant() or consultations.new_participant()
    try:
        consultations.send(
            here.context,
            here.identity,
            _token(),
            participant,
            given,
            str(st.session_state.get(NAME) or ""),
        )
    except DominoError as refusal:
        state.faults()[FAULT] = notices.sentences(here.t, refusal)
        return
    _remember(participant)


def _keep(here: Visit, given: Given) -> None:
    participant = _participant() or consultations.new_participant()
    try:
        consultations.keep(here.context, here.identity, _token(), participant, given)
    except DominoError as refusal:
        state.faults()[FAULT] = notices.sentences(here.t, refusal)
        return
    _remember(participant)


def _remember(participant: str) -> None:
    state.faults().pop(FAULT, None)
    st.query_params[PARTICIPANT] = participant


def _token() -> str:
    return st.query_params.get(TOKEN, "")


def _participant() -> str:
    return st.query_params.get(PARTICIPANT, "")


def _key(asked: Asked, part: str) -> str:
    return f"weights:{asked.id}:{part}"
