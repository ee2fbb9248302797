"""What figures over many submissions are asked by and given in: groups, and numbers in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from domino_survey.aggregation import Coded, ItemPlace
    from domino_survey.numerics import Floats, np
    from domino_survey.storage.records import Origin, QuestionnaireRef

PlaceKind = Literal["commune", "epci", "departement", "region"]


class Observed(Struct, frozen=True):
    """Submissions to one questionnaire as they are observed, in the order of `ids`.

    Attributes:
        questionnaire: the one that all of them answered.
        ids: of the submissions.
        shared: shape (n,), whether the figures may be counted with those of others.
        apart: shape (n,), whether it is one person's view, which does not count for the initiative.
        short: shape (n,), whether its path asks the essential questions only.
        places: codes by kind, empty for none.
        coded: scores and answers.
    """

    questionnaire: QuestionnaireRef
    ids: Sequence[str]
    shared: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    short: NDArray[np.bool_]
    places: Mapping[PlaceKind, Sequence[str]]
    coded: Coded


class Among(Struct, frozen=True):
    """Those who answered an item by one of these options, by position."""

    item: ItemPlace
    options: tuple[int, ...]


class Group(Struct, frozen=True):
    """Initiatives that figures are over: of each the newest submission, where it is shared and fits.

    Attributes:
        questionnaire: the exact one that was answered.
        origin: real or demonstration data.
        places: kind and code; of any of these, or of everywhere where there is none.
        among: all of these hold.
        as_of: what had been sent by then, in place of now.
        since, before: when the newest submission was sent, from `since` on and before `before`.
        short: on a path of this kind only; None for all.
    """

    questionnaire: QuestionnaireRef
    origin: Origin
    places: tuple[tuple[PlaceKind, str], ...] = ()
    among: tuple[Among, ...] = ()
    as_of: datetime | None = None
    since: datetime | None = None
    before: datetime | None = None
    short: bool | None = None


# What a group is cut by: a kind of place, or the options of an item.
Cut: TypeAlias = "PlaceKind | ItemPlace"


class Comings(Struct, frozen=True):
    """All submissions that count for an initiative, in the order in which they came; arrays of one length.

    Attributes:
        number: int32, of the submission; the same for ever in one file, unless it is made again.
        initiative: int32.
        submitted_at, superseded_at: datetime64[us] in UTC; the second is when the initiative sent the
            next one, far in the future for the newest.
        shared: whether its figures may be counted.
        places: int32 by kind, 0 for none; `Repository.observed_places` names them.
    """

    number: NDArray[np.int32]
    initiative: NDArray[np.int32]
    submitted_at: NDArray[np.datetime64]
    superseded_at: NDArray[np.datetime64]
    shared: NDArray[np.bool_]
    places: Mapping[PlaceKind, NDArray[np.int32]]


class Members(Struct, frozen=True):
    """Who is in a group: numbers of the submissions and of their initiatives, int32, in one order."""

    number: NDArray[np.int32]
    initiative: NDArray[np.int32]


class Tally(Struct, frozen=True):
    """How often each value of a column occurs in a group: two arrays of one length, by value."""

    value: NDArray[Any]
    count: NDArray[np.int64]


class Moments(Struct, frozen=True):
    """Of each node, how many have a score, the mean (NaN of none) and the variance (NaN below two).

    Each of shape (nodes,); the variance is that of a sample, by `count - 1`.
    """

    count: NDArray[np.int64]
    mean: Floats
    variance: Floats


class Quantiles(Struct, frozen=True):
    """Quantiles of nodes in each part of a group, exact and interpolated as `numpy.quantile` does.

    Attributes:
        parts: int64 of shape (g,), rising: places by number (0: none), options by position; a single 0
            where the group is not cut.
        count: shape (g, nodes), how many have a score.
        value: shape (g, nodes, probabilities), NaN where nobody has one.
    """

    parts: NDArray[np.int64]
    count: NDArray[np.int64]
    value: Floats


class Proof(Struct, frozen=True):
    """How many initiatives a group has, what they answered, and how much of it rests on proof."""

    initiatives: int
    answered: int
    proven: int
