"""Answers taken from one installation and loaded into another: all of them and the same result, or nothing."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.answers import DONT_KNOW, answered
from domino_survey.answers.files import AnswersFile, write_answers_file
from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.reports import answers_file
from domino_survey.services import assessments, drafts, loading_answers, results
from domino_survey.services.context import Context
from domino_survey.services.rights import VISITOR, Identity
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository
from domino_survey.storage.tables import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domino_survey.services.assessments import Opened

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
JARDINS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"
VALUES: dict[str, Any] = {
    "P01": "Repair café",
    "P03": "35236",
    "P10": "fonctionnement",
    "P19": ("agregats",),
    "A1.T1.Q1": "3",
    "A2.T2.Q1": ("lieu", "communication"),
    "A1.pepite": "Un café offert\nà la première réparation.",
}


@pytest.fixture
def installation() -> Iterator[Callable[..., Context]]:
    """An installation of its own, with a store in memory."""
    made: list[Context] = []

    def make(**settings: object) -> Context:
        moment = [START + timedelta(days=len(made))]

        def clock() -> datetime:
            moment[0] += timedelta(seconds=1)
            return moment[0]

        made.append(Context(open_repository(now=START), Settings(**settings), clock=clock))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.repository.close()


@pytest.fixture
def context(installation: Callable[..., Context]) -> Context:
    return installation()


def sent(context: Context) -> Opened:
    """An assessment with answers, a comment and a proof, sent."""
    opened = assessments.start(context, "domino", path="short", language="fr")
    who = (context, opened.identity, opened.response_id)
    for item, value in VALUES.items():
        drafts.save_answer(*who, item, answered(value), session="ana")
    drafts.save_answer(*who, "A1.T1.Q2", DONT_KNOW, session="ana")
    drafts.save_comment(*who, "A1.T1.Q1", "À revoir", session="ana")
    drafts.save_proof(*who, "A1.T1.Q1", "constat", session="ana")
    assessments.submit(*who)
    return opened


def taken(context: Context, opened: Opened) -> bytes:
    return answers_file(results.read_result(context, opened.identity, opened.response_id))


def load(context: Context, content: bytes) -> Opened:
    return loading_answers.load_answers(context, VISITOR, content, session="ben")


def read(context: Context, content: bytes | str) -> loading_answers.Loadable:
    content = content.encode() if isinstance(content, str) else content
    return loading_answers.read_answers(context, VISITOR, content)


def refused(context: Context, content: bytes | str) -> list[tuple[str, str]]:
    """The codes and places of a refusal; nothing is stored for it."""
    before = context.repository.health().responses
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(DominoError) as error:
        load(context, content)
    assert context.repository.health().responses == before
    return [(one.code, one.place) for one in error.value.problems]


def changed(content: bytes, change: Callable[[Any], None]) -> str:
    data = json.loads(content)
    change(data)
    return json.dumps(data)


def test_load__file_of_another_installation__gives_the_same_answers_and_result(
    installation: Callable[..., Context],
) -> None:
    here, there = installation(), installation()
    opened = sent(here)
    content = taken(here, opened)
    loaded = load(there, content)
    draft = drafts.read_draft(there, loaded.identity, loaded.response_id)
    before = results.read_result(here, opened.identity, opened.response_id)
    assert draft.answers == {k: v for k, v in before.answers.items() if k != "P19"}
    assert draft.comment("A1.T1.Q1") == "À revoir"
    assert draft.proof("A1.T1.Q1") == "constat"
    assert (draft.path.code, draft.response.language) == ("short", "fr")
    assessments.submit(there, loaded.identity, loaded.response_id)
    after = results.read_result(there, loaded.identity, loaded.response_id)
    assert after.scores.row(0) == before.scores.row(0)
    assert json.loads(taken(there, loaded)) == json.loads(
        changed(content, lambda data: data["answers"].pop("P19"))
    )


def test_load__twice_where_it_comes_from__makes_two_initiatives_that_share_nothing(
    context: Context,
) -> None:
    opened = sent(context)
    content = taken(context, opened)
    first, second = load(context, content), load(context, content)
    found = [context.repository.response(o.response_id) for o in (opened, first, second)]
    assert len({one.initiative_id for one in found if one}) == 3
    assert len({opened.code, first.code, second.code}) == 3
    assert assessments.open_by_code(context, first.code) == first
    draft = drafts.read_draft(context, first.identity, first.response_id)
    assert not draft.answered(draft.questionnaire.items["P19"])
    assert context.repository.submissions_of_response(first.response_id) == []


def test_read__sound_file__tells_what_it_holds_and_stores_nothing(context: Context) -> None:
    content = taken(context, sent(context))
    before = context.repository.health().responses
    found = read(context, content)
    assert context.repository.health().responses == before
    assert (found.name, found.questionnaire.version, found.shares) == ("Repair café", "1", True)
    assert found.answered == 3


def test_load__nobody_who_may_start__is_refused(context: Context) -> None:
    content = taken(context, sent(context))
    with pytest.raises(DominoError, match="not-allowed"):
        loading_answers.load_answers(context, Identity(frozenset()), content, session="x")


def test_load__several_faults__are_all_told_at_their_places(context: Context) -> None:
    def spoil(data: Any) -> None:
        data["answers"] |= {"P03": {"value": "99999"}, "A1.T1.Q1": {"value": "17"}}
        data["answers"]["X1"] = {"value": "1"}
        data["proofs"]["A1.T1.Q1"] = "serment"

    content = changed(taken(context, sent(context)), spoil)
    assert set(refused(context, content)) == {
        ("unknown-commune", "$.answers.P03"),
        ("unknown-option-answered", "$.answers['A1.T1.Q1']"),
        ("answers-file-unknown-item", "$.answers.X1"),
        ("unknown-proof", "$.proofs['A1.T1.Q1']"),
    }


def test_load__truncated_or_foreign__is_refused(context: Context) -> None:
    content = taken(context, sent(context))
    assert [code for code, _ in refused(context, content[:300])] == ["answers-file-not-json"]
    assert [code for code, _ in refused(context, b"{}")] == ["answers-file-other-format"]
    too_large = content + b" " * 2_000_000
    assert [code for code, _ in refused(context, too_large)] == ["answers-file-too-large"]


def test_load__another_version__is_refused_and_both_are_named(context: Context) -> None:
    def renumber(data: Any) -> None:
        data["questionnaire"] |= {"version": "7", "hash": "f" * 64}

    content = changed(taken(context, sent(context)), renumber)
    assert refused(context, content) == [("answers-file-other-version", "$.questionnaire.version")]
    with pytest.raises(DominoError) as error:
        read(context, content)
    fault, remedy = Translator("fr").problem(error.value.problems[0])
    assert "version 7" in fault
    assert "1." in remedy


def test_load__same_number_but_another_content__is_refused(context: Context) -> None:
    content = changed(
        taken(context, sent(context)), lambda data: data["questionnaire"].update(hash="f" * 64)
    )
    assert refused(context, content) == [("answers-file-other-content", "$.questionnaire.hash")]


def gardens(installation: Callable[..., Context], folder: Path, *versions: str) -> Context:
    """An installation with versions of the questionnaire on gardens; the oldest has its own hash."""
    place = folder / "jardins"
    place.mkdir(parents=True, exist_ok=True)
    for version in versions:
        shutil.copy(JARDINS, place / f"{version}.yaml")
        text = JARDINS.read_text(encoding="utf-8").replace("version: v2", f"version: {version}")
        (place / f"{version}.yaml").write_text(text, encoding="utf-8")
    return installation(schemas=folder, questionnaire="jardins")


def test_load__version_that_only_the_archive_has__is_loaded_as_it_was(
    installation: Callable[..., Context], tmp_path: Path
) -> None:
    old = gardens(installation, tmp_path / "old", "v2")
    opened = assessments.start(old, "jardins", path="complet", language="fr")
    drafts.save_answer(
        old, opened.identity, opened.response_id, "nom", answered("Le clos"), session="ana"
    )
    draft = drafts.read_draft(old, opened.identity, opened.response_id)
    content = write_answers_file(
        AnswersFile(draft.questionnaire, "complet", "fr", draft.answers, {}, {})
    )
    # The same store, once the files hold a newer version only.
    newer = gardens(installation, tmp_path / "new", "v3")
    assert refused(newer, content) == [("answers-file-other-version", "$.questionnaire.version")]
    later = Context(old.repository, newer.settings, clock=old.clock)
    loaded = load(later, content)
    found = drafts.read_draft(later, loaded.identity, loaded.response_id)
    assert found.questionnaire.hash == draft.questionnaire.hash
    assert found.answers == draft.answers


def test_load__answer_that_a_constraint_excludes__is_refused_at_its_place(
    installation: Callable[..., Context], tmp_path: Path
) -> None:
    garden = gardens(installation, tmp_path, "v2")
    content = write_answers_file(
        AnswersFile(
            garden.library.current("jardins"),
            "complet",
            "fr",
            {"nom": answered("Le clos"), "voisins.repas": answered(400.0)},
            {},
            {},
        )
    )
    assert refused(garden, content) == [("constraint-not-met", "$.answers['voisins.repas']")]


def test_load__store_that_fails_half_way__keeps_nothing(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = taken(context, sent(context))
    before = context.repository.health()

    def fail(cursor: Any, table: str, rows: Any) -> None:
        if table == "answer_event":
            raise OSError("no room")
        insert(cursor, table, rows)

    monkeypatch.setattr("domino_survey.storage.duckdb_submissions.insert", fail)
    with pytest.raises(OSError, match="no room"):
        load(context, content)
    monkeypatch.undo()
    assert context.repository.health().responses == before.responses
    assert load(context, content).code
