"""The result on the screen, in order: the sentence, the picture, the reasons, what to do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import assessments, results
from domino_survey.ui import (
    advice_view,
    axis_view,
    guard,
    keeping,
    notices,
    onwards_view,
    plan_view,
    profile_view,
    routes,
    sureness_view,
    taking_away_view,
)

if TYPE_CHECKING:
    from domino_survey.services.results import Earlier, Result, ThemeResult
    from domino_survey.ui.guard import Visit


def draw(here: Visit, response_id: str) -> None:
    """The whole page."""
    t = here.t
    try:
        result = results.read_result(here.context, here.identity, response_id)
    except DominoError as refusal:
        notices.refused(t, refusal)
        if isinstance(here, guard.HolderVisit):
            routes.link_to(
                routes.REVIEW, t, t("Relire et envoyer"), **{guard.CODE: here.opened.code}
            )
        return
    _heading(here, result)
    _changed_since(here)
    earlier = _choose_earlier(here, response_id)
    profile_view.radar_of(here, result, earlier)
    if said := wording.overall_sentence(t, result, lambda score: f"**{score}**", plain):
        st.markdown(said)
    onwards_view.draw(here, result)
    st.header(t(onwards_view.BY_AXIS), anchor=False)
    for axis in result.axes:
        axis_view.card(here, result, axis, earlier)
    if not wording.out_of_place(result):
        sureness_view.draw(here, result)
    if result.scored_axes:
        _highlights(here, result)
    axis_view.dimensions(here, result)
    _proofs(here, result)
    _advice(here, response_id, result)
    axis_view.open_answers(here, result)
    taking_away_view.draw(here, result)
    _share(here, result)


def _heading(here: Visit, result: Result) -> None:
    t, questionnaire = here.t, result.questionnaire
    parts = [
        plain(result.name),
        t("bilan du {date}", date=t.date(result.submission.submitted_at)),
        t(
            "{title}, version {version}",
            title=plain(t.text(questionnaire.title)),
            version=questionnaire.version,
        ),
    ]
    st.caption(" · ".join(part for part in parts if part))
    st.title(t("Votre profil"), anchor=False)
    if result.path.essential_only:
        st.badge(t("lecture rapide : parcours court"), color="gray")
    st.markdown(profile_view.main_sentence(t, result))


def _changed_since(here: Visit) -> None:
    """A result is that of what was sent, whatever was corrected since."""
    if not isinstance(here, guard.HolderVisit):
        return
    sending = assessments.last_sending(here.context, here.draft)
    if sending is not None and sending.changed:
        t = here.t
        st.info(
            t(
                "Vous avez modifié vos réponses depuis : ce profil est celui du dernier envoi. Envoyez la "
                "nouvelle version pour le mettre à jour."
            ),
            icon=":material/edit_note:",
        )
        routes.link_to(routes.REVIEW, t, **{guard.CODE: here.opened.code})


def _choose_earlier(here: Visit, response_id: str) -> Result | None:
    """An earlier assessment of the same initiative to compare with, if there is one and it is chosen."""
    t = here.t
    found = {
        one.submission.id: one
        for one in results.earlier_results(here.context, here.identity, response_id)
    }
    if not found:
        return None
    chosen = st.selectbox(
        t("Comparer avec un bilan précédent"),
        list(found),
        index=None,
        format_func={key: _named(here, one) for key, one in found.items()}.__getitem__,
        placeholder=t("Aucune comparaison"),
        filter_mode=None,
        key="earlier",
    )
    if chosen is None:
        return None
    if not found[chosen].same_version:
        st.caption(
            t(
                "Ce bilan a été fait avec une autre version du questionnaire : comparez avec prudence."
            )
        )
    return results.read_earlier(here.context, here.identity, response_id, chosen)


def _named(here: Visit, earlier: Earlier) -> str:
    t, submission = here.t, earlier.submission
    return t(
        "Bilan du {date}, version {number}",
        date=t.datetime(submission.submitted_at),
        number=submission.number,
    )


def _highlights(here: Visit, result: Result) -> None:
    t = here.t
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(t("Points forts"), anchor=False)
        _themes(here, result.strengths, t("Aucun thème n'atteint encore le niveau le plus élevé."))
    with right:
        st.subheader(t("À consolider d'abord"), anchor=False)
        _themes(here, result.to_consolidate, t("Aucun thème ne ressort."))


def _themes(here: Visit, themes: tuple[ThemeResult, ...], empty: str) -> None:
    t = here.t
    if not themes:
        st.markdown(empty)
        return
    st.markdown(
        "\n".join(
            f"- {plain(t.text(one.theme.title))} · **{wording.figure(t, one.result.score.value)}**"
            for one in themes
        )
    )


def _proofs(here: Visit, result: Result) -> None:
    t = here.t
    if result.answered:
        st.subheader(t("Ce qui repose sur une preuve"), anchor=False)
        st.markdown(wording.proof_sentence(t, result))


@st.fragment
def _advice(here: Visit, response_id: str, result: Result) -> None:
    """What to do; choosing something redraws this part alone."""
    t = here.t
    st.header(t(plan_view.ADVICE), anchor=False)
    chosen = plan_view.chosen_of(here, response_id)
    choose = None
    if isinstance(here, guard.HolderVisit):
        choose = partial(plan_view.toggle, here, chosen=chosen)
    known = bool(result.scored_axes)
    advice_view.draw(t, result.questionnaire, result.advice, choose, known=known)
    if chosen:
        count = t.plural("{count} action", "{count} actions", len(chosen))
        routes.link_to(
            routes.PLAN,
            t,
            t("Voir mon plan d'action : {count}", count=count),
            ":material/checklist:",
            **guard.result_query(),
        )


def _share(here: Visit, result: Result) -> None:
    t = here.t
    st.header(t(onwards_view.SHARE), anchor=False)
    if not isinstance(here, guard.HolderVisit):
        st.markdown(t("Vous lisez ce résultat par son lien : il se lit sans se modifier."))
        return
    st.markdown(t("Ce lien permet de lire ce résultat, sans pouvoir modifier les réponses."))
    link = keeping.address(
        routes.RESULT, here.context.settings.address, **{guard.RESULT_LINK: here.opened.result}
    )
    st.code(link, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if st.button(t("Corriger mes réponses"), icon=":material/edit:"):
            routes.go_to(routes.QUESTIONNAIRE, **{guard.CODE: here.opened.code})
        if st.button(t("Refaire un bilan de cette initiative"), icon=":material/replay:"):
            again = assessments.start_again(
                here.context, here.identity, result.response.id, path=result.path.code
            )
            routes.go_to(routes.PROFILE, **{guard.CODE: again.code})
    keeping.draw(here)
