"""The linear and mixed-integer programs of tables, solved by HiGHS through scipy.

scipy's optimisers take half a second to load and are needed by few: each function loads its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey.numerics import Floats, np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

UNBOUNDED: Final = 3  # the status by which HiGHS says so
ROUGHLY: Final = 0.1


class Farthest(Struct, frozen=True):
    """How far a cell can move, infinite where nothing holds it.

    `moves` are those of all cells that bring it there, `multipliers` those of the relations that prove
    that it goes no farther; both are empty where nothing holds it.
    """

    reached: float
    moves: Floats
    multipliers: Floats


def farthest(relations: csr_array, down: Floats, place: int, sign: int) -> Farthest:
    """The farthest that one cell can go up (`sign` 1) or down (-1).

    Cells move by d with `relations @ d = 0` and `d >= -down`.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    aim = np.zeros(down.size)
    aim[place] = -float(sign)
    bounds = [(-one, None) for one in down.tolist()]
    # The stubs of scipy know of no sparse matrix here; its documentation does.
    found = linprog(aim, A_eq=relations, b_eq=np.zeros(relations.shape[0]), bounds=bounds)  # type: ignore[call-overload]
    if found.status == UNBOUNDED:
        return Farthest(np.inf, np.zeros(0), np.zeros(0))
    _checked(found.status, found.message)
    return Farthest(-float(found.fun), np.asarray(found.x), -np.asarray(found.eqlin.marginals))


def most_at_once(
    relations: csr_array,
    down: Floats,
    places: NDArray[np.int64],
    need: Floats,
    sign: int,
    *,
    whole: bool = False,
) -> Floats:
    """Moves that bring the places on their way as far as they need, all in one program; shape (h,).

    Maximises the sum of `sign d / need` with `sign d <= need`. With `whole`, in whole numbers, and not
    to the very end.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - heavy

    low, high = -down, np.full(down.size, np.inf)
    aim = np.zeros(down.size)
    aim[places] = -sign / need
    if sign > 0:
        high[places] = need
    else:
        low = low.copy()
        low[places] = np.maximum(low[places], -need)
    found = milp(
        aim,
        integrality=np.full(down.size, int(whole)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(relations, 0.0, 0.0),
        options={"mip_rel_gap": ROUGHLY},
    )
    _checked(found.status, found.message)
    return np.asarray(found.x)


def farthest_whole(relations: csr_array, down: Floats, place: int, sign: int) -> float:
    """The same as `farthest`, in whole numbers."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - heavy

    aim = np.zeros(down.size)
    aim[place] = -float(sign)
    found = milp(
        aim,
        integrality=np.ones(down.size, dtype=np.int64),
        bounds=Bounds(-down, np.full(down.size, np.inf)),
        constraints=LinearConstraint(relations, 0.0, 0.0),
    )
    if found.status == UNBOUNDED:
        return np.inf
    _checked(found.status, found.message)
    return -float(found.fun or 0.0)


def cheapest_cover(
    cost: Floats, fixed: Floats, cuts: csr_array, least: Floats, gap: float
) -> Floats:
    """The cheapest choice of cells (0 or 1 each), those `fixed` among them, with `cuts @ y >= least`."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - heavy

    found = milp(
        cost,
        integrality=np.ones(cost.size, dtype=np.int64),
        bounds=Bounds(fixed, np.ones(cost.size)),
        constraints=LinearConstraint(cuts, least, np.full(least.size, np.inf)),
        options={"mip_rel_gap": gap},
    )
    _checked(found.status, found.message)
    return np.asarray(found.x)


def _checked(status: int, message: str) -> None:
    if status != 0:
        raise RuntimeError(f"no solution of a program that has one: {message}")
