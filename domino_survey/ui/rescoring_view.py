"""Scores computed again: with what, how far it is, what moved and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import scoring
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.schema import OVERALL
from domino_survey.services import rescoring
from domino_survey.services.rescoring import NotCarried
from domino_survey.ui import difference_words, notices, uses_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.rescoring import NodeMoves, Outcome, Prospect
    from domino_survey.storage import QuestionnaireUse, Rescoring
    from domino_survey.ui.guard import Visit

UNDER_WAY = "rescoring-under-way"
SHOWN = "rescoring-shown"
FIRST = 8
NOT_CARRIED = {
    NotCarried.ABSENT: N_("elle n'était pas posée"),
    NotCarried.OTHER_TYPE: N_("elle n'était pas du même type"),
    NotCarried.OTHER_OPTIONS: N_("elle n'avait pas les mêmes réponses possibles"),
}


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Recalculer les scores"), anchor=False)
    st.markdown(
        t(
            "Calculez de nouveau les scores des bilans envoyés avec un autre barème, et voyez ce qui bouge. "
            "**Les scores déjà donnés restent tels quels** : les nouveaux sont gardés à côté."
        )
    )
    uses = rescoring.rescorable(here.context, here.identity)
    if not uses:
        st.info(
            t("Aucun bilan envoyé pour l'instant : il n'y a rien à recalculer."),
            icon=":material/hourglass_empty:",
        )
        return
    use = uses_view.choose(here, uses, "rescoring-use")
    _propose(here, use, _choose_target(here, use))
    _continue_under_way(here, use)
    _earlier(here, use)


def _choose_target(here: Visit, use: QuestionnaireUse) -> Questionnaire:
    t = here.t
    found = {one.hash: one for one in rescoring.scorings(here.context, here.identity, use)}
    names = {key: _scoring_name(here, use, one) for key, one in found.items()}
    return found[
        uses_view.one_of(
            names,
            "rescoring-target",
            label=t("Barème à appliquer"),
            only=N_("Barème : **{name}**"),
            t=t,
        )
    ]


def _scoring_name(here: Visit, use: QuestionnaireUse, target: Questionnaire) -> str:
    t = here.t
    if target.hash == use.ref.hash:
        return t(
            "le leur, avec la méthode actuelle (version {method})", method=scoring.METHOD_VERSION
        )
    if target.hash in {one.hash for one in here.context.library.in_force}:
        return t("celui de la version {version}", version=target.version)
    return t(
        "celui de la version {version}, archivée ({hash})",
        version=target.version,
        hash=target.hash[:8],
    )


def _propose(here: Visit, use: QuestionnaireUse, target: Questionnaire) -> None:
    t = here.t
    prospect = rescoring.prospect(here.context.library.exact(use.ref), target)
    if prospect.differences or prospect.left_out:
        with st.expander(t("Ce qui change d'un barème à l'autre")):
            _why(here, prospect, None)
    else:
        _why(here, prospect, None)
    st.button(
        t.plural("Recalculer {count} bilan", "Recalculer {count} bilans", use.submitted),
        type="primary",
        icon=":material/calculate:",
        key="rescoring-begin",
        on_click=_begin,
        args=(here, use, target),
    )


def _begin(here: Visit, use: QuestionnaireUse, target: Questionnaire) -> None:
    begun = rescoring.announce(here.context, here.identity, use, target)
    st.session_state[UNDER_WAY] = begun
    st.session_state[SHOWN] = begun


def _resume(rescoring_id: str) -> None:
    st.session_state[UNDER_WAY] = rescoring_id
    st.session_state[SHOWN] = rescoring_id


def _continue_under_way(here: Visit, use: QuestionnaireUse) -> None:
    """Do what remains, with its progress. Leaving the page stops it between two parts."""
    t = here.t
    under_way = st.session_state.pop(UNDER_WAY, None)
    if under_way is None:
        return
    bar = st.progress(0.0, text=t("Recalcul en cours"))
    try:
        for progress in rescoring.run(here.context, here.identity, use.ref.id, str(under_way)):
            share = progress.done / progress.total if progress.total else 1.0
            words = t(
                "{done} bilans sur {total}. Vous pouvez quitter la page : le reste se fera plus tard.",
                done=t.number(progress.done),
                total=t.number(progress.total),
            )
            bar.progress(share, text=words)
    except DominoError as refusal:
        notices.refused(t, refusal)
    else:
        st.success(
            t("Le recalcul est terminé : voyez plus bas ce qui a bougé."),
            icon=":material/check_circle:",
        )
    bar.empty()


def _earlier(here: Visit, use: QuestionnaireUse) -> None:
    t = here.t
    st.header(t("Les recalculs"), anchor=False)
    known = {
        one.id: one
        for one in rescoring.rescorings(here.context, here.identity, use.ref.id)
        if one.source == use.ref
    }
    if not known:
        st.markdown(t("Aucun recalcul de ces bilans pour l'instant."))
        return
    for one in known.values():
        if one.remaining:
            _unfinished(here, one)
    names = {key: _rescoring_name(here, one) for key, one in known.items()}
    if st.session_state.get(SHOWN) not in names:
        st.session_state[SHOWN] = next(iter(names))
    chosen = st.selectbox(
        t("Ce qui a bougé avec le recalcul"),
        list(names),
        format_func=names.__getitem__,
        key=SHOWN,
        filter_mode=None,
    )
    _outcome(here, use, known[chosen])


def _unfinished(here: Visit, one: Rescoring) -> None:
    t = here.t
    with st.container(border=True):
        st.markdown(
            t.plural(
                "Le recalcul du {date} n'est pas terminé : il reste {count} bilan sur {total}.",
                "Le recalcul du {date} n'est pas terminé : il reste {count} bilans sur {total}.",
                one.remaining,
                date=t.datetime(one.at),
                total=t.number(one.stored + one.remaining),
            )
        )
        st.markdown(
            t(
                "Rien de ce qui est fait n'est perdu. Si une autre personne l'a lancé à l'instant, il avance "
                "sans vous ; sinon, continuez-le."
            )
        )
        st.button(
            t("Continuer ce recalcul"),
            icon=":material/play_arrow:",
            key=f"rescoring-resume-{one.id}",
            on_click=_resume,
            args=(one.id,),
        )


def _rescoring_name(here: Visit, one: Rescoring) -> str:
    t = here.t
    return t(
        "{date} · barème de la version {version}, méthode {method}",
        date=t.datetime(one.at),
        version=one.questionnaire.version,
        method=one.method_version,
    )


def _outcome(here: Visit, use: QuestionnaireUse, one: Rescoring) -> None:
    t = here.t
    if not one.stored:
        st.markdown(t("Rien n'est encore recalculé."))
        return
    if one.remaining:
        st.warning(
            t(
                "Ces chiffres ne portent que sur les bilans déjà recalculés : ils changeront quand le recalcul sera terminé."
            ),
            icon=":material/hourglass_bottom:",
        )
    found = rescoring.outcome(here.context, here.identity, use.ref.id, one.id)
    moved = [moves for moves in found.moves if moves.moved or moves.gained or moves.lost]
    if not moved:
        st.markdown(
            t.plural(
                "**Rien n'a bougé** : le bilan comparé a les mêmes scores qu'avant.",
                "**Rien n'a bougé** : les {count} bilans comparés ont les mêmes scores qu'avant.",
                found.size,
            )
        )
    else:
        st.markdown(_sentence(here, found))
        _table(here, found, [moves for moves in found.moves if moves in moved])
        st.markdown(
            t(
                "Un écart de moins de 0,05 point ne compte pas. L'écart médian et le plus grand sont ceux des "
                "bilans qui ont bougé. Une initiative compte une fois, par son dernier bilan."
            )
        )
    st.subheader(t("Pourquoi"), anchor=False)
    _why(here, found.prospect, found)


def _sentence(here: Visit, found: Outcome) -> str:
    t = here.t
    axes = {axis.id for axis in found.prospect.target.axes}
    most = max((one for one in found.moves if one.node in axes), key=lambda one: one.moved)
    levels = sum(one.levels for one in found.moves if one.node in axes)
    return t(
        "Sur **{size}** bilans comparés, l'axe qui bouge le plus est **{axis}** : {moved} bilans. En comptant "
        "tous les axes, {levels} niveaux changent.",
        size=t.number(found.size),
        axis=_node_name(t, found.prospect.target, most.node),
        moved=t.number(most.moved),
        levels=t.number(levels),
    )


def _table(here: Visit, found: Outcome, moves: Sequence[NodeMoves]) -> None:
    t, target = here.t, found.prospect.target
    axes = {axis.id for axis in target.axes} | {OVERALL}
    by_axis = [one for one in moves if one.node in axes]
    by_theme = [one for one in moves if one.node not in axes]
    if by_axis:
        _sizes(t, target, t("Axe"), by_axis)
        with st.expander(t("Niveaux et scores, par axe")):
            _levels(t, target, t("Axe"), by_axis)
    if by_theme:
        with st.expander(t("Par thème")):
            _sizes(t, target, t("Thème"), by_theme)
            _levels(t, target, t("Thème"), by_theme)


def _sizes(t: Translator, target: Questionnaire, first: str, rows: Sequence[NodeMoves]) -> None:
    """How far scores moved. Two tables of few columns rather than one that a phone cuts."""
    st.table(
        [
            {
                first: difference_words.node_name(t, target, one.node),
                t("Ont bougé"): t.number(one.moved),
                t("Écart médian"): _signed(t, one.median),
                t("Le plus grand"): _signed(t, one.largest),
            }
            for one in rows
        ],
        border="horizontal",
        hide_index=True,
    )


def _levels(t: Translator, target: Questionnaire, first: str, rows: Sequence[NodeMoves]) -> None:
    """What else changed with the scores."""
    st.table(
        [
            {
                first: difference_words.node_name(t, target, one.node),
                t("Autre niveau"): t.number(one.levels),
                t("Score gagné"): t.number(one.gained),
                t("Score perdu"): t.number(one.lost),
            }
            for one in rows
        ],
        border="horizontal",
        hide_index=True,
    )


def _signed(t: Translator, value: float | None) -> str:
    if value is None:
        return "–"
    return ("+" if value > 0 else "−") + t.number(abs(value), 1)


def _node_name(t: Translator, content: Questionnaire, node: str) -> str:
    return plain(difference_words.node_name(t, content, node))


def _why(here: Visit, prospect: Prospect, found: Outcome | None) -> None:
    """What sets the two scorings apart: in several axes, then axis by axis; `found` once it is done."""
    t = here.t
    groups = difference_words.by_axis(t, prospect.source, prospect.target, prospect.differences)
    everywhere, by_axis = groups.pop("", []), groups
    if found is not None:
        before = [one for one in found.methods if one != found.rescoring.method_version]
        if before:
            everywhere.insert(
                0,
                t(
                    "La méthode de calcul : version {before}, puis version {after}.",
                    before=t.list_of(before),
                    after=found.rescoring.method_version,
                ),
            )
    if not (everywhere or by_axis or prospect.left_out):
        st.markdown(
            t(
                "Les deux barèmes sont les mêmes : seule une autre méthode de calcul ferait bouger les scores."
            )
        )
        return
    _bullets(everywhere)
    count = len(everywhere) + sum(map(len, by_axis.values()))
    # A panel within a panel is not to be had: before it is done, all of this stands in one.
    folded = found is not None and count > FIRST and bool(by_axis)
    with st.expander(t("Ce qui change, axe par axe")) if folded else st.container():
        for axis, lines in by_axis.items():
            st.markdown(f"**{_node_name(t, prospect.target, axis)}**")
            _bullets(lines)
    _left_out(here, prospect)


def _bullets(lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _left_out(here: Visit, prospect: Prospect) -> None:
    t = here.t
    if not prospect.left_out:
        return
    st.markdown(
        t.plural(
            "{count} question du nouveau barème ne peut pas être reprise. Elle compte comme sans réponse, ce qui "
            "peut retirer un score :",
            "{count} questions du nouveau barème ne peuvent pas être reprises. Elles comptent comme sans réponse, "
            "ce qui peut retirer un score :",
            len(prospect.left_out),
        )
    )
    st.markdown(
        "\n".join(
            f"- {plain(t.text(one.question.short or one.question.text))} : {t(NOT_CARRIED[one.reason])}"
            for one in prospect.left_out
        )
    )
