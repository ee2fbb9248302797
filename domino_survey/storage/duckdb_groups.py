"""Which rows a group is: conditions on the columns of what is observed, with the values they are bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from domino_survey.aggregation import FIRST_OPTION
from domino_survey.numerics import np
from domino_survey.storage import observed_tables as tables
from domino_survey.storage.canonical import to_naive_utc
from domino_survey.storage.observed_tables import NEVER, ORIGINS, PLACES, place_in

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb
    from numpy.typing import NDArray

    from domino_survey.storage.observed_records import Among, Group
    from domino_survey.storage.records import Origin, QuestionnaireRef

FORM = """(SELECT number FROM store.observed_form WHERE questionnaire_id = $questionnaire
    AND questionnaire_version = $version AND questionnaire_hash = $hash)"""
KNOWN_PLACES = "SELECT number, kind, code FROM store.observed_place"

Arrays: TypeAlias = "dict[str, NDArray[Any]]"


class Where(Struct, frozen=True):
    """A condition on the rows of one page, and the values that it is bound to."""

    sql: str
    values: dict[str, object]


def values_of(questionnaire: QuestionnaireRef, origin: Origin) -> dict[str, object]:
    """What `FORM` and the origin are bound to."""
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "hash": questionnaire.hash,
        "origin": ORIGINS[origin],
    }


def where_in(cursor: duckdb.DuckDBPyConnection, group: Group, page: int) -> Where:
    """The members of a group on one page."""
    form = cursor.execute(
        f"SELECT {FORM}",
        {k: v for k, v in values_of(group.questionnaire, group.origin).items() if k != "origin"},
    ).fetchall()[0]
    values: dict[str, object] = {
        "page": page,
        "form": form[0] or 0,
        "origin": ORIGINS[group.origin],
    }
    parts = ["page = $page", "form = $form", "origin = $origin", "shared", "NOT apart"]

    def time(name: str, at: datetime, condition: str) -> None:
        values[name] = to_naive_utc(at)
        parts.append(condition)

    if group.as_of is None:
        parts.append(f"superseded_at = TIMESTAMP '{NEVER}'")
    else:
        time("as_of", group.as_of, "submitted_at <= $as_of AND superseded_at > $as_of")
    if group.since is not None:
        time("since", group.since, "submitted_at >= $since")
    if group.before is not None:
        time("before", group.before, "submitted_at < $before")
    if group.short is not None:
        parts.append("short" if group.short else "NOT short")
    if group.places:
        parts.append(_in_places(cursor, group, values))
    for number, among in enumerate(group.among):
        parts.append(_answering(among, number, page, values))
    return Where(" AND ".join(parts), values)


def _in_places(cursor: duckdb.DuckDBPyConnection, group: Group, values: dict[str, object]) -> str:
    known = {(kind, code): n for n, kind, code in cursor.execute(KNOWN_PLACES).fetchall()}
    alternatives = []
    for kind in PLACES:
        numbers = [known.get(place, -1) for place in group.places if place[0] == kind]
        names = []
        for n, number in enumerate(numbers):
            values[f"{kind}{n}"] = number
            names.append(f"${kind}{n}")
        if names:
            alternatives.append(f"{kind} IN ({', '.join(names)})")
    return f"({' OR '.join(alternatives)})" if alternatives else "false"


def _answering(among: Among, number: int, page: int, values: dict[str, object]) -> str:
    """Where an item is answered by one of the options."""
    if among.item.chosen is not None:
        at, column = place_in(tables.OPTIONS, among.item.chosen)
        values[f"among{number}"] = sum(1 << option for option in set(among.options))
        condition = f"({column} & $among{number}::UBIGINT) <> 0"
    else:
        at, column = place_in(tables.ITEMS, among.item.code)
        names = []
        for n, option in enumerate(among.options):
            values[f"among{number}_{n}"] = FIRST_OPTION + option
            names.append(f"$among{number}_{n}")
        condition = f"{column} IN ({', '.join(names)})" if names else "false"
    if at == page:
        return condition
    return f"number IN (SELECT number FROM store.observed WHERE page = {at:d} AND {condition})"


def fetched(cursor: duckdb.DuckDBPyConnection) -> Arrays:
    """The columns of a result; null numbers as NaN, other nulls do not occur."""
    return {
        name: column.filled(np.nan) if isinstance(column, np.ma.MaskedArray) else column
        for name, column in cursor.fetchnumpy().items()
    }
