"""What all parts of a questionnaire share: strict frozen models, identifiers and translated texts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Model(BaseModel):
    """A strict, immutable part of a questionnaire: unknown fields and wrong types are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        validate_default=False,
        defer_build=True,
    )


# Ids are read in expressions, addresses and column names: ASCII, dots between levels.
Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$", max_length=60)
]
# Codes of options and stages; answers hold them for ever. They may begin with a digit ("3ans").
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$", max_length=40)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=4000)]

Text = Annotated[
    dict[Language, Sentence],
    Field(min_length=1, description="A text by language, such as {fr: Oui, en: 'Yes'}."),
]


class Labelled(Model):
    """A code with the words that stand for it on the screen."""

    code: Code
    label: Text
