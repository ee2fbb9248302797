"""The register of places, read once from the reference files."""

from __future__ import annotations

import csv
import functools
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from domino_survey.errors import refusal
from domino_survey.territories.names import fold, fold_lines
from domino_survey.territories.places import Commune, Kind, Place, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Code, name, EPCI, département, region, population: a row of communes.csv. Making 35,000 objects
# would take longer than reading the file, so that communes are made when they are asked for.
Row = tuple[str, str, str, str, str, str]

KINDS: tuple[Kind, ...] = get_args(Kind)
REFERENCE = Path(__file__).parents[2] / "data" / "reference"

_CORSICA = ("2a", "2b")


class Territories:
    """Communes and what contains them. `load` gives the one of the reference files."""

    def __init__(self, rows: Iterable[Row], names: Mapping[Kind, Mapping[str, str]]) -> None:
        """Takes the rows of the communes, and the names of the other kinds by code.

        Raises `ValueError` for a population that is not a number.
        """
        # Larger communes first, so that a search may stop at its limit.
        ranked = sorted(rows, key=lambda row: (-int(row[5] or 0), row[0]))
        self._rows = {row[0]: row for row in ranked}
        self._codes = list(self._rows)
        self._names = names

    @functools.cached_property
    def _homonyms(self) -> frozenset[str]:
        counts = Counter(row[1] for row in self._rows.values())
        return frozenset(name for name, count in counts.items() if count > 1)

    @functools.cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._codes)

    @functools.cached_property
    def _index(self) -> tuple[str, list[int]]:
        """All folded names as one text, a line each, and where each line begins.

        Looking into one long text is what makes a search take under a millisecond.
        """
        names = fold_lines("\n".join(row[1] for row in self._rows.values()))
        starts = list(accumulate((len(name) + 1 for name in names.split("\n")), initial=0))
        return f"\n{names}\n", starts

    def __len__(self) -> int:
        """How many communes there are."""
        return len(self._rows)

    def __contains__(self, commune_code: object) -> bool:
        """Whether a commune bears this INSEE code."""
        return commune_code in self._rows

    def commune(self, code: str) -> Commune | None:
        """The commune of an INSEE code, or `None`."""
        row = self._rows.get(code)
        return None if row is None else Commune(*row[:5], population=int(row[5] or 0))

    def search(self, text: str, limit: int = 20) -> list[Commune]:
        """Communes for a few typed letters, the likeliest first.

        A name that is the text comes first, then names that begin with it, then names of which
        another word begins with it; among equals, the larger population. Case, accents, hyphens
        and apostrophes do not count. An INSEE code, or its beginning from two characters, works as
        well; a postal code does not: the data have none.

        Args:
            text: what was typed. Nothing is found for an empty text.
            limit: how many communes at most.
        """
        wanted = fold(text)
        if not wanted or limit < 1:
            return []
        if wanted[:2].isdigit() or wanted[:2] in _CORSICA:
            codes = self._beginning(wanted.upper(), limit)
        else:
            found: dict[str, None] = {}
            for pattern in (f"\n{wanted}\n", f"\n{wanted}", f" {wanted}"):
                for code in self._matching(pattern):
                    if len(found) == limit:
                        break
                    found[code] = None
            codes = list(found)
        return [commune for code in codes if (commune := self.commune(code))]

    def _matching(self, pattern: str) -> Iterator[str]:
        text, starts = self._index
        at = text.find(pattern)
        while at >= 0:
            # The text begins with a line break that no name owns: hence no correction of `at`
            # for a pattern that begins with one, nor for a space, which stands inside a name.
            yield self._codes[bisect_right(starts, at if pattern[0] == "\n" else at - 1) - 1]
            at = text.find(pattern, at + 1)

    def _beginning(self, code: str, limit: int) -> list[str]:
        if code in self._rows:
            return [code]
        first = bisect_left(self._sorted, code)
        return [known for known in self._sorted[first : first + limit] if known.startswith(code)]

    def title(self, commune: Commune) -> str:
        """The name of a commune, with its département where another bears the same name."""
        if commune.name in self._homonyms:
            return f"{commune.name} ({commune.department})"
        return commune.name

    def place(self, code: str) -> Place:
        """A commune and what contains it. Raises `DominoError` (`unknown-commune`)."""
        commune = self.commune(code)
        if commune is None:
            raise refusal("unknown-commune", code_insee=code)
        return Place(
            commune=Unit(code, commune.name),
            epci=Unit(commune.epci, self._names["epci"].get(commune.epci, "")),
            department=Unit(
                commune.department, self._names["departement"].get(commune.department, "")
            ),
            region=Unit(commune.region, self._names["region"].get(commune.region, "")),
        )

    def label(self, kind: Kind, code: str) -> str:
        """The name of a place of any kind; the code itself when it is not known."""
        if kind == "commune":
            commune = self.commune(code)
            return code if commune is None else self.title(commune)
        return self._names[kind].get(code, code)

    def codes(self, kind: Kind) -> list[str]:
        """The codes of all places of a kind."""
        return list(self._codes if kind == "commune" else self._names[kind])

    def units(self, kind: Kind) -> list[Unit]:
        """All places of a kind, by name."""
        if kind == "commune":
            found = [Unit(code, self.label(kind, code)) for code in self._codes]
        else:
            found = [Unit(code, name) for code, name in self._names[kind].items()]
        return sorted(found, key=lambda unit: (fold(unit.name), unit.code))

    @functools.cached_property
    def _holders(self) -> dict[tuple[str, str], dict[Kind, tuple[str, ...]]]:
        """What départements and EPCI lie in, by their kind and code."""
        found: dict[tuple[str, str], dict[Kind, Counter[str]]] = {}
        for _, _, epci, department, region, _ in self._rows.values():
            for holder in (("departement", department), ("epci", epci)):
                held = found.setdefault(holder, {"departement": Counter(), "region": Counter()})
                held["departement"][department] += 1
                held["region"][region] += 1
        return {
            (kind, code): {
                holder: tuple(one for one, _ in counts.most_common() if one)
                for holder, counts in held.items()
                if holder != kind
            }
            for (kind, code), held in found.items()
            if code
        }

    def holders(self, kind: Kind, code: str) -> Mapping[Kind, tuple[str, ...]]:
        """The broader places that a place lies in, by kind; several where it straddles a border.

        That of most communes first. Empty for a region, and for a place that is not known.
        """
        if kind != "commune":
            return self._holders.get((kind, code), {})
        commune = self.commune(code)
        if commune is None:
            return {}
        held: dict[Kind, str] = {
            "epci": commune.epci,
            "departement": commune.department,
            "region": commune.region,
        }
        return {holder: (one,) for holder, one in held.items() if one}

    def knows(self, kind: Kind, code: str) -> bool:
        """Whether a place of this kind bears this code."""
        return code in (self._rows if kind == "commune" else self._names[kind])

    def contains(self, kind: Kind, code: str, commune_code: str) -> bool:
        """Whether a place of a kind contains a commune. False for codes that are not known."""
        commune = self.commune(commune_code)
        if commune is None or not code:
            return False
        match kind:
            case "commune":
                return commune.code == code
            case "epci":
                return commune.epci == code
            case "departement":
                return commune.department == code
            case "region":
                return commune.region == code


@functools.cache
def load(reference: Path = REFERENCE) -> Territories:
    """The register of a folder of reference files, read once per folder.

    Raises:
        DominoError: `unreadable-reference`, when a file is missing or is not what it should be.
    """
    try:
        with (reference / "communes.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            next(reader)
            rows: list[Row] = [(a, b, c, d, e, f) for a, b, c, d, e, f in reader]
        names: Mapping[Kind, Mapping[str, str]] = {
            "epci": _names(reference / "epci.csv"),
            "departement": _names(reference / "departements.csv"),
            "region": _names(reference / "regions.csv"),
        }
        return Territories(rows, names)
    except (OSError, ValueError, KeyError, StopIteration) as fault:
        raise refusal(
            "unreadable-reference", place=str(reference), folder=str(reference)
        ) from fault


def _names(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["nom"] for row in csv.DictReader(file)}
