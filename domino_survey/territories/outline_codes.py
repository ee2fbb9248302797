"""Which property of a GeoJSON holds the codes, and which of today's places they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.errors import refusal
from domino_survey.territories.geojson import shown
from domino_survey.territories.mergers import successor
from domino_survey.territories.register import KINDS, Territories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.territories.geojson import Feature
    from domino_survey.territories.places import Kind

# Where IGN, Etalab, INSEE, OpenStreetMap and departmental portals put their codes, likeliest first.
USUAL: Mapping[Kind, tuple[str, ...]] = {
    "region": ("code", "insee_reg", "code_insee", "code_region", "codereg", "reg", "code_reg"),
    "departement": ("code", "insee_dep", "code_insee", "code_dept", "code_departement", "dep",
                    "code_dep", "codedep"),
    "epci": ("code", "code_siren", "siren_epci", "code_epci", "siren", "epci", "codgeo",
             "ref:fr:siren"),
    "commune": ("code", "insee_com", "code_insee", "codgeo", "insee", "code_commune", "com",
                "depcom", "ref:insee"),
}  # fmt: skip
_LENGTHS: Mapping[Kind, int] = {"region": 2, "departement": 2, "epci": 9, "commune": 5}
_MOSTLY = 0.5  # of the values are codes of the level: the property is the one
_LISTED = 15


class Coded(Struct, frozen=True):
    """The features of each code of today, and what was met on the way.

    Attributes:
        property: where the codes were found.
        features: by code, in the file's order.
        former: features of merged communes by their old code, with the code of today.
        unknown: codes that the reference does not know.
    """

    property: str
    features: Mapping[str, tuple[Feature, ...]]
    former: Mapping[str, tuple[str, tuple[Feature, ...]]]
    unknown: tuple[str, ...]


def code_of(value: object, level: Kind) -> str:
    """A code as the reference writes it: `1` becomes `01`, `2a` becomes `2A`, no spaces."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace(" ", "").upper() if isinstance(value, str | int) else ""
    return text.zfill(_LENGTHS[level]) if text.isdigit() else text


def known_codes(territories: Territories, level: Kind) -> frozenset[str]:
    """All codes of a level in the reference."""
    return frozenset(territories.codes(level))


def sort_by_code(
    features: Sequence[Feature], level: Kind, territories: Territories, *, named: str | None
) -> Coded:
    """The features by code.

    Args:
        features: all of the file.
        level: what they should be.
        territories: the reference.
        named: the property that holds the codes; found when left out.

    Raises:
        DominoError: `outlines-no-property`, `outlines-no-codes`, `outlines-other-level`.
    """
    properties = _properties(features)
    if named is not None and named not in properties:
        raise refusal("outlines-no-property", property=shown(named), properties=_list(properties))
    known = {kind: known_codes(territories, kind) for kind in KINDS}
    candidates = [named] if named is not None else _candidates(properties, level)
    best = max(candidates, key=lambda name: _share(features, name, level, known), default=None)
    if best is None or _share(features, best, level, known) < (_MOSTLY if named is None else 1e-9):
        raise _no_codes(features, properties, level, known, named)
    return _sorted(features, best, level, known[level])


def _properties(features: Sequence[Feature]) -> list[str]:
    return list(dict.fromkeys(name for feature in features for name in feature.properties))


def _candidates(properties: Sequence[str], level: Kind) -> list[str]:
    """Properties with a usual name first: among equally good ones the first wins."""
    usual = USUAL[level]
    rank = {name: usual.index(low) for name in properties if (low := name.lower()) in usual}
    return [*sorted(rank, key=rank.__getitem__), *(n for n in properties if n not in rank)]


def _codes(features: Sequence[Feature], name: str, level: Kind) -> list[str]:
    return [code_of(feature.properties.get(name), level) for feature in features]


def _share(
    features: Sequence[Feature], name: str, level: Kind, known: Mapping[Kind, frozenset[str]]
) -> float:
    """Which share of the features this property gives a code of the level, each code counted once.

    A region's code on each of its communes is not the commune's: hence distinct codes.
    """
    codes = _codes(features, name, level)
    found = {code for code in codes if code in known[level]}
    if level == "commune":
        found |= {code for code in codes if successor(code)}
    return len(found) / len(codes)


def _no_codes(
    features: Sequence[Feature],
    properties: Sequence[str],
    level: Kind,
    known: Mapping[Kind, frozenset[str]],
    named: str | None,
) -> Exception:
    for other in KINDS:
        names = [named] if named is not None else _candidates(properties, other)
        for name in names:
            if other != level and _share(features, name, other, known) >= 0.9:  # noqa: PLR2004
                return refusal(
                    "outlines-other-level", property=shown(name), found=other, level=level
                )
    return refusal("outlines-no-codes", level=level, properties=_list(properties))


def _sorted(features: Sequence[Feature], name: str, level: Kind, known: frozenset[str]) -> Coded:
    today: dict[str, list[Feature]] = {}
    former: dict[str, tuple[str, list[Feature]]] = {}
    unknown: dict[str, None] = {}
    for feature in features:
        code = code_of(feature.properties.get(name), level)
        if code in known:
            today.setdefault(code, []).append(feature)
        elif level == "commune" and (now := successor(code)):
            former.setdefault(code, (now, []))[1].append(feature)
        else:
            unknown[shown(feature.properties.get(name))] = None
    return Coded(
        name,
        {code: tuple(found) for code, found in today.items()},
        {code: (now, tuple(found)) for code, (now, found) in former.items()},
        tuple(unknown),
    )


def _list(names: Sequence[str]) -> str:
    listed = [shown(name) for name in names[:_LISTED]]
    return ", ".join([*listed, *(["…"] if len(names) > _LISTED else [])]) or "–"
