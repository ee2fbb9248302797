"""The method on the screen: what is set, and what it changes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain
from domino_survey.schema import OVERALL
from domino_survey.services import method
from domino_survey.services.method import CapSetting, Rules, Settings
from domino_survey.ui import method_effects_view, names, routes, state

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire
    from domino_survey.services.method import Scope
    from domino_survey.ui.guard import Visit

SCOPE = "method-scope"
POWERS = {
    "1": N_("Les points forts compensent les points faibles"),
    "0": N_("Ils compensent en partie"),
    "-1": N_("Ils compensent peu"),
    "min": N_("Le plus faible décide"),
}
OWN = {
    "overall": N_("Calculer un score d'ensemble"),
    "axis": N_("Donner à cet axe ses propres règles"),
    "theme": N_("Donner à ce thème ses propres règles"),
}
STEP = 0.5


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Méthode"), anchor=False)
    st.markdown(
        t(
            "Essayez d'autres poids et d'autres règles : vous voyez aussitôt ce qu'ils changent sur des "
            "profils d'exemple. C'est un brouillon : il disparaît quand vous fermez l'onglet, et les scores "
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
        _weights(here, questionnaire, settings, scope)
        _rules(here, questionnaire, settings, scope)
        _reset(here, questionnaire, settings)
    with right:
        _problems(here, questionnaire, tried.problems)
        if tried.questionnaire is None:
            st.info(
                t("L'effet s'affiche ici dès que les réglages tiennent debout."),
                icon=":material/edit:",
            )
            return
        both = (questionnaire, tried.questionnaire)
        comparison = method_effects_view.profile(here, both, _axis_of(questionnaire, scope))
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


def _axis_of(questionnaire: Questionnaire, scope: Scope) -> str | None:
    axis = questionnaire.axis_of.get(scope.id)
    return None if axis is None else axis.id


# --- Weights ------------------------------------------------------------------------------------


def _weights(here: Visit, questionnaire: Questionnaire, settings: Settings, scope: Scope) -> None:
    t = here.t
    if not scope.children:
        return
    st.subheader(t("Poids"), anchor=False)
    if scope.id == OVERALL and method.rules_of(questionnaire, settings, scope) is None:
        st.markdown(
            t("Ces poids ne comptent que si un score d'ensemble est calculé : voyez plus bas.")
        )
    shares = method.shares(settings, scope)
    for child in scope.children:
        key = _key(questionnaire, scope, f"weight:{child}")
        if key not in st.session_state:
            st.session_state[key] = settings.weights.get(child, scope.children[child])
        share = shares.get(child)
        name = names.node(t, questionnaire, child)
        st.number_input(
            name if share is None else t("{name} · {share}", name=name, share=t.percent(share)),
            value=None,
            step=STEP,
            format="%.5g",
            key=key,
            on_change=_store_weights,
            args=(questionnaire, scope),
        )
        if share is not None and share > method.DOMINANT and len(scope.children) > 1:
            st.markdown(t("Il pèse plus que tout le reste ensemble."))


def _store_weights(questionnaire: Questionnaire, scope: Scope) -> None:
    given = {
        child: st.session_state[_key(questionnaire, scope, f"weight:{child}")]
        for child in scope.children
    }
    settings = state.methods().get(questionnaire.hash, Settings())
    state.methods()[questionnaire.hash] = method.with_weights(questionnaire, settings, given)


# --- Rules --------------------------------------------------------------------------------------


def _rules(here: Visit, questionnaire: Questionnaire, settings: Settings, scope: Scope) -> None:
    t = here.t
    st.subheader(t("Règles"), anchor=False)
    rules = method.rules_of(questionnaire, settings, scope)
    own = settings.rules.get(scope.id, method.own_rules(questionnaire, scope.id))
    if scope.kind in OWN:
        key = _key(questionnaire, scope, "own")
        if key not in st.session_state:
            st.session_state[key] = own is not None
        st.checkbox(
            t(OWN[scope.kind]), key=key, on_change=_store_own, args=(questionnaire, scope, rules)
        )
        if own is None:
            if scope.kind != "overall":
                st.markdown(
                    t("Cet axe suit les règles de tous les axes.")
                    if scope.kind == "axis"
                    else t("Ce thème suit les règles de tous les thèmes.")
                )
            return
    if rules is None:
        return
    _compensation(here, questionnaire, scope, rules)
    _thresholds(here, questionnaire, scope, rules)
    if scope.children:
        _caps(here, questionnaire, scope, rules)
    elif rules.caps:
        st.markdown(t("Les plafonds du fichier restent tels quels."))


def _compensation(here: Visit, questionnaire: Questionnaire, scope: Scope, rules: Rules) -> None:
    t = here.t
    labels = {power: t(label) for power, label in POWERS.items()}
    written = f"{rules.power:g}" if isinstance(rules.power, int | float) else rules.power
    if written not in labels:
        labels[written] = t("Autre réglage du fichier : puissance {power}", power=written)
    key = _key(questionnaire, scope, "power")
    if key not in st.session_state:
        st.session_state[key] = written
    st.radio(
        t("Entre ces éléments"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=_store_rules,
        args=(questionnaire, scope, rules),
    )


def _thresholds(here: Visit, questionnaire: Questionnaire, scope: Scope, rules: Rules) -> None:
    t = here.t
    for part, label, value in (
        ("coverage", t("Part de réponses qu'il faut pour un score (%)"), rules.coverage),
        (
            "aside",
            t("Part sans objet au-delà de laquelle il n'y a pas de score (%)"),
            rules.not_applicable,
        ),
    ):
        key = _key(questionnaire, scope, part)
        if key not in st.session_state:
            st.session_state[key] = None if value is None else round(100.0 * value, 6)
        st.number_input(
            label,
            value=None,
            step=5.0,
            format="%.5g",
            key=key,
            on_change=_store_rules,
            args=(questionnaire, scope, rules),
        )


def _caps(here: Visit, questionnaire: Questionnaire, scope: Scope, rules: Rules) -> None:
    t = here.t
    st.markdown(
        t(
            "**Plafonds** : quand un élément critique est trop bas, le score ne dépasse pas une limite, "
            "quels que soient les autres."
        )
    )
    labels = {child: names.node(t, questionnaire, child) for child in scope.children}
    for place, cap in enumerate(rules.caps):
        values = {"child": cap.child, "low": cap.at_or_below, "limit": cap.limit}
        for part, value in values.items():
            key = _key(questionnaire, scope, f"cap{place}:{part}")
            if key not in st.session_state:
                st.session_state[key] = value
        with st.container(border=True):
            st.selectbox(
                t("Plafond {number} : si", number=place + 1),
                list(labels) if cap.child in labels else [cap.child, *labels],
                format_func={cap.child: cap.child, **labels}.__getitem__,
                key=_key(questionnaire, scope, f"cap{place}:child"),
                filter_mode=None,
                on_change=_store_rules,
                args=(questionnaire, scope, rules),
            )
            with st.container(horizontal=True):
                for part, label in (
                    ("low", t("est à … ou moins")),
                    ("limit", t("le score s'arrête à")),
                ):
                    st.number_input(
                        label,
                        value=None,
                        step=1.0,
                        format="%.5g",
                        key=_key(questionnaire, scope, f"cap{place}:{part}"),
                        width=140,
                        on_change=_store_rules,
                        args=(questionnaire, scope, rules),
                    )
            st.button(
                t("Retirer ce plafond"),
                key=_key(questionnaire, scope, f"out{place}"),
                type="tertiary",
                icon=":material/delete:",
                on_click=_remove_cap,
                args=(questionnaire, scope, rules, place),
            )
    st.button(
        t("Ajouter un plafond"),
        key=_key(questionnaire, scope, "add"),
        icon=":material/add:",
        on_click=_add_cap,
        args=(questionnaire, scope, rules),
    )


def _store_own(questionnaire: Questionnaire, scope: Scope, rules: Rules | None) -> None:
    """Own rules begin as those that held so far."""
    wanted = bool(st.session_state[_key(questionnaire, scope, "own")])
    begun = rules or Rules(1.0, 0.6, 0.5)
    _put_rules(questionnaire, scope, begun if wanted else None)


def _store_rules(questionnaire: Questionnaire, scope: Scope, before: Rules) -> None:
    def read(part: str) -> float | None:
        value = st.session_state.get(_key(questionnaire, scope, part))
        return None if value is None else float(value)

    power = str(st.session_state[_key(questionnaire, scope, "power")])
    coverage, aside = read("coverage"), read("aside")
    caps = before.caps
    if scope.children:
        caps = tuple(
            CapSetting(
                str(st.session_state[_key(questionnaire, scope, f"cap{place}:child")]),
                read(f"cap{place}:low"),
                read(f"cap{place}:limit"),
            )
            for place in range(len(before.caps))
        )
    rules = Rules(
        power if power == "min" else float(power),
        None if coverage is None else coverage / 100,
        None if aside is None else aside / 100,
        caps,
    )
    _put_rules(questionnaire, scope, rules, anew=False)


def _add_cap(questionnaire: Questionnaire, scope: Scope, rules: Rules) -> None:
    new = CapSetting(next(iter(scope.children)), None, None)
    caps = (*rules.caps, new)
    _put_rules(questionnaire, scope, Rules(rules.power, rules.coverage, rules.not_applicable, caps))


def _remove_cap(questionnaire: Questionnaire, scope: Scope, rules: Rules, place: int) -> None:
    caps = tuple(cap for at, cap in enumerate(rules.caps) if at != place)
    _put_rules(questionnaire, scope, Rules(rules.power, rules.coverage, rules.not_applicable, caps))


def _put_rules(
    questionnaire: Questionnaire, scope: Scope, rules: Rules | None, *, anew: bool = True
) -> None:
    settings = state.methods().get(questionnaire.hash, Settings())
    changed = method.with_rules(questionnaire, settings, scope.id, rules)
    if anew:
        state.try_method(questionnaire.hash, changed)
    else:
        state.methods()[questionnaire.hash] = changed


# --- The rest -----------------------------------------------------------------------------------


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
        text = f"**{plain(where)}** : {plain(said)}" if where else plain(said)
        if problem.severity == "error":
            st.error(text, icon=":material/error:")
        else:
            st.warning(text, icon=":material/balance:")


def _key(questionnaire: Questionnaire, scope: Scope, part: str) -> str:
    return f"{state.METHOD}:{questionnaire.hash}:{scope.id}:{part}"
