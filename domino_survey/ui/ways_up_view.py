"""What would raise an axis most: the best single steps, the best few together, what is not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain
from domino_survey.scoring import Reason
from domino_survey.services.exploring import ways_up

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Axis
    from domino_survey.scoring import Aside, Bundle, Change, Step
    from domino_survey.services.exploring import Information, WaysUp
    from domino_survey.ui.guard import Visit
    from domino_survey.ui.trials import Sandbox


def draw(here: Visit, box: Sandbox, axis: Axis) -> None:
    """The whole section, from the answers that were sent."""
    t, ways = here.t, ways_up(box.result, axis.id)
    st.header(t("Qu'est-ce qui ferait le plus monter cet axe ?"), anchor=False)
    if ways.reason is not Reason.NONE:
        st.markdown(t(wording.NO_SCORE[ways.reason.code]))
        return
    if not ways.steps:
        st.markdown(t("Aucune réponse ne peut plus le faire monter."))
    else:
        st.markdown(
            t(
                "Chaque gain est calculé à partir des réponses envoyées, ce changement pris seul. C'est un "
                "calcul, pas un conseil : vous seuls savez ce qui est à votre portée."
            )
        )
        for step in ways.steps:
            _step(t, box, step)
        _bundle(t, box, ways.bundle)
    _information(t, box, ways)
    _aside(t, box, ways)


def _step(t: Translator, box: Sandbox, step: Step) -> None:
    with st.container(border=True):
        st.markdown(_change(t, box, step.change))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(_gain(t, step.gain), color="green")
            st.badge(_effort(t, step.change.effort), color="gray")
            _try(t, box, (step.change,), f"try-step:{step.change.question}")


def _bundle(t: Translator, box: Sandbox, bundle: Bundle) -> None:
    if len(bundle.changes) < 2:  # noqa: PLR2004 - one alone is a step
        return
    with st.container(border=True):
        st.markdown(
            t(
                "**Les {count} changements qui, ensemble, le font le plus monter**",
                count=t.number(len(bundle.changes)),
            )
        )
        st.markdown("\n".join(f"- {_change(t, box, one)}" for one in bundle.changes))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(_gain(t, bundle.gain), color="green")
            st.badge(_effort(t, sum(one.effort for one in bundle.changes)), color="gray")
            _try(t, box, bundle.changes, "try-bundle")


def _change(t: Translator, box: Sandbox, change: Change) -> str:
    question = box.result.questionnaire.items[change.question]
    return t(
        "*{question}* : de « {before} » à « {after} »",
        question=plain(t.text(question.short or question.text)),
        before=plain(wording.answer_words(t, question, box.sent(change.question))),
        after=_after(t, box, change),
    )


def _after(t: Translator, box: Sandbox, change: Change) -> str:
    """The new answer; any number of a band will do."""
    question = box.result.questionnaire.items[change.question]
    low, high = change.within or (None, None)
    if low is not None and high is not None:
        return t("entre {low} et {high}", low=_number(t, low), high=_number(t, high))
    if low is not None:
        return t("{low} ou plus", low=_number(t, low))
    if high is not None:
        return t("moins de {high}", high=_number(t, high))
    return plain(wording.answer_words(t, question, change.answer))


def _number(t: Translator, value: float) -> str:
    return t.number(value, 0 if value.is_integer() else 1)


def _gain(t: Translator, gain: float) -> str:
    points = t.number(gain, 0 if round(gain, 1).is_integer() else 1)
    return t.plural("+{points} point", "+{points} points", gain, points=points)


def _effort(t: Translator, levels: int) -> str:
    return t.plural("{count} niveau à gravir", "{count} niveaux à gravir", levels)


def _try(t: Translator, box: Sandbox, changes: tuple[Change, ...], key: str) -> None:
    """The button that puts changes into the sandbox; once they are there, the one that takes them out."""
    if all(box.changes.get(one.question) == one.answer for one in changes):
        st.button(
            t("Retirer l'essai"),
            key=key,
            icon=":material/undo:",
            on_click=box.reset,
            args=tuple(one.question for one in changes),
        )
    else:
        st.button(
            t("Essayer"),
            key=key,
            icon=":material/play_arrow:",
            on_click=box.try_answers,
            args=([(one.question, one.answer) for one in changes],),
        )


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
    question = box.result.questionnaire.items[one.question]
    return t(
        "*{question}* : de {least} à {most} points",
        question=plain(t.text(question.short or question.text)),
        least=_signed(t, one.least),
        most=_signed(t, one.most),
    )


def _signed(t: Translator, points: float) -> str:
    shown = t.number(abs(points))
    return shown if round(points) == 0 else f"{'+' if points > 0 else '−'}{shown}"


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
    question = box.result.questionnaire.items[one.question]
    name = plain(t.text(question.short or question.text))
    points = t.number(one.gain, 0 if one.gain >= 1 else 1)
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
