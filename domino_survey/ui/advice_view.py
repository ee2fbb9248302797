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


def _stage(t: Translator, questionnaire: Questionnaire, code: str) -> str:
    stages = {stage.code: stage for stage in questionnaire.action_stages}
    return plain(t.text(stages[code].label))


def _card(
    t: Translator,
    questionnaire: Questionnaire,
    advice: Advice,
    *,
    choose: Choice | None = None,
) -> None:
    recommendation = advice.recommendation
    with st.container(border=True):
        with st.container(horizontal=True, gap="small"):
            st.badge(_stage(t, questionnaire, recommendation.stage), color="green")
            effort(t, questionnaire, recommendation)
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
            for source in sources_of(t, questionnaire, recommendation):
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


def effort(t: Translator, questionnaire: Questionnaire, recommendation: Recommendation) -> None:
    """A badge that says how much a recommendation asks for."""
    asked = next(e for e in questionnaire.efforts if e.code == recommendation.effort)
    st.badge(
        t("effort : {effort}", effort=plain(t.text(asked.label).lower())),
        color="gray",
        help=plain(t.text(asked.description)) if asked.description else None,
    )


def sources_of(
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
