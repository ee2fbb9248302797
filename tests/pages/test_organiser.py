"""The organisers' screens on demonstration data: a question opened, scores computed again, gone on with."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey.answers import answered
from domino_survey.demo.filling import fill
from domino_survey.scoring import near_choice
from domino_survey.services import method, rescoring, runtime
from domino_survey.services.bulk import Filled, store_filled
from domino_survey.services.context import Context
from domino_survey.services.rights import Identity, Role
from domino_survey.settings import ROOT
from domino_survey.ui import guard, quality_view, routes
from tests.pages.screens import Tab

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = datetime(2026, 2, 1, 9, tzinfo=UTC)
ORGANISER = Identity(frozenset({Role.VISITOR, Role.ORGANISER}))


def readable(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "").replace("’", "'")


@pytest.fixture
def filled(make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch) -> Context:
    """An installation with demonstration data, visited by an organiser."""
    monkeypatch.setattr(guard, "identify", lambda: ORGANISER)
    context = make_context(demo=True)
    fill(context, 70, 2)
    return context


def columns(tab: Tab) -> set[str]:
    """The headings of all tables of a screen."""
    return {readable(str(name)) for table in tab.app.table for name in table.value.columns}


@pytest.mark.usefixtures("filled")
def test_quality__a_question_chosen__shows_its_answers_and_their_shares() -> None:
    tab = Tab(routes.QUALITY)
    (box,) = [one for one in tab.app.selectbox if one.label == "Question"]
    assert box.value == ""
    assert "Lien avec les autres" not in columns(tab)
    box.select_index(1).run()
    tab.sound()
    assert {"Lien avec les autres", "Cohérence sans elle", "Part"} <= columns(tab)
    assert "médiane" in tab.said


@pytest.mark.usefixtures("filled")
def test_quality__another_language__counts_its_assessments_only() -> None:
    tab = Tab(routes.QUALITY)
    counts = []
    for language in ("all", "fr", "en"):
        tab.set("quality-language", language)
        counts.append(int(re.findall(r"\*\*(\d+)\*\* bilans? compté", tab.said)[0]))
    assert counts[0] == counts[1] + counts[2]
    assert counts[2] > 0


@pytest.mark.parametrize(
    "screen", [routes.QUALITY, routes.RESCORING, routes.EXPORT], ids=lambda s: s.address
)
def test_screens__nothing_sent__say_what_will_come(
    screen: routes.Screen, make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "identify", lambda: ORGANISER)
    make_context()
    tab = Tab(screen)
    assert len(tab.app.info) == 1
    assert tab.widgets("rescoring-begin") == []
    assert len(tab.app.selectbox) == 0


def test_quality__a_question_chosen__every_figure_with_its_words(filled: Context) -> None:
    tab = Tab(routes.QUALITY)
    content = filled.library.current("domino")
    key = f"quality-question-{content.hash[:8]}"
    chosen = content.scored_questions[0]
    tab.set(key, chosen.id)
    cells = {readable(str(cell)) for table in tab.app.table for cell in table.value.iloc[:, 0]}
    assert {
        "Au niveau le plus bas",
        "Au niveau le plus haut",
        "Sans réponse",
        "Ne sait pas",
        "Sans objet",
        "Question non posée",
    } <= cells
    shown = readable(tab.said)
    for words in ("Lien avec les autres", "alpha de Cronbach", "Chaque page pose une question"):
        assert words in shown
    assert "Sa page prend" in shown


@pytest.mark.parametrize("count", [1, 4, 29, 30])
def test_quality__few_responses__says_what_is_missing_and_never_fails(
    count: int, make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "identify", lambda: ORGANISER)
    context = make_context(demo=True)
    content = context.library.current("domino")
    profiles = {"P10": answered("fonctionnement")}
    level = {
        question.id: near_choice(content, question.id, 50.0)
        for question in content.scored_questions
    }
    made = [
        Filled(
            id=f"response-{number}",
            initiative_id=f"initiative-{number}",
            initiative_since=START,
            code=f"code-{number}",
            path="full",
            language="fr" if number % 2 else "en",
            author=f"author-{number}",
            started_at=START,
            ended_at=START + timedelta(minutes=20),
            submitted=True,
            answers=profiles | level,
            comments={},
            proofs={},
        )
        for number in range(count)
    ]
    store_filled(context, content, made, origin="demo")
    tab = Tab(routes.QUALITY)
    for language in ("all", "fr", "en"):
        tab.set("quality-language", language)
        counted = len([1 for one in made if language in {"all", one.language}])
        if counted < 5:
            assert "Il en faut au moins 5" in readable(tab.said)
            continue
        tab.set(f"quality-question-{content.hash[:8]}", content.scored_questions[0].id)
        for chosen in quality_view.COLUMNS:
            tab.set("quality-columns", chosen)
        labels = [readable(one.label) for one in tab.app.expander]
        axis = next(label for label in labels if label.startswith("Individu et collectif"))
        # All answer alike: even from 30 on, there is no coefficient, and the reason is said.
        assert ("30 bilans" in axis) == (counted < 30)
        assert ("pareil" in axis) == (counted >= 30)


def test_rescoring__pressed__scores_again_and_says_what_moved(filled: Context) -> None:
    tab = Tab(routes.RESCORING).click("rescoring-begin")
    assert "Le recalcul est terminé" in tab.said
    assert "Rien n'a bougé" in readable(tab.said)
    (done,) = rescoring.rescorings(filled, ORGANISER, "domino")
    assert done.stored > 0
    assert done.remaining == 0
    tab.app.run()
    assert "Le recalcul est terminé" not in tab.said
    assert len(rescoring.rescorings(filled, ORGANISER, "domino")) == 1


def test_rescoring__interrupted__is_offered_and_goes_on(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "CHUNK", 10)
    (use,) = rescoring.rescorable(filled, ORGANISER)
    begun = rescoring.announce(filled, ORGANISER, use, filled.library.current("domino"))
    parts = rescoring.run(filled, ORGANISER, "domino", begun)
    next(parts)
    next(parts)

    tab = Tab(routes.RESCORING)
    left = use.submitted - 10
    assert f"il reste {left} bilans" in readable(tab.said).replace("\u00a0", " ")
    assert "que sur les bilans déjà recalculés" in readable(tab.said)
    tab.click(f"rescoring-resume-{begun}")
    assert "n'est pas terminé" not in readable(tab.said)
    assert "que sur les bilans déjà recalculés" not in readable(tab.said)
    (done,) = rescoring.rescorings(filled, ORGANISER, "domino")
    assert (done.stored, done.remaining) == (use.submitted, 0)


def test_rescoring__by_another_version__what_moved_and_why_axis_by_axis(
    make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guard, "identify", lambda: ORGANISER)
    folder = tmp_path / "schemas" / "domino"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "schemas" / "domino" / "1.yaml", folder / "1.yaml")
    context = make_context(demo=True, schemas=folder.parent)
    fill(context, 60, 4)
    content = context.library.current("domino")
    settings = method.with_weights(content, method.Settings(), {"A1.T1": 3.0, "A2.T1": 3.0})
    usual = method.own_rules(content, method.ALL_THEMES)
    assert usual is not None
    settings = method.with_rules(content, settings, method.ALL_THEMES, replace(usual, coverage=0.7))
    version = method.new_version(context, ORGANISER, content, settings)
    (folder / "2.yaml").write_text(version.text, encoding="utf-8")
    # As a server that was started again: files are read once.
    context = Context(context.repository, context.settings)
    runtime.install(context)

    tab = Tab(routes.RESCORING).set("rescoring-target", context.library.current("domino").hash)
    tab.click("rescoring-begin")
    said = readable(tab.said)
    assert {"Axe", "Ont bougé", "Écart médian", "Le plus grand"} <= columns(tab)
    assert {"Autre niveau", "Score gagné", "Score perdu"} <= columns(tab)
    why = said[said.rindex("Pourquoi") if "Pourquoi" in said else 0 :]
    places = [why.index(words) for words in ("tous les thèmes", "**Individu et collectif**")]
    assert places == sorted(places)
    assert "**Acteur public local**" in why
    assert "**Solidarités**" not in why
    (done,) = rescoring.rescorings(context, ORGANISER, "domino")
    assert done.remaining == 0


def exports(context: Context) -> list[dict[str, object]]:
    """What the audit log says of exports, newest first."""
    trail = context.repository.audit_trail(20)
    return [dict(one.entry.detail) for one in trail if one.entry.action == "export"]


def test_export__without_a_reason__is_refused_and_not_noted(filled: Context) -> None:
    tab = Tab(routes.EXPORT).click("export-begin")
    assert "Une extraction demande une raison" in readable(tab.said)
    assert exports(filled) == []
    assert tab.app.get("download_button") == []


def test_export__with_a_reason__is_noted_then_ready_until_something_else_is_asked(
    filled: Context,
) -> None:
    tab = Tab(routes.EXPORT)
    tab.set("export-reason", "Préparer la restitution")
    tab.click("export-begin")
    (noted,) = exports(filled)
    assert noted["reason"] == "Préparer la restitution"
    assert (noted["identifiers"], noted["texts"], noted["shared_only"]) == (False, False, True)
    assert noted["formats"] == ["xlsx"]
    assert "Le fichier est prêt" in tab.said
    (button,) = tab.app.get("download_button")
    assert "reponses-domino-v1-demo" in button.proto.label
    tab.set("export-who", "identifiers")
    assert tab.app.get("download_button") == []
    assert "RGPD" in tab.said
    assert len(exports(filled)) == 1


@pytest.mark.usefixtures("filled")
def test_export__nothing_to_take__says_so_and_offers_no_button() -> None:
    tab = Tab(routes.EXPORT)
    tab.set("export-reason", "Préparer la restitution")
    tab.set("export-until", "01/01/2001")
    assert "Aucun bilan envoyé" in readable(tab.said)
    assert tab.widgets("export-begin") == []
    tab.set("export-until", "31/02/2026")
    assert "ne se lit pas" in tab.said
    assert tab.widgets("export-begin") == []
    assert tab.widget("export-reason").value == "Préparer la restitution"
    tab.set("export-until", "2030-12-31")
    assert tab.widgets("export-begin") != []
    tab.set("export-format-xlsx", False)  # noqa: FBT003 - the value of a box
    assert "Cochez un format" in tab.said
