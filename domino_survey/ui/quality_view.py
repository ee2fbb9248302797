"""The quality of the questions on the screen: what deserves a look first, one question on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.charts import Count, CountGroup
from domino_survey.i18n import N_, plain
from domino_survey.reliability import LEAST_RESPONSES, Reason
from domino_survey.schema import MultipleChoice
from domino_survey.services.instrument import LONGEST_WAIT, Flag, instruments, read_instrument
from domino_survey.ui import screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.reliability import Figure, ItemInScale, TimeSpent
    from domino_survey.schema import Questionnaire
    from domino_survey.services.instrument import Asked, Instrument, Raised
    from domino_survey.storage import QuestionnaireUse
    from domino_survey.ui.guard import Visit

ALL, NONE = "all", ""
LANGUAGES = {"fr": N_("En français"), "en": N_("En anglais")}
FLAGS = {
    Flag.REVERSED: N_("répond à l'inverse des autres questions du thème (lien de {figure})"),
    Flag.CEILING: N_("presque tout le monde répond au niveau le plus haut ({figure})"),
    Flag.FLOOR: N_("presque tout le monde répond au niveau le plus bas ({figure})"),
    Flag.DONT_KNOW: N_("beaucoup ne savent pas ({figure})"),
    Flag.NOT_APPLICABLE: N_("beaucoup la trouvent sans objet ({figure})"),
    Flag.MISSING: N_("beaucoup la passent sans répondre ({figure})"),
    Flag.LOOSE: N_("sans elle, le thème serait plus cohérent ({figure})"),
    Flag.UNUSED: N_("des réponses proposées que personne ne choisit ({figure})"),
}
COEFFICIENTS = frozenset({Flag.REVERSED, Flag.LOOSE})
REASONS = {
    Reason.TOO_FEW_RESPONSES: N_("il faut au moins {least} bilans"),
    Reason.TOO_FEW_ITEMS: N_("il faut au moins 3 questions"),
    Reason.NO_VARIANCE: N_("tout le monde répond pareil"),
    Reason.CONTRADICTORY_PAIRS: N_("trop peu de bilans répondent à tout"),
}


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Qualité des questions"), anchor=False)
    st.markdown(
        t(
            "Ce que les réponses disent des questions elles-mêmes. Ce sont des invitations à relire, pas des "
            "fautes : le questionnaire réunit des pratiques qui n'ont pas à aller ensemble, et une cohérence "
            "faible peut être normale."
        )
    )
    uses = instruments(here.context, here.identity)
    if not uses:
        st.info(
            t(
                "Aucun bilan envoyé pour l'instant. Cette page se remplit d'elle-même dès qu'il en arrive ; "
                "les coefficients demandent au moins {least} bilans.",
                least=LEAST_RESPONSES,
            ),
            icon=":material/hourglass_empty:",
        )
        return
    use = _choose(here, uses)
    content = here.context.library.exact(use.ref)
    language = _language(here, content)
    seen = read_instrument(here.context, here.identity, use.ref.hash, language)
    _size(here, seen)
    if not seen.questions:
        return
    _to_look_at(here, seen)
    _one_question(here, seen)
    _scales(here, seen)
    _all_questions(here, seen)
    _how_to_read(here)


def _choose(here: Visit, uses: Sequence[QuestionnaireUse]) -> QuestionnaireUse:
    """The questionnaire that was used last, or another one."""
    by_hash = {use.ref.hash: use for use in uses}
    names = {key: use_name(here, use) for key, use in by_hash.items()}
    if len(names) == 1:
        (only,) = names
        st.markdown(here.t("Questionnaire : **{name}**", name=plain(names[only])))
        return by_hash[only]
    chosen = st.selectbox(
        here.t("Questionnaire"),
        list(names),
        format_func=names.__getitem__,
        key="quality-questionnaire",
        filter_mode=None,
    )
    return by_hash[chosen]


def use_name(here: Visit, use: QuestionnaireUse) -> str:
    """A questionnaire with its version and how many assessments it has."""
    t = here.t
    return t.plural(
        "{title}, version {version} ({count} bilan envoyé)",
        "{title}, version {version} ({count} bilans envoyés)",
        use.submitted,
        title=t.text(here.context.library.exact(use.ref).title),
        version=use.ref.version,
    )


def _language(here: Visit, content: Questionnaire) -> str | None:
    t = here.t
    names = {ALL: t("Toutes")}
    for language in content.languages:
        names[language] = t(LANGUAGES[language]) if language in LANGUAGES else language
    if len(content.languages) == 1:
        return None
    chosen = st.radio(
        t("Langue des bilans"),
        list(names),
        format_func=names.__getitem__,
        horizontal=True,
        key="quality-language",
    )
    return None if chosen == ALL else chosen


def _size(here: Visit, seen: Instrument) -> None:
    t = here.t
    st.markdown(
        t.plural(
            "**{count}** bilan compté : le dernier de chaque initiative.",
            "**{count}** bilans comptés : le dernier de chaque initiative.",
            seen.quality.size,
        )
    )
    if not seen.questions:
        st.info(
            t(
                "Il en faut au moins {least} pour dire quelque chose des questions, et {more} pour les "
                "coefficients.",
                least=here.context.settings.smallest_group,
                more=LEAST_RESPONSES,
            ),
            icon=":material/hourglass_empty:",
        )


def _to_look_at(here: Visit, seen: Instrument) -> None:
    t = here.t
    st.header(t("Ce qui mérite un regard"), anchor=False)
    found = seen.to_look_at
    if not found:
        st.markdown(
            t(
                "Rien ne ressort : aucune question n'a de réponse presque unanime, ni beaucoup de « ne sait "
                "pas », de « sans objet » ou d'oublis."
            )
        )
        return
    st.markdown("\n".join(f"- **{_name(t, one)}** : {_said(t, one)}" for one in found))


def _name(t: Translator, one: Asked) -> str:
    return plain(_bare_name(t, one))


def _bare_name(t: Translator, one: Asked) -> str:
    return t.text(one.question.short or one.question.text)


def _said(t: Translator, one: Asked) -> str:
    return " ; ".join(_flag(t, raised) for raised in one.flags)


def _flag(t: Translator, raised: Raised) -> str:
    if raised.flag in COEFFICIENTS:
        figure = t.number(raised.figure, 2)
    elif raised.flag is Flag.UNUSED:
        figure = t.number(raised.figure)
    else:
        figure = t.percent(raised.figure)
    return t(FLAGS[raised.flag], figure=figure)


@st.fragment
def _one_question(here: Visit, seen: Instrument) -> None:
    """One question in detail; choosing another redraws this part alone."""
    t = here.t
    st.header(t("Une question en détail"), anchor=False)
    by_id = {one.question.id: one for one in seen.questions}
    # A choice of its own rather than a placeholder: Streamlit names the cross that empties a box in
    # English.
    names = {NONE: t("Choisissez une question ; celles à regarder viennent d'abord")} | {
        key: f"{seen.questionnaire.axis_of[key].id} · {_bare_name(t, one)}"
        for key, one in by_id.items()
    }
    chosen = st.selectbox(
        t("Question"),
        list(names),
        format_func=names.__getitem__,
        filter_mode=None,
        key=f"quality-question-{seen.questionnaire.hash[:8]}",
    )
    one = by_id.get(chosen)
    if one is None:
        return
    with st.container(border=True):
        st.markdown(f"**{plain(t.text(one.question.text))}**")
        if one.flags:
            st.markdown(t("À regarder : {flags}.", flags=_said(t, one)))
        _distribution(here, one)
        _rates(here, one)
        _among(here, seen, one)
        st.markdown(_time(t, one.time))


def _distribution(here: Visit, one: Asked) -> None:
    t, counts = here.t, one.item.distribution
    if counts is None:
        if one.item.mean is None:
            st.markdown(
                t(
                    "Trop peu de réponses notées ({count}) pour montrer comment elles se répartissent.",
                    count=one.item.scored,
                )
            )
        else:
            st.markdown(t("En moyenne, {mean} points sur 100.", mean=t.number(one.item.mean, 1)))
        return
    labels = wording.labels_of(t, one.question)
    title = t.plural("{count} réponse notée", "{count} réponses notées", one.item.scored)
    group = CountGroup(title, tuple(Count(labels[code], n) for code, n in counts.items()))
    st.altair_chart(
        charts.stage_and_sector_counts(
            [group], size=charts.PHONE, theme=screen.theme(), translate=t
        ),
        width="stretch",
        theme=None,
    )
    if isinstance(one.question, MultipleChoice):
        st.markdown(
            t("Plusieurs réponses sont possibles : la somme des parts peut dépasser 100 %.")
        )
    with st.expander(t("Les mêmes chiffres, en parts")):
        st.table(
            [
                {
                    t("Réponse"): labels[code],
                    t("Bilans"): t.number(count),
                    t("Part"): t.percent(count / one.item.scored),
                }
                for code, count in counts.items()
            ],
            border="horizontal",
            hide_index=True,
        )


def _rates(here: Visit, one: Asked) -> None:
    t, item = here.t, one.item
    rows = (
        (t("Au niveau le plus bas"), item.floor),
        (t("Au niveau le plus haut"), item.ceiling),
        (t("Sans réponse"), item.missing),
        (t("Ne sait pas"), item.dont_know),
        (t("Sans objet"), item.not_applicable),
        (t("Question non posée"), item.not_asked),
    )
    st.table(
        [{t("Ce qu'on observe"): name, t("Part"): _share(t, share)} for name, share in rows],
        border="horizontal",
        hide_index=True,
    )


def _share(t: Translator, share: float | None) -> str:
    return "–" if share is None else t.percent(share)


def _among(here: Visit, seen: Instrument, one: Asked) -> None:
    t, content = here.t, seen.questionnaire
    theme, axis = content.theme_of[one.question.id], content.axis_of[one.question.id]
    rows = (
        (t("Thème {title}", title=t.text(theme.title)), one.in_theme),
        (t("Axe {title}", title=t.text(axis.short)), one.in_axis),
    )
    st.table(
        [
            {
                t("Parmi les questions de"): name,
                t("Lien avec les autres"): _figure(t, found, "item_rest"),
                t("Cohérence sans elle"): _figure(t, found, "alpha_if_deleted"),
            }
            for name, found in rows
        ],
        border="horizontal",
        hide_index=True,
    )


def _figure(t: Translator, found: ItemInScale | None, name: str) -> str:
    if found is None:
        return _coefficient(t, None)
    return _coefficient(t, found.item_rest if name == "item_rest" else found.alpha_if_deleted)


def _coefficient(t: Translator, figure: Figure | None) -> str:
    """A coefficient, or why there is none."""
    if figure is None:
        return t(REASONS[Reason.TOO_FEW_RESPONSES], least=LEAST_RESPONSES)
    if figure.value is not None:
        return t.number(figure.value, 2)
    reason = figure.reason or Reason.TOO_FEW_RESPONSES
    return t(REASONS[reason], least=LEAST_RESPONSES)


def _time(t: Translator, time: TimeSpent) -> str:
    if time.median is None:
        return t("Trop peu de passages pour dire combien de temps elle prend.")
    median = t.plural("{count} seconde", "{count} secondes", round(time.median))
    if time.first_quartile is None or time.third_quartile is None:
        return t("Elle prend {median} (médiane).", median=median)
    return t(
        "Elle prend {median} (médiane) ; une personne sur deux y passe entre {low} et {high} secondes.",
        median=median,
        low=t.number(time.first_quartile),
        high=t.number(time.third_quartile),
    )


def _scales(here: Visit, seen: Instrument) -> None:
    t, content = here.t, seen.questionnaire
    st.header(t("La cohérence des axes et des thèmes"), anchor=False)
    st.markdown(
        t(
            "La cohérence (alpha de Cronbach) approche de 1 quand qui répond haut à une question répond haut "
            "aux autres."
        )
    )
    for axis in content.axes:
        scale = seen.quality.scales[axis.id]
        with st.expander(
            t(
                "{axis} : {figure}",
                axis=plain(t.text(axis.short)),
                figure=_coefficient(t, scale.alpha),
            )
        ):
            st.table(
                [
                    {
                        t("Thème"): t.text(theme.title),
                        t("Cohérence"): _coefficient(t, found.alpha),
                        t("Questions"): t.number(len(found.items) + len(found.left_out)),
                        t("Bilans"): t.number(found.responses),
                    }
                    for theme in axis.themes
                    for found in [seen.quality.scales[theme.id]]
                ],
                border="horizontal",
                hide_index=True,
            )


def _all_questions(here: Visit, seen: Instrument) -> None:
    t = here.t
    with st.expander(t("Toutes les questions, en tableau")):
        st.table(
            [
                {
                    t("Question"): _bare_name(t, one),
                    t("Sans réponse"): _share(t, one.item.missing),
                    t("Ne sait pas"): _share(t, one.item.dont_know),
                    t("Sans objet"): _share(t, one.item.not_applicable),
                    t("Non posée"): _share(t, one.item.not_asked),
                    t("Au plus bas"): _share(t, one.item.floor),
                    t("Au plus haut"): _share(t, one.item.ceiling),
                    t("Lien"): _figure(t, one.in_theme, "item_rest"),
                    t("Secondes"): "–" if one.time.median is None else t.number(one.time.median),
                }
                for one in seen.questions
            ],
            border="horizontal",
            hide_index=True,
            height=500,
        )


def _how_to_read(here: Visit) -> None:
    t = here.t
    with st.expander(t("Comment lire ces chiffres")):
        st.markdown(
            t(
                "**Parts.** Celles du niveau le plus bas et du plus haut se comptent parmi les réponses notées ; "
                "celles des oublis, des « ne sait pas » et des « sans objet », parmi les bilans à qui la question "
                "est posée ; « non posée » parmi tous."
            )
        )
        st.markdown(
            t(
                "**Lien avec les autres.** De -1 à 1 : corrélation entre la question et la somme des autres de "
                "son thème ou de son axe. Négatif, il dit que les réponses vont en sens inverse : l'ordre des "
                "niveaux est peut-être à revoir. **Cohérence sans elle** : celle qu'aurait le reste. Il faut au "
                "moins {least} bilans et 3 questions.",
                least=LEAST_RESPONSES,
            )
        )
        st.markdown(
            t(
                "**Temps.** Du dernier enregistrement sur une autre question au premier sur celle-ci, par la "
                "même personne sur le même bilan. Les écarts de plus de {minutes} minutes sont laissés de côté ; "
                "le temps d'une question passée sans répondre compte avec la suivante.",
                minutes=round(LONGEST_WAIT / 60),
            )
        )
