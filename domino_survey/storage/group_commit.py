"""Commit together what several threads wait for, so that sixteen savers cost one disk sync, not sixteen."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Request = TypeVar("Request")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Waiting(Generic[Request, Result]):
    request: Request
    outcomes: tuple[Result, ...] = ()
    error: BaseException | None = None
    is_done: bool = False


class GroupCommit(Generic[Request, Result]):
    """Gives requests to `commit` in batches; each caller waits for its own result.

    There is no thread of its own: a caller that finds nobody committing takes all that is queued,
    its own request included. `commit` takes requests and gives their results in the same order,
    all or none; when it raises, each request is tried alone, so that one fault stays with its author.
    """

    def __init__(self, commit: Callable[[Sequence[Request]], Sequence[Result]]) -> None:
        self._commit = commit
        self._turn = threading.Condition()
        self._queue: list[_Waiting[Request, Result]] = []
        self._is_committing = False

    def submit(self, request: Request) -> Result:
        """The result of `request`, once committed. Raises what `commit` raised for it."""
        mine: _Waiting[Request, Result] = _Waiting(request)
        with self._turn:
            self._queue.append(mine)
            while self._is_committing and not mine.is_done:
                self._turn.wait()
            batch: list[_Waiting[Request, Result]] = []
            if not mine.is_done:
                batch, self._queue = self._queue, []
                self._is_committing = True
        if batch:
            self._lead(batch)
        if mine.error is not None:
            raise mine.error
        return mine.outcomes[0]

    def _lead(self, batch: Sequence[_Waiting[Request, Result]]) -> None:
        try:
            self._settle(batch)
        finally:
            with self._turn:
                for waiting in batch:
                    if not waiting.outcomes and waiting.error is None:
                        waiting.error = RuntimeError("the commit was interrupted")
                    waiting.is_done = True
                self._is_committing = False
                self._turn.notify_all()

    def _settle(self, batch: Sequence[_Waiting[Request, Result]]) -> None:
        try:
            results = self._commit([waiting.request for waiting in batch])
        except Exception as error:  # noqa: BLE001 - raised again in the thread of its author
            if len(batch) == 1:
                batch[0].error = error
                return
            for waiting in batch:
                self._settle([waiting])
            return
        for waiting, result in zip(batch, results, strict=True):
            waiting.outcomes = (result,)
