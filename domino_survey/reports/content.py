"""What a report says, in order, as plain data: every text is ready to show, none is template code.

`report.typ` lays it out and says nothing of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.answers import State
from domino_survey.i18n import visible
from domino_survey.reports.annex import annex, fits
from domino_survey.reports.planning import planned
from domino_survey.reports.reading import how_to_read
from domino_survey.reports.reliance import reliance
from domino_survey.reports.text import typed
from domino_survey.services.sureness import anything_to_say, sureness_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.recommendations import Advice
    from domino_survey.reports.text import Data
    from domino_survey.schema import Question
    from domino_survey.services.plan import PlannedAction
    from domino_survey.services.results import AxisResult, NodeResult, Result, ThemeResult

SHORT_NAME = 60
_ADDRESS = re.compile(r"https?://\S+")


def content(
    result: Result, t: Translator, *, comments: bool, plan: Sequence[PlannedAction] = ()
) -> Data:
    """The texts of a report. With `comments`, those that the holders wrote under their answers."""
    writer = _Writer(result, t)
    return {
        "language": t.language,
        "title": t("Bilan : {name}", name=visible(result.name)) if result.name else writer.title,
        "author": visible(result.name),
        "heading": writer.heading(),
        "sentence": wording.main_sentence(t, result),
        "axes": writer.axes(),
        "overall": wording.overall_sentence(t, result),
        "details": [writer.detail(axis, comments=comments) for axis in result.axes],
        "dimensions": writer.dimensions(),
        "highlights": writer.highlights(),
        "proofs": writer.section(
            t("Ce qui repose sur une preuve"), wording.proof_sentence(t, result)
        ),
        "reliance": reliance(result, sureness_of(result), t) if anything_to_say(result) else None,
        "plan": planned(plan, t),
        "advice": writer.advice(),
        "notes": writer.notes(),
        "reading": {"title": t("Comment lire ces chiffres"), "rows": how_to_read(result, t)},
        "sources": writer.sources(),
        "axis_by_axis": t("Axe par axe"),
        "annex": annex(result, t),
    }


def _short(name: str) -> str:
    """A name for the foot of pages, on one line."""
    name = " ".join(visible(name).split())
    return name if len(name) <= SHORT_NAME else name[: SHORT_NAME - 1] + "…"


class _Writer:
    """Writes the parts of one report."""

    def __init__(self, result: Result, t: Translator) -> None:
        self.result = result
        self.t = t
        self.questionnaire = result.questionnaire
        self.title = t.text(self.questionnaire.title)
        self.fired = [advice for advice in result.advice if advice.fired]

    def section(self, title: str, *paragraphs: str) -> Data | None:
        kept = [paragraph for paragraph in paragraphs if paragraph]
        return {"title": title, "paragraphs": kept} if kept else None

    def heading(self) -> Data:
        t, result, questionnaire = self.t, self.result, self.questionnaire
        date = t("Bilan du {date}", date=t.date(result.submission.submitted_at))

        def of_version(version: str) -> str:
            return t("version {version}", version=version)

        marks = []
        if result.submission.origin == "demo":
            marks.append(t("Données de démonstration"))
        if result.path.essential_only:
            marks.append(t("lecture rapide : parcours court"))
        return {
            "questionnaire": self.title,
            "title": typed(result.name) or t("Votre profil"),
            "date": date,
            "running": f"{date} · {_short(result.name)}" if result.name else date,
            "marks": marks,
            "facts": [
                [t("Questionnaire"), f"{questionnaire.id}, {of_version(questionnaire.version)}"],
                [t("Méthode de calcul"), of_version(result.submission.method_version)],
            ],
            "fingerprint": [t("Empreinte"), result.submission.questionnaire.hash],
        }  # fmt: skip

    def axes(self) -> Data:
        t = self.t
        levels = bool(self.questionnaire.levels)
        return {
            "title": t("Vue d'ensemble"),
            "heads": [t("Axe"), t("Score sur 100"), t("Niveau") if levels else "", t("Couverture")],
            "rows": [
                {
                    "name": t.text(axis.axis.short),
                    "long": t.text(axis.axis.title),
                    **self._node(axis.result),
                    "coverage": self._share(axis.result.score.coverage),
                }
                for axis in self.result.axes
            ],
        }

    def _node(self, node: NodeResult) -> Data:
        """A score: its figure, the numbers to draw it by, its interval, its level and that one's tone."""
        t, score = self.t, node.score
        shown = score.value is not None
        return {
            "score": wording.figure(t, score.value),
            "value": score.value,
            "low": score.low if shown else None,
            "high": score.high if shown else None,
            "interval": wording.interval_words(t, score),
            "level": wording.level_words(t, node.levels) if self.questionnaire.levels else "",
            "tone": self._tone(node),
        }

    def _tone(self, node: NodeResult) -> str:
        """The colour repeats what the level says in words: first, last, between, or none."""
        known = self.questionnaire.levels
        if node.levels is None or not known or node.levels[0] != node.levels[1]:
            return "plain"
        level = node.levels[0]
        return "first" if level == known[0] else "last" if level == known[-1] else "between"

    def _share(self, share: float | None) -> str:
        return "–" if share is None else self.t.percent(share)

    def detail(self, axis: AxisResult, *, comments: bool) -> Data:
        t, node = self.t, axis.result
        scored = node.score.value is not None
        themes = [self._theme(theme) for theme in axis.themes]
        return {
            "name": t.text(axis.axis.short),
            "long": t.text(axis.axis.title),
            **self._node(node),
            # Of no question, none is answered: the reason says more.
            "basis": wording.answered_words(t, node) if node.asked else "",
            "reason": "" if scored else t(wording.NO_SCORE[node.score.reason.code]),
            "losses_title": t("Ce qui pèse, en points de l'axe"),
            "losses": [
                [self._named(self.questionnaire.items[loss.question]), f"−{wording.points(t, loss.points)}"]
                for loss in axis.heaviest
            ] if scored else [],
            "themes": {
                "heads": [t("Thème"), t("Score"), t("Intervalle"), t("Réponses")],
                "rows": themes,
            },
            "note": self._unscored(axis),
            "whole": fits(themes),
            "comments_title": t("Vos commentaires"),
            "comments": self._comments(axis) if comments else [],
        }  # fmt: skip

    def _unscored(self, axis: AxisResult) -> str:
        """Why a theme with answers has a dash for its score, where one has."""
        scores = [theme.result for theme in axis.themes]
        if not any(one.score.value is None and one.answered for one in scores):
            return ""
        return self.t(
            "Un tiret : trop peu de réponses pour un score du thème. Elles comptent dans l'axe."
        )

    def _theme(self, theme: ThemeResult) -> list[str]:
        t, node = self.t, theme.result
        return [
            t.text(theme.theme.title),
            wording.figure(t, node.score.value),
            wording.interval_words(t, node.score),
            t("{answered} sur {asked}", answered=node.answered, asked=node.asked),
        ]

    def _comments(self, axis: AxisResult) -> list[list[str]]:
        items: Iterable[Question] = (
            *(question for theme in axis.axis.themes for question in theme.questions),
            *axis.axis.prompts,
            *axis.axis.indicators,
        )
        found = self.result.comments
        return [[self._named(item), typed(found[item.id])] for item in items if found.get(item.id)]

    def _named(self, item: Question) -> str:
        return self.t.text(item.short or item.text)

    def dimensions(self) -> Data | None:
        t = self.t
        if not self.result.dimensions:
            return None
        return {
            "title": t("Lecture par dimension"),
            "introduction": t(
                "Les mêmes réponses, lues autrement. Le nombre de questions diffère d'une dimension à "
                "l'autre : ne les additionnez pas."
            ),
            "heads": [t("Dimension"), t("Score"), t("Intervalle"), t("Questions")],
            "rows": [
                [
                    t.text(one.dimension.label),
                    wording.figure(t, one.result.score.value),
                    wording.interval_words(t, one.result.score),
                    wording.dimension_words(t, one),
                ]
                for one in self.result.dimensions
            ],
        }

    def highlights(self) -> list[Data]:
        t, result = self.t, self.result
        if not result.scored_axes:
            return []
        return [
            self._highlight(
                t("Points forts"),
                result.strengths,
                t("Aucun thème n'atteint encore le niveau le plus élevé."),
            ),
            self._highlight(
                t("À consolider d'abord"), result.to_consolidate, t("Aucun thème ne ressort.")
            ),
        ]

    def _highlight(self, title: str, themes: Sequence[ThemeResult], empty: str) -> Data:
        t = self.t
        rows = [
            [t.text(one.theme.title), wording.figure(t, one.result.score.value)] for one in themes
        ]
        return {"title": title, "rows": rows, "empty": empty}

    def advice(self) -> Data | None:
        t = self.t
        known = self.result.scored_axes and self.questionnaire.recommendations_for("holder")
        if not self.fired and not known:
            # Nothing stands out because nothing is known: saying so would reassure for no reason.
            return None
        return {
            "title": t("Et maintenant ?"),
            "empty": t(
                "Aucune recommandation ne ressort de ces réponses : aucun point n'appelle d'action "
                "pressante."
            ),
            "cards": [self._card(one) for one in self.fired],
        }

    def _card(self, advice: Advice) -> Data:
        t, questionnaire, one = self.t, self.questionnaire, advice.recommendation
        stages = {stage.code: stage.label for stage in questionnaire.action_stages}
        efforts = {effort.code: effort.label for effort in questionnaire.efforts}
        effort = t.text(efforts[one.effort]).lower()
        return {
            "title": t.text(one.title),
            "axis": t.text(questionnaire.axis_of[one.axis].short),
            "marks": [t.text(stages[one.stage]), t("effort : {effort}", effort=effort)],
            "reason": f"{t('Parce que :')} {t.text(one.reason)}",
            "facts": wording.facts_in_words(t, questionnaire, advice.facts),
            "action": t.text(one.action),
            "rows": [
                [t("Qui"), t.text(one.who)],
                [t("Suivi"), wording.readable(t, questionnaire, t.text(one.follow_up))],
                [t("Un précédent"), t.text(one.precedent)],
            ],
        }

    def notes(self) -> Data | None:
        t, answers = self.t, self.result.answers
        kinds = {kind.code: t.text(kind.label) for kind in self.questionnaire.prompt_kinds}
        rows = [
            [f"{t.text(axis.short)} · {kinds.get(prompt.kind, prompt.kind)}", typed(answer.value)]
            for axis in self.questionnaire.axes
            for prompt in axis.prompts
            if (answer := answers.get(prompt.id)) and answer.state is State.ANSWERED
        ]
        return {"title": t("Ce que vous avez noté"), "rows": rows} if rows else None

    def sources(self) -> Data | None:
        t, questionnaire = self.t, self.questionnaire
        cited = {
            source.code: source
            for one in self.fired
            for source in wording.cited_sources(questionnaire, one.recommendation)
        }
        rows: list[Data] = [
            {
                "code": source.code,
                "title": source.title,
                "addresses": _ADDRESS.findall(source.address),
            }
            for source in questionnaire.sources
            if source.code in cited
        ]  # fmt: skip
        licence = t("Questionnaire sous licence {licence}.", licence=questionnaire.licence)
        origin = " ".join(part for part in (questionnaire.attribution, licence) if part)
        return {"title": t("Sources"), "rows": rows, "origin": origin}
