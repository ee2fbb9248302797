"""Figures over groups: exact, whatever the selection, and in step with what is stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec import Struct
from msgspec.structs import replace

from domino_survey.aggregation import FIRST_OPTION, Coded, ItemPlace
from domino_survey.storage import (
    Among,
    Group,
    ImportedResponse,
    Initiative,
    Observed,
    Rescoring,
)
from domino_survey.storage.duckdb_repository import open_repository
from domino_survey.storage.observed_tables import CODES, NODES
from tests.unit.storage.samples import (
    NOW,
    REF,
    SCORES,
    archive,
    audit,
    new_id,
    response_record,
    start,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from domino_survey.storage import Repository, Submission

    Mask = NDArray[np.bool_]

SIZE = 400
# More nodes and items than one page has columns.
NODE_COUNT, CODE_COUNT = NODES + 8, CODES + 4
STAGE, SECTORS, SEATS = ItemPlace(0), ItemPlace(1, chosen=0), ItemPlace(2, number=0)
FAR = ItemPlace(CODES + 1)
EVERYTHING = Group(REF, "real")


def some_coded(size: int, seed: int) -> Coded:
    chance = np.random.default_rng(seed)
    nodes = [
        np.where(
            chance.random(size) < 0.1, np.nan, chance.choice([0, 12.5, 33.3, 62.45, 100], size)
        )
        if node % 2
        else np.where(chance.random(size) < 0.1, np.nan, chance.random(size) * 100)
        for node in range(NODE_COUNT)
    ]
    codes = [chance.integers(1, FIRST_OPTION + 4, size).astype(np.uint8) for _ in range(CODE_COUNT)]
    return Coded(
        size,
        tuple(nodes),
        tuple(codes),
        (chance.integers(0, 8, size, dtype=np.uint64),),
        (np.where(chance.random(size) < 0.3, np.nan, np.round(chance.random(size) * 20)),),
        chance.integers(1, 50, size).astype(np.uint16),
        np.ones(size, dtype=np.uint16),
    )


def as_observed(sent: Sequence[Submission], coded: Coded, seed: int = 3) -> Observed:
    chance = np.random.default_rng(seed)
    size = len(sent)
    regions = chance.choice(["53", "52", ""], size)
    return Observed(
        questionnaire=REF,
        ids=[one.id for one in sent],
        shared=chance.random(size) < 0.9,
        apart=chance.random(size) < 0.05,
        short=chance.random(size) < 0.5,
        places={
            "commune": [f"{region}001" if region else "" for region in regions],
            "epci": [f"2{n % 3}" for n in range(size)],
            "departement": ["35"] * size,
            "region": [str(region) for region in regions],
        },
        coded=coded,
    )


class Known(Struct, frozen=True):
    """What was stored, for another computation of the same."""

    sent: tuple[Submission, ...]
    initiatives: tuple[str, ...]
    observed: Observed

    def latest(self, at: int | None = None) -> Mask:
        """Which submissions are the newest of their initiative (sent by the day `at`) and shared."""
        newest: dict[str, tuple[object, str, int]] = {}
        for row, (one, who) in enumerate(zip(self.sent, self.initiatives, strict=True)):
            if self.observed.apart[row] or (
                at is not None and one.submitted_at > NOW + timedelta(days=at)
            ):
                continue
            newest[who] = max(
                newest.get(who, (one.submitted_at, one.id, row)), (one.submitted_at, one.id, row)
            )
        found = np.zeros(len(self.sent), dtype=bool)
        found[[row for _, _, row in newest.values()]] = True
        return found & self.observed.shared


@pytest.fixture
def known(repository: Repository) -> Known:
    return stored(repository)


def stored(repository: Repository, size: int = SIZE) -> Known:
    """Submissions of fewer initiatives, imported and then observed in two parts, later ones first."""
    archive(repository)
    chance = np.random.default_rng(1)
    imported, sent, initiatives = [], [], []
    for _ in range(size):
        who = f"initiative-{chance.integers(0, size * 2 // 3)}"
        response = response_record(who)
        one = replace(submission(response.id, day=int(chance.integers(0, 90))), number=1)
        imported.append(ImportedResponse(Initiative(who, NOW), response, (), [(one, SCORES)]))
        sent.append(one)
        initiatives.append(who)
    repository.import_responses(imported, audit())
    found = Known(tuple(sent), tuple(initiatives), as_observed(sent, some_coded(size, 2)))
    half = size // 2
    for part in (slice(half, size), slice(0, half)):
        repository.observe(rows(found.observed, part))
    return found


def rows(observed: Observed, part: slice) -> Observed:
    coded = observed.coded
    return Observed(
        observed.questionnaire,
        observed.ids[part],
        observed.shared[part],
        observed.apart[part],
        observed.short[part],
        {kind: codes[part] for kind, codes in observed.places.items()},
        Coded(
            len(observed.ids[part]),
            tuple(column[part] for column in coded.nodes),
            tuple(column[part] for column in coded.codes),
            tuple(column[part] for column in coded.chosen),
            tuple(column[part] for column in coded.numbers),
            coded.answered[part],
            coded.proven[part],
        ),
    )


def test_members__whole_collection__newest_shared_submission_of_each(
    repository: Repository, known: Known
) -> None:
    members = repository.members(EVERYTHING)
    ids = repository.submission_ids(members.number.tolist())

    expected = {one.id for one, kept in zip(known.sent, known.latest(), strict=True) if kept}
    assert set(ids.values()) == expected
    assert len(set(members.initiative.tolist())) == len(expected)
    assert repository.unobserved_forms() == {}


@pytest.mark.parametrize("day", [0, 20, 45, 89])
def test_members__as_of_a_day__what_was_newest_then(
    repository: Repository, known: Known, day: int
) -> None:
    members = repository.members(replace(EVERYTHING, as_of=NOW + timedelta(days=day)))

    found = set(repository.submission_ids(members.number.tolist()).values())
    assert found == {
        one.id for one, kept in zip(known.sent, known.latest(day), strict=True) if kept
    }


@pytest.mark.parametrize(
    "name", ["region", "two regions", "stage", "sectors", "other page", "period", "short", "nobody"]
)
def test_figures__each_selection__as_numpy_says(
    repository: Repository, known: Known, name: str
) -> None:
    observed, coded = known.observed, known.observed.coded
    days = np.array([(one.submitted_at - NOW).days for one in known.sent])
    regions = np.array(observed.places["region"])
    group, mask = {
        "region": (replace(EVERYTHING, places=(("region", "53"),)), regions == "53"),
        "two regions": (
            replace(EVERYTHING, places=(("region", "53"), ("commune", "52001"))),
            regions != "",
        ),
        "stage": (
            replace(EVERYTHING, among=(Among(STAGE, (0, 2)),)),
            np.isin(coded.codes[0], [FIRST_OPTION, FIRST_OPTION + 2]),
        ),
        "sectors": (
            replace(EVERYTHING, among=(Among(SECTORS, (1,)),)),
            (coded.chosen[0] & np.uint64(2)) > 0,
        ),
        "other page": (
            replace(EVERYTHING, among=(Among(FAR, (1,)),)),
            coded.codes[FAR.code] == FIRST_OPTION + 1,
        ),
        "period": (
            replace(EVERYTHING, since=NOW + timedelta(days=10), before=NOW + timedelta(days=60)),
            (days >= 10) & (days < 60),
        ),
        "short": (replace(EVERYTHING, short=True), observed.short),
        "nobody": (replace(EVERYTHING, places=(("region", "99"),)), np.zeros(SIZE, dtype=bool)),
    }[name]
    kept = known.latest() & mask
    nodes = [0, 1, NODES - 1, NODES, NODE_COUNT - 1]

    proof = repository.proof(group)
    assert proof.initiatives == np.count_nonzero(kept)
    assert proof.answered == coded.answered[kept].sum()
    assert proof.proven == coded.proven[kept].sum()

    moments = repository.moments(group, nodes)
    for place, node in enumerate(nodes):
        values = coded.nodes[node][kept]
        values = values[~np.isnan(values)]
        assert moments.count[place] == values.size
        assert np.isnan(moments.mean[place]) == (values.size == 0)
        if values.size > 1:
            assert moments.mean[place] == pytest.approx(values.mean())
            assert moments.variance[place] == pytest.approx(values.var(ddof=1))

    quantiles = repository.quantiles(group, nodes, (0.0, 0.1, 0.25, 0.5, 0.75, 1.0))
    histograms = repository.histograms(group, nodes)
    for place, node in enumerate(nodes):
        values = coded.nodes[node][kept]
        values = values[~np.isnan(values)]
        assert quantiles.count[0, place] == values.size
        expected = np.quantile(values, (0, 0.1, 0.25, 0.5, 0.75, 1)) if values.size else np.nan
        assert np.allclose(quantiles.value[0, place], expected, rtol=0, atol=1e-12, equal_nan=True)
        tenths = np.bincount(np.floor(values * 10).astype(int), minlength=1001)
        assert histograms[place].tolist() == tenths.tolist()

    (stage, _), (_, sectors), (_, seats), (far, _) = repository.tallies(
        group, [STAGE, SECTORS, SEATS, FAR]
    )
    assert sectors is not None
    assert seats is not None
    for tally, values in (
        (stage, coded.codes[0]),
        (far, coded.codes[FAR.code]),
        (sectors, coded.chosen[0]),
        (seats, coded.numbers[0]),
    ):
        value, count = np.unique(values[kept], return_counts=True)
        assert np.array_equal(tally.value, value, equal_nan=value.dtype.kind == "f")
        assert tally.count.tolist() == count.tolist()


@pytest.mark.parametrize("cut", ["region", "epci", "stage", "sectors", "far"])
def test_quantiles__cut_into_parts__as_numpy_says_of_each(
    repository: Repository, known: Known, cut: str
) -> None:
    observed, coded = known.observed, known.observed.coded
    names = {number: code for number, (_, code) in repository.observed_places().items()}
    nodes = [0, 1, NODES + 1]
    found = repository.quantiles(
        EVERYTHING,
        nodes,
        (0.25, 0.5),
        {"stage": STAGE, "sectors": SECTORS, "far": FAR}.get(cut, cut),  # type: ignore[arg-type]  # a kind
    )
    kept = known.latest()
    parts = 0
    for row, part in enumerate(found.parts.tolist()):
        match cut:
            case "stage":
                inside = coded.codes[0] == FIRST_OPTION + part
            case "far":
                inside = coded.codes[FAR.code] == FIRST_OPTION + part
            case "sectors":
                inside = (coded.chosen[0] >> np.uint64(part)) & np.uint64(1) == 1
            case _:
                codes = [*observed.places["region" if cut == "region" else "epci"]]
                inside = np.array(codes) == names.get(part, "")
        for place, node in enumerate(nodes):
            values = coded.nodes[node][kept & inside]
            values = values[~np.isnan(values)]
            assert found.count[row, place] == values.size > 0
            assert np.allclose(
                found.value[row, place], np.quantile(values, (0.25, 0.5)), rtol=0, atol=1e-12
            )
        parts += 1
    assert parts == {"region": 3, "epci": 3, "stage": 4, "sectors": 3, "far": 4}[cut]


def test_answers__several_pages__rows_of_the_same_submissions(
    repository: Repository, known: Known
) -> None:
    scores, answers = repository.answers(EVERYTHING, [0, NODES + 1], [STAGE, SECTORS, SEATS, FAR])

    coded, kept = known.observed.coded, known.latest()
    columns = [*scores, answers[0][0], *answers[1], *answers[2], answers[3][0]]
    expected: list[NDArray[Any]] = [
        coded.nodes[0],
        coded.nodes[NODES + 1],
        *(coded.codes[0], coded.codes[1], coded.chosen[0], coded.codes[2], coded.numbers[0]),
        coded.codes[FAR.code],
    ]
    assert lines([column for column in columns if column is not None]) == lines(
        [column[kept] for column in expected]
    )


def lines(columns: Sequence[NDArray[Any]]) -> list[tuple[float, ...]]:
    """The rows that columns make, in an order of their own."""
    return sorted(zip(*(np.nan_to_num(one, nan=-1).tolist() for one in columns), strict=True))


def test_comings__all_submissions__in_order_with_their_successor(
    repository: Repository, known: Known
) -> None:
    comings = repository.comings(REF, "real")

    counting = ~known.observed.apart
    order = sorted(
        np.flatnonzero(counting).tolist(),
        key=lambda row: (known.sent[row].submitted_at, known.sent[row].id),
    )
    assert comings.shared.tolist() == known.observed.shared[order].tolist()
    assert len(np.unique(comings.initiative)) == len({known.initiatives[row] for row in order})
    names = repository.observed_places()
    regions = [names.get(n, ("region", ""))[1] for n in comings.places["region"].tolist()]
    assert regions == [known.observed.places["region"][row] for row in order]
    for initiative in np.unique(comings.initiative).tolist():
        mine = comings.initiative == initiative
        assert comings.superseded_at[mine][:-1].tolist() == comings.submitted_at[mine][1:].tolist()
        assert comings.superseded_at[mine][-1] > np.datetime64("9000-01-01")


def test_observe__twice_and_unknown_ids__changes_nothing(
    repository: Repository, known: Known
) -> None:
    before = repository.comings(REF, "real")

    repository.observe(known.observed)
    repository.observe(as_observed([submission("unknown")], some_coded(1, 5)))

    assert repository.comings(REF, "real").number.tolist() == before.number.tolist()


def test_forget__then_observe_again__the_same_figures(repository: Repository, known: Known) -> None:
    before = repository.quantiles(EVERYTHING, [0, 1])
    version = repository.data_version()

    repository.forget_observed()
    assert repository.members(EVERYTHING).number.size == 0
    assert repository.unobserved_forms() == {REF: SIZE}
    left = repository.unobserved(REF, 10)
    assert [one.submission.submitted_at for one in left] == sorted(
        one.submitted_at for one in known.sent
    )[:10]
    repository.observe(known.observed)

    after = repository.quantiles(EVERYTHING, [0, 1])
    assert after.value.tolist() == before.value.tolist()
    assert repository.data_version() != version


def test_submit__with_what_is_observed__counts_until_the_next_or_its_withdrawal(
    repository: Repository,
) -> None:
    response_id = start(repository)
    other_id = start(repository)
    values = []
    for day, response in ((0, response_id), (1, response_id), (2, other_id)):
        sent = submission(response, day)
        coded = some_coded(1, day + 10)
        seen = replace(as_observed([sent], coded), shared=np.array([True]), apart=np.array([False]))
        version = repository.data_version()
        repository.submit(sent, SCORES, audit(), seen)
        assert repository.data_version() != version
        values.append(coded.answered[0])
        assert repository.proof(EVERYTHING).answered == values[-1]

    repository.withdraw(other_id, NOW + timedelta(days=3), audit())

    assert repository.proof(EVERYTHING).answered == values[1]
    assert repository.comings(REF, "real").number.size == 2
    assert repository.proof(replace(EVERYTHING, as_of=NOW)).answered == values[0]
    assert repository.unobserved_forms() == {}


def test_submit__refused__nothing_observed(repository: Repository) -> None:
    response_id = start(repository)
    sent = submission(response_id)
    bad = replace(as_observed([sent], some_coded(1, 1)), places={})
    with pytest.raises(KeyError):
        repository.submit(sent, SCORES, audit(), bad)

    assert repository.submissions_of_response(response_id) == []
    assert repository.comings(REF, "real").number.size == 0


def test_data_version__rescoring__changes(repository: Repository) -> None:
    response_id = start(repository)
    sent = repository.submit(submission(response_id), SCORES, audit()).submission
    repository.add_rescoring(Rescoring("r", NOW, REF, "2", REF), audit())
    version = repository.data_version()

    repository.store_rescored("r", {sent.id: SCORES})

    assert repository.data_version() != version


@pytest.mark.usefixtures("known")
def test_figures__read_by_eight_threads_while_one_writes__each_whole(
    repository: Repository,
) -> None:
    expected = repository.quantiles(EVERYTHING, [0, 1], cut="epci").value.tolist()
    response_id = start(repository, "another")

    def read(_: int) -> bool:
        found: list[object] = repository.quantiles(EVERYTHING, [0, 1], cut="epci").value.tolist()
        return bool(found == expected)

    with ThreadPoolExecutor(8) as pool:
        found = pool.map(read, range(24))
        for day in range(3):
            sent = submission(response_id, day)
            seen = replace(as_observed([sent], some_coded(1, 1)), shared=np.array([False]))
            repository.submit(sent, SCORES, audit(), seen)
        assert all(found)


def test_open__coded_by_other_rules__made_again(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    stored(repository, 20)
    with repository._store.cursor() as cursor:
        cursor.execute("UPDATE store.meta SET value = '0' WHERE key = 'observed_coding'")
    repository.close()

    repository = open_repository(database, now=NOW)
    assert repository.unobserved_forms() == {REF: 20}
    repository.close()
    repository = open_repository(database, now=NOW)
    assert repository.members(EVERYTHING).number.size == 0
    repository.close()


def test_open__database_lost__restored_submissions_are_unobserved(database: Path) -> None:
    repository = open_repository(database, now=NOW)
    first, second = start(repository), start(repository, new_id("initiative"))
    for response_id in (first, second):
        sent = submission(response_id)
        repository.submit(sent, SCORES, audit(), as_observed([sent], some_coded(1, 1)))
    repository.withdraw(second, NOW, audit())
    repository.close()
    database.unlink()

    repository = open_repository(database, now=NOW)
    assert repository.unobserved_forms() == {REF: 1}
    repository.close()
