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
    from domino_survey.services.plan import PlannedAction
    from domino_survey.ui.guard import HolderVisit, Visit

OPEN_GROUPS = {Status.UNDER_WAY: N_("En cours"), Status.PLANNED: N_("À faire")}
FOLDED_GROUPS = {Status.DONE: N_("Actions faites"), Status.DROPPED: N_("Actions abandonnées")}

# Where the ways to choose actions stand on the page of a result.
ADVICE = N_("Des pistes d'action")


def draw(here: Visit, response_id: str) -> None:
    """The whole page: what is under way and planned, then folded what is done and what was dropped."""
    t = here.t
    st.title(t("Votre plan d'action"), anchor=False)
    actions = plan.read_plan(here.context, here.identity, response_id)
    if not actions:
        _empty(here)
        return
    if isinstance(here, guard.HolderVisit):
        st.markdown(
            t(
                "Peu d'actions, chacune avec une personne et une date. Ce que vous écrivez ici est "
                "enregistré au fur et à mesure et se retrouve au prochain bilan."
            )
        )
    else:
        st.markdown(
            t(
                "Ce plan se lit sans se modifier. Les noms et les notes restent entre les personnes qui "
                "ont le code du bilan."
            )
        )
    st.markdown(_counted(here, actions))
    for status, title in OPEN_GROUPS.items():
        chosen = [one for one in actions if one.intent.status is status]
        if chosen:
            st.header(t(title), anchor=False)
        for action in chosen:
            _card(here, action)
    for status, title in FOLDED_GROUPS.items():
        chosen = [one for one in actions if one.intent.status is status]
        if chosen:
            with st.expander(t(title)):
                for action in chosen:
                    _card(here, action)
    routes.link_to(
        routes.RESULT, t, t("Revenir au profil"), ":material/radar:", **guard.result_query()
    )


def _empty(here: Visit) -> None:
    t = here.t
    query = guard.result_query()
    if not isinstance(here, guard.HolderVisit):
        st.markdown(t("Aucune action n'est encore choisie."))
        routes.link_to(routes.RESULT, t, t("Revenir au profil"), ":material/radar:", **query)
        return
    st.markdown(
        t(
            "Rien n'est encore choisi. Dans votre profil, sous « {heading} », ajoutez au plan deux ou trois "
            "pistes à suivre : elles se retrouvent ici, et au prochain bilan.",
            heading=t(ADVICE),
        )
    )
    routes.link_to(routes.RESULT, t, t("Choisir mes actions"), ":material/add_circle:", **query)


def _counted(here: Visit, actions: tuple[PlannedAction, ...]) -> str:
    t = here.t
    late = sum(one.late for one in actions)
    said = t.plural("{count} action dans le plan.", "{count} actions dans le plan.", len(actions))
    if late:
        said += " " + t.plural("{count} est en retard.", "{count} sont en retard.", late)
    return said


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
        with st.container(horizontal=True, gap="small"):
            axis = action.questionnaire.axis_of[recommendation.axis]
            st.badge(plain(t.text(axis.short)), color="gray")
            if action.late and action.due is not None:
                st.badge(
                    t("en retard : échéance le {date}", date=t.date(action.due)),
                    icon=":material/schedule:",
                    color="orange",
                )
        st.markdown(f"**{plain(t.text(recommendation.title))}**")
        st.markdown(plain(t.text(recommendation.action)))
        if isinstance(here, guard.HolderVisit):
            _form(here, action)
        else:
            _read_only(here, action.intent)
        for sentence in state.faults().get(_key(action, "who"), []):
            st.error(plain(sentence), icon=":material/error:")
        _movements(here, action)
        with st.expander(t("Comment la suivre"), type="compact"):
            st.markdown(
                wording.readable(t, action.questionnaire, t.text(recommendation.follow_up), plain)
            )
            st.caption(
                t("Choisie après le bilan du {date}.", date=t.date(action.chosen.submitted_at))
            )
        if isinstance(here, guard.HolderVisit):
            st.button(
                t("Retirer du plan"),
                key=_key(action, "out"),
                type="tertiary",
                icon=":material/delete:",
                on_click=_give_up,
                args=(here, recommendation.id),
            )


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
            format_func={
                status: t(label) for status, label in wording.STATUSES.items()
            }.__getitem__,
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
            placeholder=t("juin 2027, 30/06/2027…"),
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


def _read_only(here: Visit, intent: Intent) -> None:
    t = here.t
    words = [t(wording.STATUSES[intent.status])]
    if intent.who:
        words.append(t("par {who}", who=plain(intent.who)))
    if intent.when:
        words.append(t("échéance : {when}", when=plain(intent.when)))
    st.markdown(" · ".join(words))
    if intent.note:
        st.markdown(plain(intent.note))


def _movements(here: Visit, action: PlannedAction) -> None:
    t = here.t
    lines = wording.movement_lines(t, action, plain)
    if action.latest is None:
        (line,) = lines
        st.caption(t("{line}. Au prochain bilan, vous verrez ici ce qui a bougé.", line=line))
        return
    listed = "\n".join(f"- {line}" for line in lines)
    st.markdown(f"{wording.movements_heading(t, action)}\n{listed}")
    if caution := wording.caution_words(t, action):
        st.caption(caution)


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
