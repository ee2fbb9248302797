"""The rules of a method on the screen: how far strong points make up for weak ones, thresholds and caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import N_
from domino_survey.schema import LIMITING
from domino_survey.services import method
from domino_survey.services.method import CapSetting, Rules, Settings
from domino_survey.ui import names, number_box, state

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.method import Number, Scope
    from domino_survey.ui.guard import Visit

POWERS = {
    "1": N_("Les points forts compensent les points faibles"),
    "0": N_("Ils compensent en partie"),
    "-1": N_("Ils compensent peu"),
    LIMITING: N_("Le plus faible décide"),
}
OTHER = "other"
# Two scores that tell powers apart at a glance.
WEAK, STRONG = 20.0, 80.0
OWN = {
    "overall": N_("Calculer un score d'ensemble"),
    "axis": N_("Donner à cet axe ses propres règles"),
    "theme": N_("Donner à ce thème ses propres règles"),
}


def draw(
    here: Visit, questionnaire: Questionnaire, settings: Settings, scope: Scope, *, caps: bool
) -> None:
    """The caps of what is set, or its other rules; or that it follows those of all."""
    t = here.t
    rules = method.rules_of(questionnaire, settings, scope)
    own = settings.rules.get(scope.id, method.own_rules(questionnaire, scope.id))
    if scope.kind in OWN:
        key = state.method_key(questionnaire.hash, scope.id, "own")
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
    if caps:
        _caps(here, questionnaire, scope, rules)
    else:
        _compensation(here, questionnaire, scope, rules)
        _thresholds(here, questionnaire, scope, rules)
        if rules.caps and not scope.children:
            st.markdown(t("Les plafonds du fichier restent tels quels."))


def _compensation(here: Visit, questionnaire: Questionnaire, scope: Scope, rules: Rules) -> None:
    """Four powers in words, each with what it gives, and any other as a number."""
    t = here.t
    labels = {
        **{power: t(label) for power, label in POWERS.items()},
        OTHER: t("Une autre puissance"),
    }
    written = f"{rules.power:g}" if isinstance(rules.power, int | float) else rules.power
    key, number_key = (
        state.method_key(questionnaire.hash, scope.id, part) for part in ("power", "number")
    )
    if key not in st.session_state:
        st.session_state[key] = written if written in POWERS else OTHER
    given = [
        method.composed(
            questionnaire, LIMITING if power == LIMITING else float(power), (WEAK, STRONG)
        )
        for power in POWERS
    ]
    st.radio(
        t("Entre ces éléments"),
        list(labels),
        format_func=labels.__getitem__,
        captions=[
            *(_together(t, score) for score in given),
            t("Pour régler plus finement."),
        ],
        key=key,
        on_change=_store_rules,
        args=(questionnaire, scope, rules),
    )
    if st.session_state[key] != OTHER:
        # Begins anew where it is next shown, from the power that holds then.
        st.session_state.pop(number_key, None)
        return
    number_box.draw(
        t("Puissance"),
        number_key,
        None if rules.power == LIMITING else rules.power,
        t.language,
        _store_rules,
        (questionnaire, scope, rules),
        width=125,
    )
    st.markdown(_meaning(t, questionnaire, rules.power))


def _together(t: Translator, score: float | None) -> str:
    return t(
        "{weak} et {strong} donnent ensemble {score}.",
        weak=t.number(WEAK),
        strong=t.number(STRONG),
        score=wording.figure(t, score),
    )


def _meaning(t: Translator, questionnaire: Questionnaire, power: Number) -> str:
    """What a power does, in words and on two scores; how to choose one where there is none yet."""
    found = method.composed(questionnaire, power, (WEAK, STRONG))
    if found is None:
        return t("Plus elle est basse, plus un élément faible tire le score vers le bas.")
    together = _together(t, found)
    if power == LIMITING:
        return t("Le plus faible décide. {together}", together=together)
    number = float(power or 0)
    if number > 1:
        said = t(
            "Les points forts comptent plus que les points faibles. {together}", together=together
        )
    elif number == 1:
        said = t("C'est la moyenne : tout se compense. {together}", together=together)
    elif number > 0:
        said = t(
            "Les points forts compensent un peu moins que dans une moyenne. {together}",
            together=together,
        )
    elif number > -1:
        said = t("Les points forts compensent en partie. {together}", together=together)
    else:
        said = t(
            "Les points forts compensent peu, et d'autant moins que la puissance est basse. {together}",
            together=together,
        )
    return said


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
        number_box.draw(
            label,
            state.method_key(questionnaire.hash, scope.id, part),
            _percents(value),
            t.language,
            _store_rules,
            (questionnaire, scope, rules),
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
        child_key = state.method_key(questionnaire.hash, scope.id, f"cap{place}:child")
        if child_key not in st.session_state:
            st.session_state[child_key] = cap.child
        with st.container(border=True):
            st.selectbox(
                t("Plafond {number} : si", number=place + 1),
                list(labels) if cap.child in labels else [cap.child, *labels],
                format_func={cap.child: cap.child, **labels}.__getitem__,
                key=child_key,
                filter_mode=None,
                on_change=_store_rules,
                args=(questionnaire, scope, rules),
            )
            with st.container(horizontal=True):
                for part, label, value in (
                    ("low", t("est à … ou moins"), cap.at_or_below),
                    ("limit", t("le score s'arrête à"), cap.limit),
                ):
                    number_box.draw(
                        label,
                        state.method_key(questionnaire.hash, scope.id, f"cap{place}:{part}"),
                        value,
                        t.language,
                        _store_rules,
                        (questionnaire, scope, rules),
                        width=125,
                    )
            st.button(
                t("Retirer ce plafond"),
                key=state.method_key(questionnaire.hash, scope.id, f"out{place}"),
                type="tertiary",
                icon=":material/delete:",
                on_click=_remove_cap,
                args=(questionnaire, scope, rules, place),
            )
    st.button(
        t("Ajouter un plafond"),
        key=state.method_key(questionnaire.hash, scope.id, "add"),
        icon=":material/add:",
        on_click=_add_cap,
        args=(questionnaire, scope, rules),
    )


def _store_own(questionnaire: Questionnaire, scope: Scope, rules: Rules | None) -> None:
    """Own rules begin as those that held so far."""
    wanted = bool(st.session_state[state.method_key(questionnaire.hash, scope.id, "own")])
    begun = rules or Rules(1.0, 0.6, 0.5)
    _put_rules(questionnaire, scope, begun if wanted else None)


def _store_rules(questionnaire: Questionnaire, scope: Scope, before: Rules) -> None:
    """What the fields hold; those that are not shown change nothing."""

    def read(part: str, value: Number) -> Number:
        key = state.method_key(questionnaire.hash, scope.id, part)
        return number_box.read(key) if key in st.session_state else value

    caps = tuple(
        CapSetting(
            str(
                st.session_state.get(
                    state.method_key(questionnaire.hash, scope.id, f"cap{place}:child"), cap.child
                )
            ),
            read(f"cap{place}:low", cap.at_or_below),
            read(f"cap{place}:limit", cap.limit),
        )
        for place, cap in enumerate(before.caps)
    )
    rules = Rules(
        _power(questionnaire, scope, before),
        _share(read("coverage", _percents(before.coverage))),
        _share(read("aside", _percents(before.not_applicable))),
        caps,
    )
    _put_rules(questionnaire, scope, rules, anew=False)


def _power(questionnaire: Questionnaire, scope: Scope, before: Rules) -> Number:
    """The power of the radio, or of the number under it, which begins as the power before."""
    chosen = st.session_state.get(state.method_key(questionnaire.hash, scope.id, "power"))
    if chosen is None:
        return before.power
    if chosen == LIMITING:
        return LIMITING
    if chosen != OTHER:
        return float(chosen)
    key = state.method_key(questionnaire.hash, scope.id, "number")
    if key in st.session_state:
        return number_box.read(key)
    return None if before.power == LIMITING else before.power


def _percents(share: Number) -> Number:
    return round(100 * share, 10) if isinstance(share, float | int) else share


def _share(percents: Number) -> Number:
    # Rounded: 60 % is 0.6 and not the next number to it, which would be another setting.
    return round(percents / 100, 12) if isinstance(percents, float | int) else percents


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
