"""Recommendations on the screen: why, what, who, how much effort, how to follow it up, what precedent."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Questionnaire, Recommendation

SHOWN_FIRST = 3
SHOWN_OF_STAGE = 6
Choice: TypeAlias = "Callable[[str], None]"


def draw(
    t: Translator,
    questionnaire: Questionnaire,
    advice: Sequence[Advice],
    choose: Choice | None = None,
    *,
    known: bool,
) -> None:
    """The first recommendations that fire; folded, the others that do, and the rest by stage of action.

    `choose` draws, under each, what puts it into the plan. Where nothing is `known`, no axis having a
    score, that none fires is no good news.
    """
    fired = sorted((one for one in advice if one.fired), key=lambda one: one.rank)
    if not fired and not known:
        st.markdown(t("Sans score, aucune recommandation ne peut ressortir de ces réponses."))
    elif not fired:
        st.markdown(
            t(
                "Aucune recommandation ne ressort de ces réponses : aucun point n'appelle d'action "
                "pressante. Les pistes ci-dessous peuvent aider à aller plus loin."
            )
        )
    for one in fired[:SHOWN_FIRST]:
        _card(t, questionnaire, one, choose=choose)
    if others := fired[SHOWN_FIRST:]:
        title = t.plural(
            "{count} autre piste qui ressort", "{count} autres pistes qui ressortent", len(others)
        )
        with st.expander(title):
            for one in others:
                _card(t, questionnaire, one, choose=choose)
    order = [stage.code for stage in questionnaire.action_stages]
    rest = [one for one in advice if not one.fired]
    rest.sort(key=lambda one: (order.index(one.recommendation.stage), one.rank))
    for stage, group in groupby(rest, key=lambda one: one.recommendation.stage):
        cards = list(group)
        title = t.plural(
            "{stage} : {count} piste pour aller plus loin",
            "{stage} : {count} pistes pour aller plus loin",
            len(cards),
            stage=_stage(t, questionnaire, stage),
        )
        with st.expander(title):
            for one in cards:
                _card(t, questionnaire, one, choose=choose)


def of_stage(t: Translator, questionnaire: Questionnaire, advice: Sequence[Advice]) -> None:
    """The recommendations of one stage of action: those that fire, then the others, folded."""
    fired = [one for one in advice if one.fired]
    if not fired:
        st.markdown(t("Rien ne ressort nettement à cette étape."))
    for one in fired[:SHOWN_OF_STAGE]:
        _card(t, questionnaire, one, with_stage=False)
    rest = [*fired[SHOWN_OF_STAGE:], *(one for one in advice if not one.fired)]
    if rest:
        title = t.plural("{count} autre piste", "{count} autres pistes", len(rest))
        with st.expander(title):
            for one in rest:
                _card(t, questionnaire, one, with_stage=False)


def _stage(t: Translator, questionnaire: Questionnaire, code: str) -> str:
    stages = {stage.code: stage for stage in questionnaire.action_stages}
    return plain(t.text(stages[code].label))


def _card(
    t: Translator,
    questionnaire: Questionnaire,
    advice: Advice,
    *,
    with_stage: bool = True,
    choose: Choice | None = None,
) -> None:
    recommendation = advice.recommendation
    with st.container(border=True):
        with st.container(horizontal=True, gap="small"):
            if with_stage:
                st.badge(_stage(t, questionnaire, recommendation.stage), color="green")
            _effort(t, questionnaire, recommendation)
            if not advice.fired:
                st.badge(t("pour aller plus loin"), color="gray")
        st.markdown(f"**{plain(t.text(recommendation.title))}**")
        if advice.fired:
            st.markdown(f":gray[{t('Parce que :')} {_because(t, questionnaire, advice)}]")
        st.markdown(plain(t.text(recommendation.action)))
        st.markdown(
            t(
                "**Qui :** {who}  \n**Suivi :** {follow_up}",
                who=plain(t.text(recommendation.who)),
                follow_up=wording.readable(
                    t, questionnaire, t.text(recommendation.follow_up), plain
                ),
            )
        )
        with st.expander(t("Pourquoi cette piste, et sur quoi elle s'appuie"), type="compact"):
            for line in wording.facts_in_words(t, questionnaire, advice.facts, plain):
                st.markdown(f"- {line}")
            st.markdown(
                t("**Précédent :** {precedent}", precedent=plain(t.text(recommendation.precedent)))
            )
            for source in _sources(t, questionnaire, recommendation):
                st.markdown(source)
        if choose is not None:
            choose(recommendation.id)


def _because(t: Translator, questionnaire: Questionnaire, advice: Advice) -> str:
    """The reason as it was written, or what was found where that would say too much."""
    if not advice.whole:
        found = wording.facts_in_words(t, questionnaire, advice.facts, plain)
        if found:
            return t.list_of(found) + "."
    return plain(t.text(advice.recommendation.reason))


def _effort(t: Translator, questionnaire: Questionnaire, recommendation: Recommendation) -> None:
    effort = next(e for e in questionnaire.efforts if e.code == recommendation.effort)
    st.badge(
        t("effort : {effort}", effort=plain(t.text(effort.label).lower())),
        color="gray",
        help=plain(t.text(effort.description)) if effort.description else None,
    )


def _sources(
    t: Translator, questionnaire: Questionnaire, recommendation: Recommendation
) -> list[str]:
    """The references that a precedent cites as [code], with their addresses."""
    return [
        " · ".join(
            [f"{plain(f'[{source.code}]')} {plain(t.text(source.title))}"]
            + [f"<{address}>" for address in source.addresses]
        )
        for source in wording.cited_sources(questionnaire, recommendation)
    ]
