"""What if: the sandbox on the screen. Nothing here is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import exploring
from domino_survey.ui import (
    guard,
    notices,
    outcome_view,
    profile_view,
    routes,
    trials,
    ways_up_view,
)
from domino_survey.ui.trials import Sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.answers import Answer
    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis, Recommendation
    from domino_survey.services.exploring import Exploration, Move
    from domino_survey.services.results import Result
    from domino_survey.ui.guard import Visit

AXIS = "axe"
MOST_SAID = 40  # characters of an address that are said again


def draw(here: Visit, response_id: str) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Et si ?"), anchor=False)
    try:
        start = exploring.explore(here.context, here.identity, response_id, {})
    except DominoError as refusal:
        notices.refused(t, refusal)
        if isinstance(here, guard.HolderVisit):
            routes.link_to(
                routes.REVIEW, t, t("Relire et envoyer"), **{guard.CODE: here.opened.code}
            )
        return
    st.info(
        t(
            "Un bac à sable : changez des réponses, voyez ce qui bouge. Rien n'est enregistré, votre bilan "
            "et votre profil restent comme ils sont."
        ),
        icon=":material/science:",
    )
    _sandbox(here, response_id, start.now)
    routes.link_to(
        routes.RESULT,
        t,
        t("Revenir à mon profil"),
        ":material/radar:",
        **guard.result_query(),
    )


@st.fragment
def _sandbox(here: Visit, response_id: str, sent: Result) -> None:
    """All that moves; a change draws this part alone."""
    box = Sandbox(here.t, sent)
    try:
        found = exploring.explore(here.context, here.identity, response_id, box.changes)
    except DominoError as refusal:
        notices.refused(here.t, refusal)
        _start_again(here, box)
        return
    if found.now.submission.id != sent.submission.id:
        st.rerun()  # sent anew meanwhile, elsewhere: the trials were on the former answers
    axis = _choose_axis(here, found)
    _effects(here, box, found)
    ways_up_view.draw(box, found, axis)
    _questions(here, box, found, axis)


def _choose_axis(here: Visit, found: Exploration) -> Axis:
    """The axis to play with: the one that the address names, or else the lowest."""
    t = here.t
    axes = {one.axis.id: one.axis for one in found.now.axes}
    named, scored = st.query_params.get(AXIS, ""), found.now.scored_axes
    first = scored[-1].axis.id if scored else next(iter(axes))
    key = f"what-if-axis:{found.now.response.id}"
    if st.session_state.get(key) not in axes:
        st.session_state[key] = named if named in axes else first
        if named and named not in axes:
            st.warning(
                t(
                    "L'adresse demande l'axe « {axis} », que ce questionnaire n'a pas. Choisissez-en un "
                    "ci-dessous.",
                    axis=plain(named[:MOST_SAID]),
                ),
                icon=":material/info:",
            )
    chosen = st.radio(
        t("L'axe que vous voulez faire bouger"),
        list(axes),
        format_func={code: plain(t.text(axis.short)) for code, axis in axes.items()}.__getitem__,
        key=key,
        horizontal=True,
    )
    return axes[chosen]


def _effects(here: Visit, box: Sandbox, found: Exploration) -> None:
    """The picture and, in words, what is tried, what moves, which recommendations come and go.

    Side by side where there is room: words that come and go under the picture would push away the
    proposal that was just pressed.
    """
    t = here.t
    outlines = [profile_view.outline_of(found.now, t("Votre bilan"))]
    if found.changes:
        outlines = [
            profile_view.outline_of(found.then, t("Avec vos essais")),
            profile_view.outline_of(found.now, t("Votre bilan"), mine=False),
        ]
    outcome_view.heading(t("Avec et sans vos essais"))
    picture, words = st.columns(2)
    with picture:
        profile_view.radar(here, found.now.questionnaire, outlines)
    with words, st.container(border=True):
        _in_words(here, box, found)
    profile_view.same_figures(here, found.now.questionnaire, outlines)


def _in_words(here: Visit, box: Sandbox, found: Exploration) -> None:
    t = here.t
    if not found.changes:
        st.markdown(
            t(
                "Vous n'avez encore rien changé. Essayez une des propositions ci-dessous, ou changez une "
                "réponse vous-même."
            )
        )
        return
    st.markdown(f"**{t('Ce que vous essayez')}**")
    for item, answer in found.changes.items():
        _tried(here, box, item, answer)
    st.markdown(f"**{t('Ce qui bouge')}**")
    st.markdown(_moves(t, found.moves))
    st.markdown(_advice(t, found))
    _start_again(here, box)


def _start_again(here: Visit, box: Sandbox) -> None:
    st.button(
        here.t("Tout remettre"),
        key="what-if-reset",
        icon=":material/restart_alt:",
        on_click=box.reset,
    )


def _tried(here: Visit, box: Sandbox, item: str, answer: Answer) -> None:
    t, question = here.t, box.result.questionnaire.items[item]
    st.markdown(
        t(
            "*{question}* : {change}",
            question=plain(t.text(question.short or question.text)),
            change=wording.change_words(t, question, box.sent(item), answer, escape=plain),
        )
    )


def _moves(t: Translator, moves: Sequence[Move]) -> str:
    if not moves:
        return t("Aucun axe ne bouge.")
    return "\n".join(f"- {_move(t, one)}" for one in moves)


def _move(t: Translator, move: Move) -> str:
    name, before, after = (
        plain(t.text(move.axis.short)),
        _points(t, move.before.score.value),
        _points(t, move.after.score.value),
    )
    if move.before.score.value is None or move.after.score.value is None:
        return t("**{axis}** : {before}, puis {after}", axis=name, before=before, after=after)
    said = t("**{axis}** : de {before} à {after}", axis=name, before=before, after=after)
    if move.before.levels == move.after.levels:
        return said
    return t(
        "{move}. Niveau : {before}, puis {after}",
        move=said,
        before=wording.level_words(t, move.before.levels, plain),
        after=wording.level_words(t, move.after.levels, plain),
    )


def _points(t: Translator, score: float | None) -> str:
    """A score with its decimal, like the gains: whole ones would seem to differ by more."""
    return t("pas de score") if score is None else wording.points(t, score)


def _advice(t: Translator, found: Exploration) -> str:
    """Which recommendations come and go, by their titles."""
    parts = []
    if found.gone:
        parts.append(
            t.plural(
                "{count} piste d'action ne serait plus proposée : {titles}.",
                "{count} pistes d'action ne seraient plus proposées : {titles}.",
                len(found.gone),
                titles=_titles(t, found.gone),
            )
        )
    if found.come:
        parts.append(
            t.plural(
                "{count} piste d'action apparaîtrait : {titles}.",
                "{count} pistes d'action apparaîtraient : {titles}.",
                len(found.come),
                titles=_titles(t, found.come),
            )
        )
    return "\n\n".join(parts) or t("Les pistes d'action proposées restent les mêmes.")


def _titles(t: Translator, recommendations: Sequence[Recommendation]) -> str:
    return t.list_of(t("« {name} »", name=plain(t.text(one.title))) for one in recommendations)


def _questions(here: Visit, box: Sandbox, found: Exploration, axis: Axis) -> None:
    """Every question of the axis with the answer that is tried, folded."""
    t = here.t
    st.header(t("Changer une réponse vous-même"), anchor=False)
    for question in found.questions_of(axis):
        # The title never changes: a panel with another title is another one, closed.
        with st.expander(plain(t.text(question.short or question.text))):
            trials.draw(box, question)
            if question.id in found.changes:
                place = box.key(question.id)
                outcome_view.draw(box, found, axis, place)
                st.button(
                    t("Remettre ma réponse"),
                    key=box.key(question.id, "try-reset"),
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=box.reset,
                    args=(question.id,),
                )
