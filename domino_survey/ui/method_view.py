"""The method on the screen: what is set, and what it changes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain
from domino_survey.schema import OVERALL
from domino_survey.services import method
from domino_survey.services.method import Settings
from domino_survey.services.method_effects import ProfileKind
from domino_survey.ui import method_effects_view, names, number_box, routes, rules_view, state

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire
    from domino_survey.services.method import Scope
    from domino_survey.ui.guard import Visit

SCOPE, PART = "method-scope", "method-part"
WEIGHTS, RULES, CAPS = "weights", "rules", "caps"
PARTS = {WEIGHTS: N_("Poids"), RULES: N_("Règles"), CAPS: N_("Plafonds")}


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Méthode"), anchor=False)
    st.markdown(
        t(
            "Essayez d'autres poids et d'autres règles : vous voyez aussitôt ce qu'ils changent sur des "
            "profils d'exemple. C'est un brouillon : il disparaît quand vous rechargez la page ou fermez l'onglet, et les scores "
            "publiés ne bougent pas."
        )
    )
    questionnaire = _choose(here)
    if questionnaire is None:
        return
    settings = state.methods().get(questionnaire.hash, Settings())
    tried = method.trial(questionnaire, settings)
    left, right = st.columns(2, gap="medium")
    with left:
        scope = _choose_scope(here, questionnaire)
        part = _choose_part(here, scope)
        if part == WEIGHTS:
            _weights(here, questionnaire, settings, scope)
        else:
            rules_view.draw(here, questionnaire, settings, scope, caps=part == CAPS)
        _reset(here, questionnaire, settings)
    with right:
        _problems(here, questionnaire, tried.problems)
        if tried.questionnaire is None:
            st.info(
                t("L'effet s'affichera ici une fois ces points corrigés."),
                icon=":material/edit:",
            )
            return
        both = (questionnaire, tried.questionnaire)
        comparison = method_effects_view.profile(here, both, _weak(questionnaire, settings, scope))
    method_effects_view.changes(here, both, comparison, changed=bool(settings))
    method_effects_view.collection(here, both)
    method_effects_view.keep(here, questionnaire, settings)


def _choose(here: Visit) -> Questionnaire | None:
    t, library = here.t, here.context.library
    known = {one.hash: one for one in library.in_force}
    if not known:
        st.info(t("Aucun questionnaire utilisable : voyez les problèmes des fichiers."))
        routes.link_to(routes.COLLECTION, t)
        return None
    if len(known) == 1:
        return next(iter(known.values()))
    if st.session_state.get(state.CHOSEN) not in known:
        offered = [q for q in known.values() if q.id == here.context.settings.questionnaire]
        st.session_state[state.CHOSEN] = (offered or list(known.values()))[-1].hash
    chosen = st.selectbox(
        t("Questionnaire"),
        list(known),
        format_func={
            key: t("{title}, version {version}", title=t.text(one.title), version=one.version)
            for key, one in known.items()
        }.__getitem__,
        key=state.CHOSEN,
        filter_mode=None,
        persist_state="session",
    )
    return known[chosen]


def _choose_scope(here: Visit, questionnaire: Questionnaire) -> Scope:
    known = method.scopes(questionnaire)
    if st.session_state.get(SCOPE) not in known:
        st.session_state[SCOPE] = questionnaire.axes[0].id
    chosen = st.selectbox(
        here.t("Ce que vous réglez"),
        list(known),
        format_func={
            key: names.scope(here.t, questionnaire, scope) for key, scope in known.items()
        }.__getitem__,
        key=SCOPE,
        filter_mode=None,
        persist_state="session",
    )
    return known[chosen]


def _choose_part(here: Visit, scope: Scope) -> str:
    """One part at a time, so that what it changes stays in view beside it."""
    if not scope.children:
        return RULES
    if st.session_state.get(PART) not in PARTS:
        st.session_state[PART] = WEIGHTS
    return st.radio(
        here.t("Réglage"),
        list(PARTS),
        format_func={part: here.t(label) for part, label in PARTS.items()}.__getitem__,
        key=PART,
        horizontal=True,
        persist_state="session",
    )


def _weak(questionnaire: Questionnaire, settings: Settings, scope: Scope) -> dict[ProfileKind, str]:
    """What example profiles are weak in: what is being set, so that its effect is seen."""
    found = {}
    if axis := questionnaire.axis_of.get(scope.id):
        found[ProfileKind.WEAK_AXIS] = axis.id
    rules = method.rules_of(questionnaire, settings, scope)
    critical = [cap.child for cap in rules.caps] if rules else []
    if children := [child for child in (*critical, *scope.children) if child in scope.children]:
        found[ProfileKind.WEAK_POINT] = children[0]
    return found


def _weights(here: Visit, questionnaire: Questionnaire, settings: Settings, scope: Scope) -> None:
    t = here.t
    if scope.id == OVERALL and method.rules_of(questionnaire, settings, scope) is None:
        st.markdown(
            t("Ces poids ne comptent que si un score d'ensemble est calculé : voyez ses règles.")
        )
    shares = method.shares(settings, scope)
    for child in scope.children:
        share = shares.get(child)
        name = names.node(t, questionnaire, child)
        key = state.method_key(questionnaire.hash, scope.id, f"weight:{child}")
        number_box.fill(key, settings.weights.get(child, scope.children[child]))
        number_box.draw(
            name if share is None else t("{name} · {share}", name=name, share=t.percent(share, 1)),
            key,
            _store_weights,
            (questionnaire, scope),
        )


def _store_weights(questionnaire: Questionnaire, scope: Scope) -> None:
    given = {
        child: number_box.read(state.method_key(questionnaire.hash, scope.id, f"weight:{child}"))
        for child in scope.children
    }
    settings = state.methods().get(questionnaire.hash, Settings())
    state.methods()[questionnaire.hash] = method.with_weights(questionnaire, settings, given)


def _reset(here: Visit, questionnaire: Questionnaire, settings: Settings) -> None:
    if settings:
        st.button(
            here.t("Revenir aux réglages du fichier"),
            key="method-reset",
            icon=":material/undo:",
            on_click=state.try_method,
            args=(questionnaire.hash, Settings()),
        )


def _problems(here: Visit, questionnaire: Questionnaire, problems: tuple[Problem, ...]) -> None:
    t = here.t
    for problem in problems:
        said = " ".join(t.problem(names.spoken(t, questionnaire, problem)))
        where = names.place(t, questionnaire, problem.place)
        text = plain(said)
        if where:
            text = t("{name} : {description}", name=f"**{plain(where)}**", description=text)
        if problem.severity == "error":
            st.error(text, icon=":material/error:")
        else:
            st.warning(text, icon=":material/balance:")
