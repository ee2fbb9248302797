"""Who takes which responses out, and why: consents, rights, periods, versions, the audit log."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey.answers import answered
from domino_survey.demo.filling import fill
from domino_survey.errors import DominoError
from domino_survey.schema import Questionnaire, TextQuestion
from domino_survey.services import access, assessments, drafts, exporting, groups
from domino_survey.services.access import OPERATOR
from domino_survey.services.context import Context
from domino_survey.services.export_columns import Content, pseudonym
from domino_survey.services.exporting import Wish
from domino_survey.services.rights import VISITOR, Identity, Role
from domino_survey.settings import ROOT, Settings
from domino_survey.storage.duckdb_repository import open_repository
from tests.builders import axis, questionnaire, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domino_survey.services.assessments import Opened
    from domino_survey.services.exporting import Export

REASON = "Préparer la restitution"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(tmp_path: Path, clock: Clock) -> Iterator[Context]:
    folder = tmp_path / "schemas" / "domino"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "schemas" / "domino" / "1.yaml", folder)
    repository = open_repository(now=clock.now)
    yield Context(repository, Settings(schemas=folder.parent), clock=clock)
    repository.close()


def save(context: Context, opened: Opened, item: str, *codes: str) -> None:
    value = answered(codes if item in {"P19", "P09"} else codes[0])
    drafts.save_answer(context, opened.identity, opened.response_id, item, value, session="s")


def sent(context: Context, *shared: str, level: str = "3") -> Opened:
    opened = assessments.start(context, "domino", path="full", language="fr")
    for item, code in (("P01", "Nom"), ("P03", "35238"), ("P10", "idee"), ("A1.T1.Q1", level)):
        save(context, opened, item, code)
    if shared:
        save(context, opened, "P19", *shared)
    assessments.submit(context, opened.identity, opened.response_id)
    return opened


def wish(context: Context) -> Wish:
    return Wish(tuple(use.ref for use in exporting.exportable(context, OPERATOR)))


def begin(context: Context, asked: Wish, reason: str = REASON) -> Export:
    return exporting.begin(context, OPERATOR, asked, reason=reason, formats=["csv"])


def column(export: Export, name: str) -> list[object]:
    """The cells of a column, codes for choices."""
    found: list[object] = []
    for study in export.studies:
        (table, *_) = study.tables
        place = [variable.id for variable in table.variables].index(name)
        codes = [code for code, _ in table.variables[place].values]
        for block in table.blocks():
            values = block[place].value.tolist()
            found += [codes[value] for value in values] if codes else values
    return found


def test_begin__latest_of_each__takes_one_per_initiative_within_the_period(
    context: Context, clock: Clock
) -> None:
    opened = sent(context, level="1")
    clock.now += timedelta(days=10)
    save(context, opened, "A1.T1.Q1", "4")
    assessments.submit(context, opened.identity, opened.response_id)
    clock.now += timedelta(days=1)
    sent(context, level="2")
    asked = wish(context)
    assert column(begin(context, asked), "A1.T1.Q1") == ["4", "2"]
    assert column(begin(context, replace(asked, every=True)), "A1.T1.Q1") == ["1", "4", "2"]
    before = replace(asked, until=date(2026, 3, 5))
    assert column(begin(context, before), "A1.T1.Q1") == ["1"]
    after = replace(asked, since=date(2026, 3, 11))
    assert column(begin(context, after), "A1.T1.Q1") == ["4", "2"]
    key = pseudonym(opened.response_id)
    assert column(begin(context, asked), "response")[0] == f"{key}-2"


def test_period__a_night_in_paris__counts_on_the_day_there(context: Context, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    sent(context)
    asked = wish(context)
    assert exporting.counted(context, OPERATOR, replace(asked, since=date(2026, 4, 1))).responses
    assert not exporting.counted(
        context, OPERATOR, replace(asked, until=date(2026, 3, 31))
    ).responses


def test_shared_only__who_refuses_grouped_figures__is_left_out(context: Context) -> None:
    sent(context, "agregats", level="1")
    sent(context, "fiche", level="2")
    sent(context, level="3")
    asked = replace(wish(context), shared_only=True)
    assert exporting.counted(context, OPERATOR, asked).responses == 1
    assert column(begin(context, asked), "A1.T1.Q1") == ["1"]


def test_withdrawn__before_or_while__is_not_in_the_file(context: Context) -> None:
    first, second = sent(context), sent(context)
    asked = wish(context)
    assessments.withdraw(context, first.identity, first.response_id)
    export = begin(context, asked)
    assert export.responses == 1
    assessments.withdraw(context, second.identity, second.response_id)
    with pytest.raises(DominoError) as refused:
        column(export, "A1.T1.Q1")
    assert refused.value.code == "export-changed"


def test_guests__of_a_group__are_apart_and_say_so(context: Context, clock: Clock) -> None:
    host = sent(context, level="1")
    token = groups.invite(context, host, session="s")
    clock.now += timedelta(days=1)
    guest = groups.join(context, token, language="fr")
    save(context, guest, "A1.T1.Q1", "4")
    assessments.submit(context, guest.identity, guest.response_id)
    asked = wish(context)
    assert column(begin(context, asked), "A1.T1.Q1") == ["1"]
    every = begin(context, replace(asked, every=True))
    assert column(every, "view") == ["own", "guest"]
    assert len(set(column(every, "initiative"))) == 1


def test_begin__each_time__is_in_the_audit_log_before_a_row_is_read(context: Context) -> None:
    sent(context)
    asked = replace(wish(context), content=Content(texts=True), shape="long")
    granted = access.grant(context, Role.ORGANISER, by=OPERATOR)
    identity = access.identity_of(context, [granted.id])
    export = exporting.begin(
        context, identity, asked, reason="  Une étude\n de l'université  ", formats=["sav"]
    )
    entry = context.repository.audit_trail(1)[0].entry
    assert (entry.action, entry.actor) == ("export", f"link:{granted.id}")
    detail = dict(entry.detail)
    assert detail["reason"] == "Une étude de l'université"
    assert detail["formats"] == ["sav"]
    assert detail["responses"] == 1
    assert detail["rows"] == sum(table.size for table in export.studies[0].tables)
    assert (detail["texts"], detail["identifiers"], detail["shape"]) == (True, False, "long")
    rows = sum(len(block[0].value) for t in export.studies[0].tables for block in t.blocks())
    assert rows == detail["rows"]


def test_begin__link_revoked_while_reading__stops(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 1)
    sent(context)
    sent(context)
    granted = access.grant(context, Role.ORGANISER, by=OPERATOR)
    identity = access.identity_of(context, [granted.id])
    export = exporting.begin(context, identity, wish(context), reason=REASON, formats=["csv"])
    blocks = export.studies[0].tables[0].blocks()
    next(blocks)
    access.revoke(context, granted.id, by=OPERATOR)
    with pytest.raises(DominoError) as refused:
        next(blocks)
    assert refused.value.code == "not-allowed"
    with pytest.raises(DominoError):
        exporting.still_allowed(context, identity)


@pytest.mark.parametrize(
    "identity",
    [VISITOR, Identity(frozenset({Role.DECISION_MAKER})), Identity(frozenset({Role.HOLDER}))],
)
def test_export__who_is_no_organiser__is_refused(context: Context, identity: Identity) -> None:
    sent(context)
    asked = wish(context)
    for act in (
        lambda: exporting.exportable(context, identity),
        lambda: exporting.counted(context, identity, asked),
        lambda: exporting.begin(context, identity, asked, reason=REASON, formats=["csv"]),
        lambda: exporting.still_allowed(context, identity),
    ):
        with pytest.raises(DominoError) as refused:
            act()
        assert refused.value.code == "not-allowed"


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        ({}, "  court ", "export-without-reason"),
        ({}, "x" * 501, "text-too-long"),
        ({"content": Content(identifiers=True, texts=True)}, REASON, "identifiers-with-texts"),
        ({"since": date(2030, 1, 1)}, REASON, "nothing-to-export"),
        ({"origin": "demo"}, REASON, "nothing-to-export"),
    ],
)
def test_begin__what_may_not_be__is_refused_and_not_noted(
    context: Context, changes: dict[str, object], reason: str, code: str
) -> None:
    sent(context)
    with pytest.raises(DominoError) as refused:
        begin(context, replace(wish(context), **changes), reason)
    assert refused.value.code == code
    assert "export" not in {one.entry.action for one in context.repository.audit_trail(10)}


def test_versions__two_contents__are_two_studies_with_names_of_their_own(
    tmp_path: Path, context: Context, clock: Clock
) -> None:
    sent(context)
    data = context.library.current("domino").model_dump(mode="json")
    data["version"] = "2"
    second = Questionnaire.model_validate_json(json.dumps(data))
    (tmp_path / "schemas" / "domino" / "2.yaml").write_text(
        json.dumps(second.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8"
    )
    later = Context(context.repository, context.settings, clock=clock)
    sent(later)
    sent(later)
    export = begin(later, wish(later))
    sizes = {study.reference.version: study.tables[0].size for study in export.studies}
    assert sizes == {"1": 1, "2": 2}
    assert {study.name for study in export.studies} == {
        "reponses-domino-v1-2026-03-01",
        "reponses-domino-v2-2026-03-01",
    }
    assert export.name == "reponses-domino-2026-03-01"


def test_origins__demonstration__bears_its_mark_everywhere(clock: Clock) -> None:
    context = Context(open_repository(now=clock.now), Settings(demo=True), clock=clock)
    fill(context, 12, 1)
    export = begin(context, replace(wish(context), origin="demo"))
    (study,) = export.studies
    assert "demo" in study.name
    assert study.facts["origin"] == "demo"
    assert set(column(export, "origin")) == {"demo"}
    context.repository.close()


def test_columns__any_content__have_different_names(context: Context) -> None:
    sent(context)
    for content in (Content(texts=True, proofs=True), Content(identifiers=True, proofs=True)):
        export = begin(context, replace(wish(context), content=content))
        names = [variable.id for variable in export.studies[0].tables[0].variables]
        assert max(Counter(names).values()) == 1


def test_long__only_open_questions__has_nothing_without_texts(tmp_path: Path, clock: Clock) -> None:
    said = TextQuestion(type="text", id="Q", text={"fr": "Q"})
    model = questionnaire(axis("A", theme("T", said)))
    folder = tmp_path / "texts" / model.id
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text(model.model_dump_json(exclude_defaults=True), encoding="utf-8")
    context = Context(open_repository(now=clock.now), Settings(schemas=folder.parent), clock=clock)
    opened = assessments.start(context, model.id, path="full", language="fr")
    drafts.save_answer(
        context, opened.identity, opened.response_id, "Q", answered("secret"), session="s"
    )
    assessments.submit(context, opened.identity, opened.response_id)
    asked = replace(wish(context), shape="long", content=Content(scores=False))
    with pytest.raises(DominoError) as refused:
        begin(context, asked)
    assert refused.value.code == "nothing-to-export"
    withheld = begin(context, replace(asked, content=Content(scores=False, texts=True)))
    assert column(withheld, "state") == ["withheld"]
    assert column(withheld, "value") == [""]
    context.repository.close()
