"""The quality of the questions on the screen: what deserves a look first, one question on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain
from domino_survey.reliability import LEAST_RESPONSES
from domino_survey.services.instrument import LONGEST_WAIT, instruments, read_instrument
from domino_survey.ui import quality_words, question_quality_view, uses_view

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.instrument import Asked, Instrument
    from domino_survey.ui.guard import Visit

ALL = "all"
GAPS, ASIDE, ENDS, LINKS = "gaps", "aside", "ends", "links"
COLUMNS = {
    GAPS: N_("Sans réponse et ne sait pas"),
    ASIDE: N_("Sans objet et non posée"),
    ENDS: N_("Au plus bas et au plus haut"),
    LINKS: N_("Lien avec les autres et temps"),
}
LONGEST_SHOWN = 3
LANGUAGES = {"fr": N_("En français"), "en": N_("En anglais")}


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
    use = uses_view.choose(here, uses, "quality-questionnaire")
    content = here.context.library.exact(use.ref)
    language = _language(here, content)
    seen = read_instrument(here.context, here.identity, use.ref.hash, language)
    _size(here, seen)
    if not seen.questions:
        return
    _to_look_at(here, seen)
    question_quality_view.draw(here, seen)
    _scales(here, seen)
    _times(here, seen)
    _all_questions(here, seen)
    _how_to_read(here)


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
    st.markdown(
        "\n".join(
            "- "
            + t(
                "{name} : {description}",
                name=f"**{quality_words.name(t, one)}**",
                description=quality_words.said(t, one),
            )
            for one in found
        )
    )
    with st.expander(t("Que faire ?")):
        st.markdown(quality_words.remedies(t, (raised for one in found for raised in one.flags)))


def _scales(here: Visit, seen: Instrument) -> None:
    t, content = here.t, seen.questionnaire
    st.header(t("La cohérence des axes et des thèmes"), anchor=False)
    st.markdown(
        t(
            "La cohérence (alpha de Cronbach) approche de 1 quand qui répond haut à une question répond haut "
            "aux autres. Basse, elle dit que les questions parlent de choses différentes : est-ce voulu ? Près "
            "de 1, que certaines se répètent peut-être."
        )
    )
    for axis in content.axes:
        scale = seen.quality.scales[axis.id]
        with st.expander(
            t(
                "{axis} : {figure}",
                axis=plain(t.text(axis.short)),
                figure=quality_words.coefficient(t, scale.alpha),
            )
        ):
            st.table(
                [
                    {
                        t("Thème"): t.text(theme.title),
                        t("Cohérence"): quality_words.coefficient(t, found.alpha),
                        t("Calculée sur"): t(
                            "{questions}, {responses}",
                            questions=t.plural(
                                "{count} question",
                                "{count} questions",
                                len(found.items) + len(found.left_out),
                            ),
                            responses=t.plural("{count} bilan", "{count} bilans", found.responses),
                        ),
                    }
                    for theme in axis.themes
                    for found in [seen.quality.scales[theme.id]]
                ],
                border="horizontal",
                hide_index=True,
            )


def _times(here: Visit, seen: Instrument) -> None:
    """The pages that take longest: each page asks one question."""
    t = here.t
    st.header(t("Le temps par page"), anchor=False)
    longest = seen.longest(LONGEST_SHOWN)
    if not longest:
        st.markdown(t("Trop peu de passages pour dire combien de temps prennent les pages."))
        return
    st.markdown(t("Chaque page pose une question. Les plus longues, en médiane :"))
    st.markdown(
        "\n".join(
            "- "
            + t.plural(
                "{question} : {count} seconde",
                "{question} : {count} secondes",
                round(one.time.median or 0),
                question=quality_words.name(t, one),
            )
            for one in longest
        )
    )


@st.fragment
def _all_questions(here: Visit, seen: Instrument) -> None:
    """All figures of all questions, two at a time: a phone shows no more."""
    t = here.t
    with st.expander(t("Toutes les questions, en tableau")):
        chosen = st.radio(
            t("Ce que montre le tableau"),
            list(COLUMNS),
            format_func={key: t(label) for key, label in COLUMNS.items()}.__getitem__,
            key="quality-columns",
        )
        st.table(
            [
                {t("Question"): quality_words.bare_name(t, one), **_figures(t, one, chosen)}
                for one in seen.questions
            ],
            border="horizontal",
            hide_index=True,
            height=500,
        )


def _figures(t: Translator, one: Asked, chosen: str) -> dict[str, str]:
    share, item = quality_words.share, one.item
    if chosen == GAPS:
        return {
            t("Sans réponse"): share(t, item.missing),
            t("Ne sait pas"): share(t, item.dont_know),
        }
    if chosen == ASIDE:
        return {
            t("Sans objet"): share(t, item.not_applicable),
            t("Non posée"): share(t, item.not_asked),
        }
    if chosen == ENDS:
        return {
            t("Au plus bas"): share(t, item.floor),
            t("Au plus haut"): share(t, item.ceiling),
        }
    return {
        t("Lien"): quality_words.figure(t, one.in_theme, "item_rest"),
        t("Secondes"): "–" if one.time.median is None else t.number(one.time.median),
    }


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
