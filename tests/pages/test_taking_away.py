"""A result is offered as files to who may have them, and a file of answers makes a new assessment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from domino_survey import reports
from domino_survey.answers.files import MOST_BYTES
from domino_survey.i18n import Translator
from domino_survey.services import assessments, drafts, plan, results
from domino_survey.ui import guard, routes, taking_away_view
from tests.builders import answers, axis, percent, questionnaire, theme
from tests.pages.screens import Assessment, Tab
from tests.pages.test_screens import filled, readable, shows
from tests.unit.reports.conftest import result_from

if TYPE_CHECKING:
    from domino_survey.services.context import Context

FILES = {"take-pdf", "take-xlsx", "take-json"}
FRENCH = Translator("fr")


def offered(tab: Tab) -> set[str]:
    return {str(one.key) for one in tab.app.get("download_button")}


def content_of(context: Context, made: Assessment) -> bytes:
    return reports.answers_file(
        results.read_result(context, made.identity, made.opened.response_id)
    )


def uploaded(content: bytes) -> Tab:
    tab = Tab(routes.RESUME)
    tab.app.file_uploader[0].set_value(("reponses.json", content, "application/json"))
    tab.app.run()
    return tab.sound()


def test_result__holder__is_offered_every_file_and_the_comments_unticked(context: Context) -> None:
    made = filled(context)
    tab = made.tab(routes.RESULT)
    assert offered(tab) == FILES
    assert tab.widgets("take-comments") == []
    drafts.save_comment(
        context, made.identity, made.opened.response_id, "A1.T1.Q1", "À revoir", session="s"
    )
    assessments.submit(context, made.identity, made.opened.response_id)
    again = made.tab(routes.RESULT)
    assert again.widget("take-comments").value is False
    again.set("take-comments", True)  # noqa: FBT003 - the value of a box
    assert offered(again) == FILES


def test_result__by_its_link__is_offered_without_the_answers(context: Context) -> None:
    made = filled(context)
    tab = Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result})
    assert offered(tab) == FILES - {"take-json"}
    assert tab.widgets("take-comments") == []


def test_result__opened__makes_no_file(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(context)
    asked: list[str] = []
    for name in ("report_pdf", "report_workbook", "answers_file"):
        monkeypatch.setattr(reports, name, lambda *_, name=name, **__: asked.append(name))
    assert offered(made.tab(routes.RESULT)) == FILES
    assert asked == []


def test_picture__few_axes_or_no_score__is_bars_or_nothing(context: Context) -> None:
    made = filled(context)
    whole = results.read_result(context, made.identity, made.opened.response_id)
    assert taking_away_view.picture_of(FRENCH, whole) is None
    model = questionnaire(
        axis("A", theme("T1", percent("Q1"))), axis("B", theme("T2", percent("Q2")))
    )
    picture = taking_away_view.picture_of(FRENCH, result_from(model, answers(Q1=80, Q2=20)))
    assert picture is not None
    assert "80" in picture.description
    assert picture.svg.startswith("<svg")


def test_resume__file_of_answers__is_told_then_loaded_once(context: Context) -> None:
    made = filled(context)
    before = context.repository.health().responses
    tab = uploaded(content_of(context, made))
    assert "Repair café de Redon" in readable(tab.said)
    assert context.repository.health().responses == before
    tab.click("load-answers")
    assert shows(tab, "Votre initiative")
    query = tab.app.query_params[guard.CODE]
    code = query if isinstance(query, str) else query[0]
    assert code != made.opened.code
    assert code in readable(tab.said)
    loaded = Assessment(context, assessments.open_by_code(context, code))
    assert loaded.draft.answers == made.draft.answers
    assert context.repository.health().responses == before + 1


def test_resume__file_with_faults__lists_them_and_offers_nothing(context: Context) -> None:
    data = json.loads(content_of(context, filled(context)))
    data["answers"] |= {"P03": {"value": "99999"}, "**X** <b>": {"value": "1"}}
    before = context.repository.health().responses
    tab = uploaded(json.dumps(data).encode())
    said = readable(tab.said)
    assert "2 problèmes" in said
    assert "$.answers.P03" in said
    assert "**X** <b>" in said
    assert tab.widgets("load-answers") == []
    assert context.repository.health().responses == before


def test_resume__file_too_large__is_refused_by_the_server_too(context: Context) -> None:
    tab = uploaded(b" " * (MOST_BYTES + 1))
    assert "dépasse 2" in readable(tab.said)
    assert context.repository.health().responses == 0


@pytest.mark.usefixtures("context")
def test_resume__no_file_of_answers__says_so_without_a_place() -> None:
    for content in (b"", "Bonjour, voici mes réponses".encode(), b"[1, 2]"):
        said = readable(uploaded(content).said)
        assert "n'est pas un fichier de réponses" in said
        assert "$" not in said
        assert "ligne" not in said


def test_resume__more_faults_than_are_listed__counts_them_all(context: Context) -> None:
    data = json.loads(content_of(context, filled(context)))
    data["answers"] |= {f"X{number}": {"value": "1"} for number in range(150)}
    assert "150 problèmes" in readable(uploaded(json.dumps(data).encode()).said)


def test_result__plan_chosen__may_be_left_out_of_the_files_by_its_holder(
    context: Context,
) -> None:
    made = filled(context)
    assert made.tab(routes.RESULT).widgets("take-plan") == []
    result = results.read_result(context, made.identity, made.opened.response_id)
    chosen = result.advice[0].recommendation.id
    plan.choose(context, made.identity, made.opened.response_id, chosen, session="s")
    tab = made.tab(routes.RESULT)
    assert tab.widget("take-plan").value is True
    reader = Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result})
    assert reader.widgets("take-plan") == []
