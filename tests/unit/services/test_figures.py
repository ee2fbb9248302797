"""Figures kept: made once per key, the longest unused one given up first."""

from __future__ import annotations

from domino_survey.services.figures import Figures


def test_get__asked_again__made_once() -> None:
    figures, numbers = Figures(), iter(range(9))
    assert [figures.get("a", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]


def test_get__more_than_may_be_kept__longest_unused_is_made_anew() -> None:
    made: list[str] = []

    def ask(key: str) -> None:
        def make() -> str:
            made.append(key)
            return key

        assert figures.get(key, make) == key

    figures = Figures(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]
