"""The problems by code: one text each."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

from domino_survey import errors
from domino_survey.errors.catalogue import CATALOGUE


def test_codes__of_all_subjects__are_written_once() -> None:
    subjects = [
        importlib.import_module(f"domino_survey.errors.{one.name}")
        for one in pkgutil.iter_modules(errors.__path__)
        if one.name.startswith("in_")
    ]
    written = Counter(code for subject in subjects for code in subject.ENTRIES)
    assert {code for code, times in written.items() if times > 1} == set()
    assert written.keys() == CATALOGUE.keys()
