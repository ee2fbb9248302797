"""Consultations on weights as organisers see them: made, followed, closed, their weights tried."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.schema import OVERALL
from domino_survey.services import consultations, method
from domino_survey.services.method import Settings
from domino_survey.ui import keeping, method_view, names, notices, routes, state, weighing
from domino_survey.weighting import MOST_COMPARED

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.consultations import Outcome
    from domino_survey.ui.guard import Visit
    from domino_survey.weighting import Consistency, Judgement, Participant, Weighting

NODE, METHOD, TITLE, FAULT = "new-node", "new-method", "new-title", "new-fault"
NONE = ""
METHODS = {
    "budget": N_("Répartir 100 points"),
    "ahp": N_("Comparer deux à deux"),
}
# Kendall's W in words: from these values on.
STRONG, PARTIAL = 0.7, 0.4
WORST = 3


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Consultations sur les poids"), anchor=False)
    st.markdown(
        t(
            "Demandez à des personnes ce qui compte le plus à leurs yeux. Elles répondent par un lien, sans "
            "compte ; vous voyez leurs poids réunis, leurs écarts, et vous les essayez sur la méthode."
        )
    )
    _fresh(here)
    found = consultations.outcomes(here.context, here.identity)
    for outcome in found:
        _card(here, outcome)
    if not found:
        st.info(t("Aucune consultation pour l'instant. Ouvrez-en une ci-dessous."))
    _new(here)


# --- A new one ----------------------------------------------------------------------------------


def _new(here: Visit) -> None:
    t = here.t
    st.header(t("Ouvrir une consultation"), anchor=False)
    try:
        questionnaire = here.context.library.current(here.context.settings.questionnaire)
    except DominoError as refusal:
        notices.refused(t, refusal)
        return
    nodes = consultations.nodes(questionnaire)
    st.text_input(
        t("Titre"),
        max_chars=consultations.TITLE_LIMIT,
        key=TITLE,
        placeholder=t("Ce qui compte pour notre territoire"),
    )
    # A choice of its own rather than a placeholder: Streamlit names the cross that empties a box in
    # English.
    labels = {NONE: t("Choisissez dans la liste")} | {
        node: _subject(here, questionnaire, node) for node in nodes
    }
    node = st.selectbox(
        t("Que faut-il pondérer ?"),
        list(labels),
        format_func=labels.__getitem__,
        key=NODE,
        filter_mode=None,
    )
    if items := nodes.get(node, ()):
        told = t.list_of(plain(names.node(t, questionnaire, item)) for item in items)
        st.markdown(t("{count} éléments : {names}.", count=len(items), names=told))
    if st.session_state.get(NODE) == OVERALL and questionnaire.scoring.overall is None:
        st.info(
            t(
                "Ce questionnaire ne calcule pas de score d'ensemble : les poids de ses axes diront ce qui "
                "compte pour les personnes consultées, sans changer de score."
            ),
            icon=":material/info:",
        )
    st.radio(
        t("De quelle façon ?"),
        list(METHODS),
        index=None,
        format_func={key: t(label) for key, label in METHODS.items()}.__getitem__,
        captions=[
            t("Le plus simple : quelques minutes, sur un téléphone aussi."),
            _comparing(t, len(items)),
        ],
        key=METHOD,
    )
    for sentence in state.faults().get(FAULT, []):
        st.error(plain(sentence), icon=":material/error:")
    st.button(
        t("Ouvrir la consultation"),
        key="new-create",
        type="primary",
        icon=":material/how_to_vote:",
        on_click=_create,
        args=(here, questionnaire),
    )


def _subject(here: Visit, questionnaire: Questionnaire, node: str) -> str:
    """What the children of a node are called together."""
    t = here.t
    if node == OVERALL:
        return t("Les axes du questionnaire")
    name = names.node(t, questionnaire, node)
    if any(axis.id == node for axis in questionnaire.axes):
        return t("Les thèmes de : {axis}", axis=name)
    return t("Les questions de : {theme}", theme=name)


def _comparing(t: Translator, count: int) -> str:
    """What comparing so many elements two at a time asks; what it may ask at most before they are known."""
    if count > MOST_COMPARED:
        return t("{most} éléments au plus : ceux-ci sont trop nombreux.", most=MOST_COMPARED)
    if count:
        return t.plural(
            "Plus fin, et plus long : {count} comparaison.",
            "Plus fin, et plus long : {count} comparaisons.",
            math.comb(count, 2),
        )
    return t(
        "Plus fin, et plus long : dix comparaisons pour cinq éléments. {most} éléments au plus.",
        most=MOST_COMPARED,
    )


def _create(here: Visit, questionnaire: Questionnaire) -> None:
    t = here.t
    node, way = st.session_state.get(NODE), st.session_state.get(METHOD)
    if not node or way is None:
        state.faults()[FAULT] = [t("Choisissez ce qu'il faut pondérer, et de quelle façon.")]
        return
    try:
        made, token = consultations.create(
            here.context,
            here.identity,
            questionnaire,
            node=node,
            method=way,
            title=str(st.session_state.get(TITLE) or ""),
        )
    except DominoError as refusal:
        state.faults()[FAULT] = notices.sentences(t, refusal)
        return
    state.faults().pop(FAULT, None)
    state.keep_link(made, token)
    st.session_state[TITLE] = ""
    st.session_state[NODE], st.session_state[METHOD] = NONE, None


def _fresh(here: Visit) -> None:
    """The link of the consultation that has just been made: it is kept nowhere else."""
    t, fresh = here.t, state.fresh_link()
    if fresh is None:
        return
    with st.container(border=True):
        st.subheader(t("La consultation est ouverte : voici son lien"), anchor=False)
        st.markdown(
            t(
                "**Copiez-le maintenant** : il n'est gardé nulle part et ne sera plus montré. Donnez le même "
                "à toutes les personnes."
            )
        )
        link = keeping.address(
            routes.WEIGHTS, here.context.settings.address, **{weighing.TOKEN: fresh[1]}
        )
        keeping.link_and_qr(here, link, t("Code QR de la consultation"))
        st.button(
            t("C'est copié"), key="link-taken", icon=":material/check:", on_click=state.drop_link
        )


# --- Those there are ----------------------------------------------------------------------------


def _card(here: Visit, outcome: Outcome) -> None:
    t, asked = here.t, outcome.asked
    with st.container(border=True):
        st.subheader(plain(asked.title), anchor=False)
        st.markdown(
            " · ".join(
                [
                    plain(_subject(here, asked.questionnaire, asked.node)),
                    t(METHODS[asked.method]),
                    t("ouverte le {date}", date=t.date(asked.created_at)),
                    t("close") if asked.closed else t("en cours"),
                    t.plural("{count} réponse", "{count} réponses", outcome.answered),
                ]
            )
        )
        if outcome.weighting is None:
            st.markdown(t("Personne n'a encore répondu. Donnez le lien, ou montrez son code QR."))
        else:
            _weights(here, outcome, outcome.weighting)
            _agreement(here, outcome, outcome.weighting)
            _each(here, outcome, outcome.weighting)
            _who(here, outcome)
        _buttons(here, outcome)


def _weights(here: Visit, outcome: Outcome, found: Weighting) -> None:
    t = here.t
    deviations = found.dispersion.deviations if found.dispersion else ()
    spread = [
        {t("Écart-type (points)"): t.number(100 * deviation, 1)} for deviation in deviations
    ] or [{}] * len(found.items)
    st.table(
        [
            {
                t("Élément"): names.node(t, outcome.asked.questionnaire, item),
                t("Poids"): t.percent(weight, 1),
                **spread_of,
            }
            for item, weight, spread_of in zip(found.items, found.weights, spread, strict=True)
        ],
        border="horizontal",
        hide_index=True,
    )
    if deviations:
        st.caption(
            t("Écart-type : de combien les personnes s'éloignent, d'ordinaire, du poids moyen.")
        )
    else:
        st.markdown(
            t(
                "Avec une seule réponse, il n'y a encore ni écart entre personnes, ni accord à mesurer."
            )
        )


def _agreement(here: Visit, outcome: Outcome, found: Weighting) -> None:
    """Kendall's W and the consistency ratios, in plain words with their number."""
    t = here.t
    agreed = found.dispersion.concordance if found.dispersion else None
    if agreed is not None:
        written = t.number(agreed, 2)
        st.markdown(
            t("Accord sur l'ordre : **fort** ({value} sur 1).", value=written)
            if agreed >= STRONG
            else t("Accord sur l'ordre : **partiel** ({value} sur 1).", value=written)
            if agreed >= PARTIAL
            else t(
                "Accord sur l'ordre : **faible** ({value} sur 1). La moyenne cache des avis opposés : "
                "discutez-en avant de l'utiliser.",
                value=written,
            )
        )
    if found.consistency is not None:
        shaky = sum(
            1 for one in found.participants if one.consistency and not one.consistency.acceptable
        )
        ratio = t.number(found.consistency.ratio, 2)
        above = t.plural(
            "{count} personne dépasse ce repère.", "{count} personnes dépassent ce repère.", shaky
        )
        if found.consistency.acceptable:
            good = t("Cohérence des comparaisons : **bonne** ({ratio}, repère 0,10).", ratio=ratio)
            st.markdown(f"{good} {above}")
        else:
            _contradictions(here, outcome, found.consistency, ratio, above)


def _contradictions(
    here: Visit, outcome: Outcome, consistency: Consistency, ratio: str, above: str
) -> None:
    """That the comparisons of the group contradict each other, and which ones do most."""
    t = here.t
    st.warning(
        t(
            "Les comparaisons se contredisent ({ratio}, repère 0,10) : ces poids sont à discuter avant de "
            "s'en servir.",
            ratio=ratio,
        )
        + f" {above}",
        icon=":material/balance:",
    )
    questionnaire = outcome.asked.questionnaire
    st.markdown(t("Les comparaisons qui s'écartent le plus du reste :"))
    st.markdown(
        "\n".join(
            f"- {_disturbing(t, questionnaire, one)}" for one in consistency.judgements[:WORST]
        )
    )


def _disturbing(t: Translator, questionnaire: Questionnaire, one: Judgement) -> str:
    """A judgement the way round in which its first element is the greater one."""
    ahead, behind, value, agreeing = one.first, one.second, one.value, one.agreeing
    if value < 1:
        ahead, behind, value, agreeing = behind, ahead, 1 / value, 1 / agreeing
    return t(
        "« {first} » est dit {value} fois aussi important que « {second} » ; d'après les autres "
        "comparaisons, ce serait {agreeing} fois.",
        first=plain(names.node(t, questionnaire, ahead)),
        second=plain(names.node(t, questionnaire, behind)),
        value=t.number(value, 1),
        agreeing=t.number(agreeing, 1),
    )


def _each(here: Visit, outcome: Outcome, found: Weighting) -> None:
    t = here.t
    with st.expander(t("Les poids de chaque personne, par numéro")):
        st.markdown("\n".join(f"- {_person(here, outcome, one)}" for one in found.participants))


def _person(here: Visit, outcome: Outcome, one: Participant) -> str:
    t = here.t
    weights = t.list_of(
        t(
            "{name} {share}",
            name=plain(names.node(t, outcome.asked.questionnaire, item)),
            share=t.percent(weight, 1),
        )
        for item, weight in zip(outcome.asked.items, one.weights, strict=True)
    )
    if one.consistency is None:
        return t("Personne {number} : {weights}.", number=one.name, weights=weights)
    return t(
        "Personne {number} : {weights}. Cohérence : {ratio}.",
        number=one.name,
        weights=weights,
        ratio=t.number(one.consistency.ratio, 2),
    )


def _who(here: Visit, outcome: Outcome) -> None:
    t = here.t
    if outcome.names:
        st.markdown(
            t(
                "Ont donné leur nom, par ordre alphabétique : {names}.",
                names=t.list_of(plain(name) for name in outcome.names),
            )
        )


def _buttons(here: Visit, outcome: Outcome) -> None:
    t, asked = here.t, outcome.asked
    with st.container(horizontal=True):
        if outcome.weighting is not None and st.button(
            t("Essayer ces poids"),
            key=f"try:{asked.id}",
            type="primary",
            icon=":material/tune:",
            on_click=_try,
            args=(here, outcome),
        ):
            routes.go_to(routes.METHOD)
        if not asked.closed:
            st.button(
                t("Clore la consultation"),
                key=f"close:{asked.id}",
                icon=":material/lock:",
                on_click=consultations.close,
                args=(here.context, here.identity, asked.id),
            )


def _try(here: Visit, outcome: Outcome) -> None:
    """Put the weights of all into what is being tried, on the questionnaire as it is in force."""
    asked, found = outcome.asked, outcome.weighting
    if found is None:
        return
    questionnaire = _in_force(here, outcome)
    settings = state.methods().get(questionnaire.hash, Settings())
    weights = consultations.as_points(found)
    state.try_method(questionnaire.hash, method.with_weights(questionnaire, settings, weights))
    st.session_state[state.CHOSEN] = questionnaire.hash
    st.session_state[method_view.SCOPE] = asked.node


def _in_force(here: Visit, outcome: Outcome) -> Questionnaire:
    """The questionnaire that was asked about, or its newest version where that one is retired."""
    known = {one.hash: one for one in here.context.library.in_force}
    own = outcome.asked.questionnaire
    return known.get(own.hash) or here.context.library.current(own.id)
