"""One answered question, from the message on the websocket to the end of the script run."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domino_survey.answers import answered
from domino_survey.bench import servers, tab
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.twin import PAGE as TWIN
from domino_survey.bench.twin import is_alike, program_of
from domino_survey.schema import TerritoryQuestion, option_codes
from domino_survey.services import assessments, drafts
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.bench.tab import Tab
    from domino_survey.schema import Question
    from domino_survey.services.context import Context

LIMIT = 1.3
ANSWERS = 100
WARMING = 5
PAGE = "questionnaire"
QUESTIONNAIRE = "domino"


def measure_answer(answers: int = ANSWERS) -> Measurement:
    """The questionnaire's page, against a bare script that draws the same elements and stores nothing."""
    with TemporaryDirectory(prefix="domino-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        code = started(folder / "data")
        ours = stack.enter_context(servers.domino(folder / "data"))
        mine = stack.enter_context(tab.opened(ours, PAGE, f"code={code}"))
        answer = answering(mine)
        answer()
        # Once answered, the screen keeps its elements from one answer to the next.
        seen = mine.drawn
        script = folder / "twin" / TWIN
        script.parent.mkdir()
        script.write_text(program_of(seen, mine.question[0]), encoding="utf-8")
        theirs = stack.enter_context(servers.bare(script))
        twin = stack.enter_context(tab.opened(theirs))
        answer_twin = answering(twin)
        for _ in range(WARMING):
            answer()
            answer_twin()
        if not is_alike(seen, twin.drawn):
            raise RuntimeError("the bare script draws something else than the screen")
        seconds, bare_seconds = interleaved(answer, answer_twin, answers)
    detail = f"{answers} answers: {1000 * seconds:.1f} ms; bare {1000 * bare_seconds:.1f} ms"
    return Measurement("answer", seconds / bare_seconds, LIMIT, detail)


def started(data: Path) -> str:
    """The code of a new assessment in a new store, ready for its first question."""
    context = open_context(Settings(data=data))
    try:
        path = context.library.current(QUESTIONNAIRE).paths[-1].code
        begun = assessments.start(context, QUESTIONNAIRE, path=path, language="fr")
        draft = drafts.read_draft(context, begun.identity, begun.response_id)
        for item in assessments.profile_missing(draft):
            drafts.save_answer(
                context,
                begun.identity,
                begun.response_id,
                item.id,
                answered(_something(context, item)),
                session="bench",
            )
    finally:
        context.repository.close()
    return begun.code


def _something(context: Context, item: Question) -> str:
    if isinstance(item, TerritoryQuestion):
        return context.territories.search("Nantes", 1)[0].code
    return next(iter(option_codes(item)), "Jardin")


def answering(screen: Tab) -> Callable[[], object]:
    """A function that answers the question of a screen, each time with its next option."""
    fragment, radio = screen.question
    options = cycle(radio.options)
    return lambda: screen.choose(fragment, radio.id, next(options))
