"""From blocks of drawn columns to what is stored: asked questions only, names, communes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from domino_survey.answers import AnswerTable, Column, State
from domino_survey.demo.asking import kept_answers
from domino_survey.demo.many import BLOCK
from domino_survey.demo.wording import filled_in, shortened, words_for
from domino_survey.schema import TextQuestion
from domino_survey.services.bulk_columns import Columns, Written, store_columns, stored_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.demo.chance import Chance
    from domino_survey.demo.many import Block, Crowd, Donor
    from domino_survey.demo.material import Material
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context


# Blocks per transaction: as many rows as let DuckDB read them with two threads.
TOGETHER: Final = 4


class Loader:
    """Stores the blocks of a crowd."""

    def __init__(
        self,
        context: Context,
        questionnaire: Questionnaire,
        *,
        material: Material,
        crowd: Crowd,
        donors: list[Donor],
        key: str,
        chance: Chance,
    ) -> None:
        self._context = context
        self._questionnaire = questionnaire
        self._crowd = crowd
        self._key = key
        kinds = {id(donor.practice.kind): donor.practice.kind for donor in donors}
        self._kind_of = np.array([[*kinds].index(id(donor.practice.kind)) for donor in donors])
        # One name for each kind and commune: names need not differ among very many.
        words = [words_for(commune.name, material.slots, chance) for commune in crowd.communes]
        self._names = [
            f"{filled_in(kind.names[0], known)} {known['de']}"
            for kind in kinds.values()
            for known in words
        ]

    def fill(self, count: int) -> int:
        """Store what is missing of the first `count`; gives how many were new."""
        return store_columns(
            self._context, self._questionnaire, self._together(count), origin="demo"
        )

    def _together(self, count: int) -> Iterator[Columns]:
        parts: list[Columns] = []
        for columns in self._missing(count):
            parts.append(columns)
            if len(parts) == TOGETHER:
                yield _joined(parts)
                parts = []
        if parts:
            yield _joined(parts)

    def _missing(self, count: int) -> Iterator[Columns]:
        for number in range(-(-count // BLOCK)):
            first = number * BLOCK
            stop = min(first + BLOCK, count)
            stored = stored_of(self._context, self._key, first, stop)
            if stored < stop - first:
                columns = self._columns(self._crowd.block(number), first)
                yield columns.rows(stored, stop - first)

    def _columns(self, block: Block, first: int) -> Columns:
        questionnaire = self._questionnaire
        kept = kept_answers(questionnaire, block.table, block.short)
        columns = {}
        for item, column in block.table.columns.items():
            state = np.where(kept[item], column.state, int(State.MISSING)).astype(np.int8)
            columns[item] = Column(state, column.value)
        table = AnswerTable(block.table.size, columns)
        return Columns(
            key=self._key,
            first=first,
            table=table,
            written=self._written(block),
            proofs={
                question: np.where(table.columns[question].answered, proof, 0).astype(np.uint8)
                for question, proof in block.proofs.items()
            },
            short=block.short,
            initiative=block.initiative,
            started=block.started,
            ended=block.ended,
            language=questionnaire.languages[0],
        )

    def _written(self, block: Block) -> dict[str, Written]:
        profile = self._questionnaire.profile
        found: dict[str, Written] = {}
        if profile.territory:
            codes = [commune.code for commune in self._crowd.communes]
            found[profile.territory] = Written(block.commune, codes)
        item = self._questionnaire.items.get(profile.name or "")
        if isinstance(item, TextQuestion):
            names = [shortened(name, item.max_length) for name in self._names]
            place = self._kind_of[block.donor] * len(self._crowd.communes) + block.commune
            found[item.id] = Written(place, names)
        return found


def _joined(parts: Sequence[Columns]) -> Columns:
    """Columns one after the other, of one key and following numbers."""
    first, *others = parts
    if not others:
        return first
    tables = [part.table for part in parts]
    return Columns(
        key=first.key,
        first=first.first,
        table=AnswerTable(
            sum(table.size for table in tables),
            {
                item: Column(
                    np.concatenate([table.columns[item].state for table in tables]),
                    np.concatenate([table.columns[item].value for table in tables]),
                )
                for item in first.table.columns
            },
        ),
        written={
            item: Written(
                np.concatenate([part.written[item].codes for part in parts]), one.different
            )
            for item, one in first.written.items()
        },
        proofs={
            question: np.concatenate([part.proofs[question] for part in parts])
            for question in first.proofs
        },
        short=np.concatenate([part.short for part in parts]),
        initiative=np.concatenate([part.initiative for part in parts]),
        started=np.concatenate([part.started for part in parts]),
        ended=np.concatenate([part.ended for part in parts]),
        language=first.language,
    )
