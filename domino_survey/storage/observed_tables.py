"""The tables that figures over many submissions are read from, made from the submissions alone.

A submission has one row of `observed` for each page: questionnaires with more nodes or items than one
page has columns get further pages, which repeat the first columns. Columns have numbers instead of the
names of items, so that no name from a questionnaire ever stands in a statement:

    n.. the published score of a node; b.. the tenth of a point that it lies in, from 1; 0 for no score
    i.. the code of an answer (`aggregation.coding`); m.. bits of options; v.. numbers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from domino_survey.aggregation import Coded
    from domino_survey.numerics import np

NODES: Final = 32
CODES: Final = 96
CHOSEN: Final = 16
NUMBERS: Final = 24
# The end of a submission that no other has replaced.
NEVER: Final = "9999-12-31 00:00:00"
PLACES: Final = ("commune", "epci", "departement", "region")
ORIGINS: Final = {"real": 0, "demo": 1}

BASE: Final = {
    "page": "UTINYINT",
    "number": "INTEGER",
    "form": "INTEGER",
    "origin": "UTINYINT",
    "initiative": "INTEGER",
    "shared": "BOOLEAN",
    "apart": "BOOLEAN",
    "submitted_at": "TIMESTAMP",
    "superseded_at": "TIMESTAMP",
    **dict.fromkeys(PLACES, "INTEGER"),
    "short": "BOOLEAN",
    "answered": "USMALLINT",
    "proven": "USMALLINT",
    "submission_id": "VARCHAR",
    "response_id": "VARCHAR",
    "initiative_id": "VARCHAR",
}
BINS: Final = tuple(f"b{place:02}" for place in range(NODES))
VALUES: Final = tuple(f"n{place:02}" for place in range(NODES))
ITEMS: Final = tuple(f"i{place:02}" for place in range(CODES))
OPTIONS: Final = tuple(f"m{place:02}" for place in range(CHOSEN))
FIGURES: Final = tuple(f"v{place:02}" for place in range(NUMBERS))

OBSERVED: Final = {
    **BASE,
    **dict.fromkeys(BINS, "USMALLINT"),
    **dict.fromkeys(VALUES, "DOUBLE"),
    **dict.fromkeys(ITEMS, "UTINYINT"),
    **dict.fromkeys(OPTIONS, "UBIGINT"),
    **dict.fromkeys(FIGURES, "DOUBLE"),
}
OBSERVED_FORM: Final = {
    "number": "INTEGER",
    **dict.fromkeys(("questionnaire_id", "questionnaire_version", "questionnaire_hash"), "VARCHAR"),
}
OBSERVED_PLACE: Final = {"number": "INTEGER", "kind": "VARCHAR", "code": "VARCHAR"}

OBSERVED_CREATION: Final = (
    """CREATE TABLE observed_form (
        number INTEGER PRIMARY KEY, questionnaire_id VARCHAR NOT NULL,
        questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL)""",
    """CREATE TABLE observed_place (
        number INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, code VARCHAR NOT NULL)""",
    f"CREATE TABLE observed ({', '.join(f'{name} {kind}' for name, kind in OBSERVED.items())})",
)


def place_in(columns: tuple[str, ...], place: int) -> tuple[int, str]:
    """The page and the column of the one numbered `place`, from 0."""
    page, column = divmod(place, len(columns))
    return page, columns[column]


def pages_of(coded: Coded, bins: Sequence[NDArray[np.uint16]]) -> Iterator[dict[str, Any]]:
    """The columns of each page by name, `bins` being those of the nodes; unused ones are left out."""
    kinds = (
        (BINS, bins),
        (VALUES, coded.nodes),
        (ITEMS, coded.codes),
        (OPTIONS, coded.chosen),
        (FIGURES, coded.numbers),
    )
    pages = max(-(-len(columns) // len(names)) for names, columns in kinds)
    for page in range(max(pages, 1)):
        found: dict[str, Any] = {}
        for names, columns in kinds:
            part = columns[page * len(names) : (page + 1) * len(names)]
            found.update(zip(names, part, strict=False))
        yield found
