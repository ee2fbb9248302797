"""What would raise an axis for the least effort: single steps, the best for so many levels, what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct

from domino_survey import charts, wording
from domino_survey.i18n import N_, plain, rounded
from domino_survey.scoring import Reason
from domino_survey.services.exploring import MOST_LEVELS, Order, ways_up
from domino_survey.ui import outcome_view, screen, state
from domino_survey.ui.trials import PROPOSED

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis
    from domino_survey.scoring import Aside, Change, Climb
    from domino_survey.services.exploring import Exploration, Information, WaysUp
    from domino_survey.ui.trials import Sandbox

USUAL_LEVELS = 3
LEAST_LEVELS = 2  # one alone is the first step
ORDERS = {
    Order.LEAST_EFFORT: N_("Ce qui rapporte le plus par échelon"),
    Order.GREATEST_GAIN: N_("Ce qui rapporte le plus en tout"),
}


class Play(Struct, frozen=True):
    """What the section is about: an axis, and what became of it with the trials."""

    box: Sandbox
    found: Exploration
    axis: Axis

    @property
    def t(self) -> Translator:
        """The reader's language."""
        return self.box.t


def draw(box: Sandbox, found: Exploration, axis: Axis) -> None:
    """The whole section, from the answers that were sent; `found` says what became of the trials."""
    t, ways, play = box.t, ways_up(box.result, axis.id), Play(box, found, axis)
    st.header(t("Qu'est-ce qui ferait monter cet axe, pour le moins d'effort ?"), anchor=False)
    if ways.reason is not Reason.NONE:
        st.markdown(t(wording.NO_SCORE[ways.reason.code]))
        return
    if not ways.climbs and not ways.bundles:
        st.markdown(t("Aucune réponse ne peut plus le faire monter."))
    else:
        st.markdown(
            t(
                "Chaque gain est calculé à partir des réponses envoyées, ce changement pris seul. Un "
                "échelon est une marche dans les réponses d'une question, ou une option cochée ou décochée : "
                "tous ne demandent pas le même travail. C'est un calcul, pas un conseil ; vous seuls savez "
                "ce qui est à votre portée."
            )
        )
        _climbs(play, ways)
        _bundles(play, ways)
    _information(t, box, ways)
    _aside(t, box, ways)


def _climbs(play: Play, ways: WaysUp) -> None:
    t = play.t
    if not ways.climbs:
        st.markdown(t("Aucun changement ne suffit à lui seul : il en faut plusieurs à la fois."))
        return
    st.subheader(t("Une réponse à la fois"), anchor=False)
    order = Order.LEAST_EFFORT
    if len(ways.climbs) > 1:
        order = Order(
            st.radio(
                t("En premier"),
                [str(one) for one in Order],
                format_func={str(one): t(words) for one, words in ORDERS.items()}.__getitem__,
                key="what-if-order",
                horizontal=True,
            )
        )
    for climb in ways.best(order):
        _climb(play, climb)


def _climb(play: Play, climb: Climb) -> None:
    """One question: its best rung and, beside it, what going to the end would bring."""
    rung, top = climb.rung, climb.top
    with st.container(border=True, gap="small"):
        st.markdown(_line(play.t, play.box, rung.change))
        _offer(play, (rung.change,), rung.gain, f"step:{rung.change.question}")
        if top != rung:
            st.markdown(_further(play.t, play.box, top.change))
            _offer(play, (top.change,), top.gain, f"top:{top.change.question}", rate=False)


def _bundles(play: Play, ways: WaysUp) -> None:
    """The best changes for so many levels, and what each number of levels brings."""
    if len(ways.bundles) < LEAST_LEVELS:
        return
    t = play.t
    st.subheader(t("Plusieurs réponses à la fois"), anchor=False)
    levels = st.radio(
        t("Combien d'échelons en tout ?"),
        range(LEAST_LEVELS, len(ways.bundles) + 1),
        index=min(USUAL_LEVELS, len(ways.bundles)) - LEAST_LEVELS,
        format_func=t.number,
        key=f"what-if-levels:{play.axis.id}",
        horizontal=True,
    )
    bundle = ways.bundles[levels - 1]
    with st.container(border=True, gap="small"):
        st.markdown("\n".join(f"- {_line(t, play.box, one)}" for one in bundle.changes))
        _offer(play, bundle.changes, bundle.gain, "bundle")
    _gains(t, ways, levels)


def _gains(t: Translator, ways: WaysUp, chosen: int) -> None:
    reached = [bundle.gain for bundle in ways.bundles]
    st.altair_chart(
        charts.gains(reached, chosen, size=charts.PHONE, theme=screen.theme(), translate=t),
        width="stretch",
        theme=None,
    )
    said = t("Points gagnés avec la meilleure combinaison trouvée pour chaque nombre d'échelons.")
    if len(reached) < MOST_LEVELS:
        said = t(
            "{sentence} Au-delà de {count}, plus rien ne s'ajoute.",
            sentence=said,
            count=t.number(len(reached)),
        )
    st.caption(said)
    with st.expander(t("Les mêmes gains en tableau")):
        st.table(charts.gains_table(reached, translate=t), border="horizontal", hide_index=True)


def _name(t: Translator, box: Sandbox, item: str) -> str:
    question = box.result.questionnaire.items[item]
    return plain(t.text(question.short or question.text))


def _line(t: Translator, box: Sandbox, change: Change) -> str:
    """A question and its other answer; any number of a band will do."""
    words = wording.change_words(
        t,
        box.result.questionnaire.items[change.question],
        box.sent(change.question),
        change.answer,
        within=change.within,
        escape=plain,
    )
    return t("**{question}** : {change}", question=_name(t, box, change.question), change=words)


def _further(t: Translator, box: Sandbox, change: Change) -> str:
    """A greater change of a question that has just been named."""
    words = wording.further_words(
        t,
        box.result.questionnaire.items[change.question],
        box.sent(change.question),
        change.answer,
        within=change.within,
        escape=plain,
    )
    return t("En allant plus loin, {change} :", change=words)


def _offer(
    play: Play, changes: tuple[Change, ...], gain: float, name: str, *, rate: bool = True
) -> None:
    """What changes gain, the levels they climb, the button that tries them, and what became of the axis."""
    t, box, place = play.t, play.box, f"{PROPOSED}{name}"
    levels, tried = sum(one.effort for one in changes), _tried(box, changes)
    effort = wording.effort_words(t, levels)
    if rate and levels > 1:
        effort = t(
            "{levels}, {points} par échelon", levels=effort, points=wording.points(t, gain / levels)
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(wording.gain_words(t, gain), color="green")
        st.badge(effort, color="gray")
        if tried:
            st.button(
                t("Retirer l'essai"),
                key=place,
                icon=":material/undo:",
                on_click=box.reset,
                args=tuple(one.question for one in changes),
            )
        else:
            st.button(
                t("Essayer"),
                key=place,
                icon=":material/play_arrow:",
                on_click=box.propose,
                args=(place, {one.question: one.answer for one in changes}),
            )
    for sentence in state.faults().get(place, []):
        st.error(plain(sentence), icon=":material/error:")
    if tried:
        outcome_view.draw(box, play.found, play.axis, place)


def _tried(box: Sandbox, changes: tuple[Change, ...]) -> bool:
    tried = box.changes
    return all(tried.get(one.question) == one.answer for one in changes)


def _information(t: Translator, box: Sandbox, ways: WaysUp) -> None:
    if not ways.information:
        return
    st.subheader(t("Ce que vous n'avez pas encore dit"), anchor=False)
    st.markdown(
        t(
            "Répondre n'est pas progresser : selon ce que vous diriez, le score monte ou descend. Mais il "
            "serait plus sûr."
        )
    )
    st.markdown("\n".join(f"- {_informed(t, box, one)}" for one in ways.information))


def _informed(t: Translator, box: Sandbox, one: Information) -> str:
    return t(
        "*{question}* : de {least} à {most} points",
        question=_name(t, box, one.question),
        least=_signed(t, one.least),
        most=_signed(t, one.most),
    )


def _signed(t: Translator, points: float) -> str:
    shown = wording.points(t, abs(points))
    return shown if rounded(points, 1) == 0 else f"{'+' if points > 0 else '−'}{shown}"


def _aside(t: Translator, box: Sandbox, ways: WaysUp) -> None:
    """What "not applicable" is worth: said, so that nobody is misled by it; never proposed."""
    if not ways.aside:
        return
    with st.expander(t("« Sans objet » : ce que cela change au score")):
        st.markdown(
            t(
                "Une question sans objet ne compte pas : le score peut monter sans que rien ne change sur le "
                "terrain. Ce n'est pas une amélioration ; c'est dit ici pour lire le score en connaissance "
                "de cause."
            )
        )
        st.markdown("\n".join(f"- {_set_aside(t, box, one)}" for one in ways.aside))


def _set_aside(t: Translator, box: Sandbox, one: Aside) -> str:
    name = _name(t, box, one.question)
    points = wording.points(t, one.gain)
    if one.declared:
        return t(
            "*{question}* est dite sans objet. Avec la réponse la plus basse, l'axe aurait {points} points "
            "de moins.",
            question=name,
            points=points,
        )
    return t(
        "*{question}* a une réponse. Dite sans objet, l'axe aurait {points} points de plus.",
        question=name,
        points=points,
    )
