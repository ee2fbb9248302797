from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.bench import servers, tab
from domino_survey.bench.answer import LIMIT, PAGE, answering, measure_answer, started
from domino_survey.services import assessments, drafts
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_answer__two_answers__gives_a_ratio_of_times() -> None:
    found = measure_answer(answers=2)
    assert (found.name, found.limit, found.at_least) == ("answer", LIMIT, False)
    assert found.ratio > 0
    assert found.detail.startswith("2 answers")


def test_answering__through_the_websocket__stores_each_answer(tmp_path: Path) -> None:
    code = started(tmp_path)
    with servers.domino(tmp_path) as port, tab.opened(port, PAGE, f"code={code}") as screen:
        answer = answering(screen)
        for _ in range(3):
            answer()
        question = screen.question[1].id.rpartition(":")[2]
    context = open_context(Settings(data=tmp_path))
    try:
        opened = assessments.open_by_code(context, code)
        draft = drafts.read_draft(context, opened.identity, opened.response_id)
        history = context.repository.events_since(opened.response_id)
    finally:
        context.repository.close()
    assert len([event for event in history if event.field == question]) == 3
    assert draft.answered(draft.questionnaire.items[question])
