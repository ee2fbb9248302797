"""The action plan on the screen: a card per action, and the scores that it was meant to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.services import plan
from domino_survey.services.plan import Intent, Status
from domino_survey.ui import guard, notices, routes, state

if TYPE_CHECKING:
    from domino_survey.services.plan import Movement, PlannedAction
    from domino_survey.ui.guard import HolderVisit, Visit

STATUSES = {
    Status.PLANNED: N_("Prévue"),
    Status.UNDER_WAY: N_("En cours"),
    Status.DONE: N_("Faite"),
    Status.DROPPED: N_("Abandonnée"),
}


def draw(here: Visit, response_id: str) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Votre plan d'action"), anchor=False)
    actions = plan.read_plan(here.context, here.identity, response_id)
    if not actions:
        st.markdown(
            t(
                "Rien n'est encore choisi. Dans votre profil, sous « Et maintenant ? », ajoutez au plan les "
                "pistes que vous voulez suivre : elles se retrouvent ici, et au prochain bilan."
            )
        )
    else:
        st.markdown(
            t(
                "Peu d'actions, chacune avec une personne et une date. Ce que vous écrivez ici est "
                "enregistré au fur et à mesure et se retrouve au prochain bilan."
            )
        )
        for action in actions:
            _card(here, action)
    if isinstance(here, guard.HolderVisit):
        code = {guard.CODE: here.opened.code}
        routes.link_to(routes.RESULT, t, t("Revenir à mon profil"), ":material/radar:", **code)


def toggle(here: HolderVisit, recommendation_id: str, chosen: frozenset[str]) -> None:
    """The button under a recommendation that puts it into the plan, or takes it out."""
    t = here.t
    key = f"plan:{recommendation_id}"
    if recommendation_id in chosen:
        st.button(
            t("Dans votre plan : retirer"),
            key=key,
            type="tertiary",
            icon=":material/check_circle:",
            on_click=_give_up,
            args=(here, recommendation_id),
        )
    else:
        st.button(
            t("Ajouter à mon plan d'action"),
            key=key,
            type="tertiary",
            icon=":material/add_circle:",
            on_click=_choose,
            args=(here, recommendation_id),
        )


def chosen_of(here: Visit, response_id: str) -> frozenset[str]:
    """The ids of the recommendations that are in the plan."""
    actions = plan.read_plan(here.context, here.identity, response_id)
    return frozenset(action.recommendation.id for action in actions)


def _card(here: Visit, action: PlannedAction) -> None:
    t, recommendation = here.t, action.recommendation
    with st.container(border=True):
        st.markdown(f"**{plain(t.text(recommendation.title))}**")
        st.markdown(plain(t.text(recommendation.action)))
        if isinstance(here, guard.HolderVisit):
            _form(here, action)
        else:
            _read_only(here, action.intent)
        _movements(here, action)
        with st.expander(t("Comment la suivre"), type="compact"):
            st.markdown(
                wording.readable(t, action.questionnaire, t.text(recommendation.follow_up), plain)
            )
            st.caption(
                t("Choisie après le bilan du {date}.", date=t.date(action.chosen.submitted_at))
            )
    for sentence in state.faults().get(_key(action, "who"), []):
        st.error(plain(sentence), icon=":material/error:")


def _form(here: HolderVisit, action: PlannedAction) -> None:
    t, intent = here.t, action.intent
    values = {
        "status": intent.status,
        "who": intent.who,
        "when": intent.when,
        "note": intent.note,
    }
    for part, value in values.items():
        key = _key(action, part)
        if key not in st.session_state:
            st.session_state[key] = value
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            t("Où en est-elle ?"),
            list(Status),
            format_func={status: t(label) for status, label in STATUSES.items()}.__getitem__,
            key=_key(action, "status"),
            on_change=_decide,
            args=(here, action),
            filter_mode=None,
            width=160,
        )
        st.text_input(
            t("Qui s'en charge ?"),
            key=_key(action, "who"),
            on_change=_decide,
            args=(here, action),
            width=210,
        )
        st.text_input(
            t("Pour quand ?"),
            key=_key(action, "when"),
            placeholder=t("avant l'été, juin 2027…"),
            on_change=_decide,
            args=(here, action),
            width=190,
        )
    st.text_area(
        t("Note ({limit} caractères au plus)", limit=t.number(plan.NOTE_LIMIT)),
        height=68,
        key=_key(action, "note"),
        on_change=_decide,
        args=(here, action),
    )
    st.button(
        t("Retirer du plan"),
        key=_key(action, "out"),
        type="tertiary",
        icon=":material/delete:",
        on_click=_give_up,
        args=(here, action.recommendation.id),
    )


def _read_only(here: Visit, intent: Intent) -> None:
    t = here.t
    words = [t(STATUSES[intent.status])]
    if intent.who:
        words.append(t("par {who}", who=plain(intent.who)))
    if intent.when:
        words.append(t("échéance : {when}", when=plain(intent.when)))
    st.markdown(" · ".join(words))
    if intent.note:
        st.markdown(plain(intent.note))


def _movements(here: Visit, action: PlannedAction) -> None:
    t = here.t
    if not action.movements:
        st.caption(t("Au prochain bilan, vous verrez ici ce qui a bougé."))
        return
    st.markdown(
        t("Ce que cette action devait faire bouger, depuis le bilan où elle a été choisie :")
    )
    for movement in action.movements:
        st.markdown("- " + _movement(here, action, movement))


def _movement(here: Visit, action: PlannedAction, movement: Movement) -> str:
    t = here.t
    name = wording.name_of(t, action.questionnaire, movement.node, plain)
    before = wording.figure(t, movement.before)
    after = wording.figure(t, movement.after)
    return t("{name} : {before} alors, {after} aujourd'hui", name=name, before=before, after=after)


def _key(action: PlannedAction, part: str) -> str:
    return f"plan-{part}:{action.recommendation.id}"


def _choose(here: HolderVisit, recommendation_id: str) -> None:
    plan.choose(
        here.context,
        here.identity,
        here.opened.response_id,
        recommendation_id,
        session=here.session,
    )


def _give_up(here: HolderVisit, recommendation_id: str) -> None:
    plan.give_up(
        here.context,
        here.identity,
        here.opened.response_id,
        recommendation_id,
        session=here.session,
    )


def _decide(here: HolderVisit, action: PlannedAction) -> None:
    """Commit what the fields say now; a refusal stays beside them, with what was typed."""
    intent = Intent(
        Status(st.session_state[_key(action, "status")]),
        str(st.session_state[_key(action, "who")] or "").strip(),
        str(st.session_state[_key(action, "when")] or "").strip(),
        str(st.session_state[_key(action, "note")] or "").strip(),
    )
    key = _key(action, "who")
    try:
        plan.decide(
            here.context,
            here.identity,
            here.opened.response_id,
            action.recommendation.id,
            intent,
            session=here.session,
        )
    except DominoError as refusal:
        state.faults()[key] = notices.sentences(here.t, refusal)
    else:
        state.faults().pop(key, None)
