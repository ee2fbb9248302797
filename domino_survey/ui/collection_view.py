"""The collection on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts
from domino_survey.i18n import plain
from domino_survey.services.collection import read_collection
from domino_survey.ui import screen

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.services.collection import Collection
    from domino_survey.ui.guard import Visit


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    collection = read_collection(here.context, here.identity)
    st.title(t("Collecte"), anchor=False)
    left, middle, right = st.columns(3)
    left.metric(t("Bilans commencés"), t.number(collection.started), border=True)
    middle.metric(t("Bilans envoyés"), t.number(collection.submitted), border=True)
    right.metric(t("Fichiers à corriger"), t.number(collection.faulty_files), border=True)
    _questionnaires(here, collection)
    _days(here, collection)
    _files(here, collection)


def _questionnaires(here: Visit, collection: Collection) -> None:
    t = here.t
    st.header(t("Questionnaires en service"), anchor=False)
    if not collection.in_force:
        st.info(t("Aucun questionnaire utilisable : voyez les problèmes des fichiers plus bas."))
    for questionnaire in collection.in_force:
        used = [use for use in collection.in_use if use.ref.hash == questionnaire.hash]
        with st.container(border=True):
            st.markdown(f"**{plain(t.text(questionnaire.title))}**")
            st.markdown(
                t(
                    "Identifiant {id}, version {version} · {axes} axes, {questions} questions notées · "
                    "{started} bilans commencés, {submitted} envoyés",
                    id=plain(questionnaire.id),
                    version=plain(questionnaire.version),
                    axes=len(questionnaire.axes),
                    questions=len(questionnaire.scored_questions),
                    started=t.number(sum(use.started for use in used)),
                    submitted=t.number(sum(use.submitted for use in used)),
                )
            )
    known = {questionnaire.hash for questionnaire in collection.in_force}
    retired = [use for use in collection.in_use if use.ref.hash not in known]
    if retired:
        st.markdown(
            t("Versions qui ne sont plus proposées, mais dont les bilans restent lisibles :")
        )
        st.table(
            [
                {
                    t("Questionnaire"): use.ref.id,
                    t("Version"): use.ref.version,
                    t("Commencés"): t.number(use.started),
                    t("Envoyés"): t.number(use.submitted),
                }
                for use in retired
            ],
            border="horizontal",
            hide_index=True,
        )


def _days(here: Visit, collection: Collection) -> None:
    t = here.t
    st.header(t("Bilans par jour"), anchor=False)
    if not collection.days:
        st.info(
            t(
                "Aucun bilan pour l'instant. Diffusez l'adresse de l'accueil pour que les porteurs commencent."
            )
        )
        return
    st.altair_chart(
        charts.activity(collection.days, size=charts.PHONE, theme=screen.theme(), translate=t),
        width="stretch",
        theme=None,
    )
    st.caption(
        t(
            "Barres larges et grises : bilans commencés. Barres étroites et vertes, devant : bilans "
            "envoyés. "
            "Les soixante derniers jours au plus."
        )
    )
    with st.expander(t("Le détail par jour")):
        st.table(
            charts.activity_table(collection.days, translate=t),
            border="horizontal",
            hide_index=True,
            height=400,
        )


def _files(here: Visit, collection: Collection) -> None:
    t = here.t
    st.header(t("Fichiers des questionnaires"), anchor=False)
    st.markdown(
        t(
            "Chaque fichier du dossier {folder} est vérifié.",
            folder=f"`{here.context.library.root.name}/`",
        )
    )
    for path, problems in collection.files.items():
        name = f"{path.parent.name}/{path.name}"
        if not problems:
            st.markdown(f"✓ `{name}` : {t('aucun problème.')}")
            continue
        with st.expander(
            t.plural(
                "{file} : {count} problème", "{file} : {count} problèmes", len(problems), file=name
            )
        ):
            for problem in problems:
                st.markdown(_line(here, problem))


def _line(here: Visit, problem: Problem) -> str:
    t = here.t
    fault, remedy = t.problem(problem)
    where = (
        t("ligne {line}, colonne {column}", line=problem.line, column=problem.column or 1)
        if problem.line
        else t("fichier entier")
    )
    kind = t("À corriger") if problem.severity == "error" else t("À regarder")
    place = f" · {plain(problem.place)}" if problem.place else ""
    return f"- **{kind}** · {where}{place} · `{problem.code}`  \n  {plain(fault)} {plain(remedy)}"
