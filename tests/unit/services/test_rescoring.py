"""Rescoring several hundred assessments: in parts, interrupted, gone on with, compared; old scores stay."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey import scoring
from domino_survey.answers import table_of
from domino_survey.demo.filling import fill
from domino_survey.errors import DominoError
from domino_survey.schema import Questionnaire
from domino_survey.scoring import Differing
from domino_survey.services import rescoring
from domino_survey.services.assessments import answers_of
from domino_survey.services.context import Context
from domino_survey.services.opening import open_context
from domino_survey.services.rights import VISITOR, Identity, Role
from domino_survey.settings import ROOT, Settings
from domino_survey.storage import AuditEntry, Selection
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domino_survey.storage import QuestionnaireUse, StoredSubmission

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
RESPONSES = 320
ORGANISER = Identity(frozenset({Role.VISITOR, Role.ORGANISER}))
SELECTION = Selection("domino", "1", ("demo",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 of the questionnaire, in which the assessments were made, and another version 2."""
    root = tmp_path_factory.mktemp("schemas")
    (root / "domino").mkdir()
    first = root / "domino" / "1.yaml"
    shutil.copy(ROOT / "schemas" / "domino" / "1.yaml", first)
    return root


@pytest.fixture(scope="module")
def filled(folder: Path) -> Iterator[Context]:
    context = Context(
        open_repository(now=NOW), Settings(demo=True, schemas=folder), clock=lambda: NOW
    )
    fill(context, RESPONSES, 3)
    yield context
    context.repository.close()


@pytest.fixture
def use(filled: Context) -> QuestionnaireUse:
    (found,) = rescoring.rescorable(filled, ORGANISER)
    return found


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "CHUNK", 100)


def changed(content: Questionnaire) -> Questionnaire:
    """The same with a question that weighs thrice, one with another code, one with another id."""
    data = content.model_dump(mode="json")
    data["version"] = "2"
    themes = data["axes"][0]["themes"]
    themes[0]["questions"][0]["weight"] = 3.0
    themes[1]["questions"][0]["levels"][0]["code"] = "nothing"
    themes[2]["questions"][0]["id"] = "A1.T3.new"
    return Questionnaire.model_validate_json(json.dumps(data))


def finish(context: Context, rescoring_id: str) -> list[rescoring.Progress]:
    return list(rescoring.run(context, ORGANISER, "domino", rescoring_id))


def sent(context: Context) -> list[StoredSubmission]:
    return context.repository.latest_submissions(SELECTION)


@pytest.mark.usefixtures("small_parts")
def test_run__interrupted__goes_on_where_it_stopped_and_changes_no_old_score(
    filled: Context, use: QuestionnaireUse
) -> None:
    before = sent(filled)
    target = changed(filled.library.current("domino"))
    begun = rescoring.announce(filled, ORGANISER, use, target)
    parts = rescoring.run(filled, ORGANISER, "domino", begun)
    assert next(parts) == rescoring.Progress(0, use.submitted)
    assert next(parts) == rescoring.Progress(100, use.submitted)
    parts.close()  # type: ignore[attr-defined]

    newest = rescoring.rescorings(filled, ORGANISER, "domino")[0]
    assert (newest.stored, newest.remaining) == (100, use.submitted - 100)
    half = filled.repository.rescored(begun)
    steps = finish(filled, begun)
    assert [one.done for one in steps] == [100, 200, use.submitted]
    whole = filled.repository.rescored(begun)
    assert len(whole) == use.submitted
    assert {key: whole[key] for key in half} == half
    assert finish(filled, begun) == [rescoring.Progress(use.submitted, use.submitted)]
    assert sent(filled) == before


@pytest.mark.usefixtures("small_parts")
def test_run__store_fails_in_the_middle__what_was_stored_stays_and_it_goes_on(
    filled: Context, use: QuestionnaireUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = rescoring.announce(filled, ORGANISER, use, filled.library.current("domino"))
    store, calls = filled.repository.store_rescored, iter(range(9))

    def failing(*arguments: object) -> None:
        if next(calls) == 1:
            raise RuntimeError("power cut")
        store(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(filled.repository, "store_rescored", failing)
    with pytest.raises(RuntimeError, match="power cut"):
        finish(filled, begun)
    assert len(filled.repository.rescored(begun)) == 100
    monkeypatch.undo()
    assert finish(filled, begun)[-1].done == use.submitted


@pytest.mark.usefixtures("small_parts")
def test_announce__same_one_unfinished__goes_on_instead_of_beginning_another(
    filled: Context, use: QuestionnaireUse
) -> None:
    target = changed(filled.library.current("domino"))
    begun = rescoring.announce(filled, ORGANISER, use, target)
    parts = rescoring.run(filled, ORGANISER, "domino", begun)
    next(parts)
    next(parts)
    assert rescoring.announce(filled, ORGANISER, use, target) == begun
    assert rescoring.announce(filled, ORGANISER, use, filled.library.current("domino")) != begun
    finish(filled, begun)
    assert rescoring.announce(filled, ORGANISER, use, target) != begun


@pytest.mark.usefixtures("small_parts")
def test_run__two_organisers_at_the_same_time__each_score_is_stored_once(
    filled: Context, use: QuestionnaireUse
) -> None:
    before = sent(filled)
    target = changed(filled.library.current("domino"))
    begun = rescoring.announce(filled, ORGANISER, use, target)
    ready = threading.Barrier(2)

    def work() -> list[rescoring.Progress]:
        ready.wait()
        return finish(filled, begun)

    with ThreadPoolExecutor(2) as pool:
        told = [one.result() for one in [pool.submit(work), pool.submit(work)]]
    for steps in told:
        assert steps[-1].done == steps[-1].total == use.submitted
    found = filled.repository.rescored(begun)
    assert len(found) == use.submitted
    alone = rescoring.announce(filled, ORGANISER, use, target)
    finish(filled, alone)
    assert filled.repository.rescored(alone) == found
    assert sent(filled) == before


KILLED = """
import os, signal, sys
from domino_survey.services import rescoring
from domino_survey.services.opening import open_context
from domino_survey.services.rights import Identity, Role
from domino_survey.settings import Settings
who = Identity(frozenset({Role.VISITOR, Role.ORGANISER}))
context = open_context(Settings(data=sys.argv[1], demo=True))
rescoring.CHUNK = 30
(use,) = rescoring.rescorable(context, who)
begun = rescoring.announce(context, who, use, context.library.current("domino"))
for step in rescoring.run(context, who, "domino", begun):
    if step.done == 60:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_run__server_killed_in_the_middle__what_was_stored_stays_and_it_goes_on(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path / "data", demo=True)
    first = open_context(settings)
    fill(first, 120, 7)
    before = sent(first)
    first.repository.close()
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", KILLED, str(settings.data)], check=False, cwd=ROOT
    )
    assert done.returncode == -signal.SIGKILL

    context = open_context(settings)
    (left,) = rescoring.rescorings(context, ORGANISER, "domino")
    (used,) = rescoring.rescorable(context, ORGANISER)
    assert (left.stored, left.remaining) == (60, used.submitted - 60)
    half = context.repository.rescored(left.id)
    content = context.library.current("domino")
    assert rescoring.announce(context, ORGANISER, used, content) == left.id
    assert finish(context, left.id)[-1].done == used.submitted
    whole = context.repository.rescored(left.id)
    assert {key: whole[key] for key in half} == half
    assert len(whole) == used.submitted
    assert sent(context) == before
    context.repository.close()


def test_outcome__same_content__nothing_moves(filled: Context, use: QuestionnaireUse) -> None:
    begun = rescoring.announce(filled, ORGANISER, use, filled.library.current("domino"))
    finish(filled, begun)
    found = rescoring.outcome(filled, ORGANISER, "domino", begun)

    assert found.size == len(sent(filled))
    assert found.methods == (scoring.METHOD_VERSION,)
    assert found.prospect.differences == ()
    assert {(one.moved, one.levels, one.gained, one.lost) for one in found.moves} == {(0, 0, 0, 0)}
    assert {one.largest for one in found.moves} == {None}


def test_outcome__other_content__counts_what_moved_as_scoring_by_hand_does(
    filled: Context, use: QuestionnaireUse
) -> None:
    source = filled.library.current("domino")
    target = changed(source)
    begun = rescoring.announce(filled, ORGANISER, use, target)
    finish(filled, begun)
    found = rescoring.outcome(filled, ORGANISER, "domino", begun)

    old = sent(filled)
    answers = [dict(answers_of(one.submission)) for one in old]
    for given in answers:
        given.pop(source.axes[0].themes[1].questions[0].id, None)
        given.pop(source.axes[0].themes[2].questions[0].id, None)
    short = [source.path(str(one.submission.answers["path"])).essential_only for one in old]
    by_hand = scoring.score(target, table_of(target, answers), essential_only=np.array(short))
    for moves in found.moves:
        before = np.array(
            [np.nan if (v := one.scores[moves.node].value) is None else v for one in old]
        )
        after = by_hand.nodes[moves.node].value
        gap = after - before
        moved = gap[np.abs(gap) > 0.05]
        assert moves.compared == np.count_nonzero(~np.isnan(gap))
        assert moves.moved == moved.size
        assert moves.gained == np.count_nonzero(np.isnan(before) & ~np.isnan(after))
        assert moves.lost == np.count_nonzero(~np.isnan(before) & np.isnan(after))
        if moved.size:
            assert moves.median == pytest.approx(float(np.median(moved)))
            assert abs(moves.largest or 0.0) == pytest.approx(float(np.abs(moved).max()))
    by_node = {one.node: one for one in found.moves}
    assert by_node["A1"].moved > 0
    assert by_node["A1.T1"].moved > 0
    assert by_node["A2"].moved == by_node["A2.T1"].moved == 0


def test_prospect__other_content__names_what_differs_and_what_is_not_carried(
    filled: Context,
) -> None:
    source = filled.library.current("domino")
    found = rescoring.prospect(source, changed(source))
    assert [(one.question.id, one.reason.value) for one in found.left_out] == [
        ("A1.T2.Q1", "other-options"),
        ("A1.T3.new", "absent"),
    ]
    kinds = {one.kind for one in found.differences}
    assert kinds == {Differing.WEIGHT, Differing.REMOVED, Differing.ADDED}


def test_scorings__own_content__comes_first(filled: Context, use: QuestionnaireUse) -> None:
    first, *others = rescoring.scorings(filled, ORGANISER, use)
    assert first.hash == use.ref.hash
    assert use.ref.hash not in {one.hash for one in others}


def test_rescoring__withdrawn_since__is_left_out_of_what_moved(folder: Path) -> None:
    context = Context(
        open_repository(now=NOW), Settings(demo=True, schemas=folder), clock=lambda: NOW
    )
    fill(context, 40, 5)
    (used,) = rescoring.rescorable(context, ORGANISER)
    begun = rescoring.announce(context, ORGANISER, used, context.library.current("domino"))
    finish(context, begun)
    size = rescoring.outcome(context, ORGANISER, "domino", begun).size
    history = context.repository.sent(SELECTION)
    initiatives = [sent.initiative_id for sent in history]
    # Where there is an earlier assessment, that one would count instead.
    gone = next(sent.response_id for sent in history if initiatives.count(sent.initiative_id) == 1)
    context.repository.withdraw(gone, NOW, AuditEntry(NOW, "holder", "withdraw", gone))
    assert rescoring.outcome(context, ORGANISER, "domino", begun).size == size - 1
    context.repository.close()


def test_run__begun_by_another_method__is_refused(
    filled: Context, use: QuestionnaireUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = rescoring.announce(filled, ORGANISER, use, filled.library.current("domino"))
    monkeypatch.setattr(rescoring, "METHOD_VERSION", "2")
    with pytest.raises(DominoError) as refused:
        finish(filled, begun)
    assert refused.value.code == "other-method"


def test_rescoring__unknown_id__is_refused(filled: Context) -> None:
    for call in (finish, lambda *a: rescoring.outcome(a[0], ORGANISER, "domino", a[1])):
        with pytest.raises(DominoError) as refused:
            call(filled, "no-such")
        assert refused.value.code == "unknown-rescoring"


def test_rights__anybody_else__is_refused(filled: Context, use: QuestionnaireUse) -> None:
    content = filled.library.current("domino")
    holder = Identity(frozenset({Role.VISITOR, Role.HOLDER, Role.DECISION_MAKER}))
    for who in (VISITOR, holder):
        calls = (
            lambda who=who: rescoring.rescorable(filled, who),
            lambda who=who: rescoring.scorings(filled, who, use),
            lambda who=who: rescoring.announce(filled, who, use, content),
            lambda who=who: next(iter(rescoring.run(filled, who, "domino", "x"))),
            lambda who=who: rescoring.rescorings(filled, who, "domino"),
            lambda who=who: rescoring.outcome(filled, who, "domino", "x"),
        )
        for call in calls:
            with pytest.raises(DominoError) as refused:
                call()
            assert refused.value.code == "not-allowed"
