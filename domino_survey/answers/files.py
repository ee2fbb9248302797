"""The answers of one response as a file, to be kept, and loaded again here or elsewhere.

JSON, in UTF-8: a format name and version, the questionnaire's id, version and hash, the path, the
language, then answers, comments and proofs by item id. What is read comes from anywhere: it is
refused with every fault that can be told, each at its place, or it is loaded whole.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from domino_survey.answers.validation import validated
from domino_survey.answers.values import PROOFS, Answer, JsonAnswer
from domino_survey.errors import DominoError, Problem, problem
from domino_survey.schema import COMMENT_LIMIT, Questionnaire, TerritoryQuestion
from domino_survey.schema.base import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

FORMAT: Final = "domino-answers"
VERSION: Final = 1
MOST_BYTES = 2_000_000
MOST_LEVELS = 6
MOST_PROBLEMS = 100
MOST_DIGITS = 17
_SHOWN = 60

TreePath: TypeAlias = tuple[str | int, ...]
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_BROKEN = frozenset({"answers-file-bad-number", "answers-file-bad-character"})
_SURROGATE = re.compile("[\ud800-\udfff]")


class AnswersFile(Struct, frozen=True):
    """What a file of answers holds. Missing answers have no entry."""

    questionnaire: Questionnaire
    path: str
    language: str
    answers: Mapping[str, Answer]
    comments: Mapping[str, str]
    proofs: Mapping[str, str]


class _Key(Model):
    id: str
    version: str
    hash: str


class _Envelope(Model):
    """The fields of the file; each answer is read by itself, against its question."""

    format: Literal["domino-answers"]
    version: Literal[1]
    questionnaire: _Key
    path: str
    language: str
    answers: dict[str, object]
    comments: dict[str, str]
    proofs: dict[str, str]


class _Object(dict[str, object]):
    """A JSON object that remembers the keys it was given more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated = [key for key, count in counts.items() if count > 1]


def write_answers_file(content: AnswersFile) -> bytes:
    """The bytes of a file, always the same from the same content: items in the questionnaire's order."""
    questionnaire = content.questionnaire

    def ordered(values: Mapping[str, object]) -> dict[str, object]:
        return {item: values[item] for item in questionnaire.items if values.get(item)}

    data = {
        "format": FORMAT,
        "version": VERSION,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "hash": questionnaire.hash,
        },
        "path": content.path,
        "language": content.language,
        "answers": ordered({item: one.to_json() for item, one in content.answers.items()}),
        "comments": ordered(content.comments),
        "proofs": ordered(content.proofs),
    }
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def read_answers_file(
    content: bytes | str,
    versions: Callable[[str], Iterable[Questionnaire]],
    *,
    is_commune: Callable[[str], bool] = lambda _: True,
) -> AnswersFile:
    """What a file holds, each answer checked against its question and in canonical form.

    Args:
        content: the file as it was sent.
        versions: the versions of a questionnaire, by its id, that answers may be loaded for.
        is_commune: whether a commune has this code; without it, any code of the right form will do.

    Raises:
        DominoError: with every problem found, each with its JSON path in `place`. Whether answers
            contradict each other is left to who stores them.
    """
    data = _parsed(content)
    found = list(_faults_of_tree(data))
    if any(one.code == "answers-file-too-deep" for one in found):
        raise DominoError(*found)
    envelope = _Reading(data, found, is_commune)
    return envelope.read(versions)


def _parsed(content: bytes | str) -> dict[str, object]:
    """The object of a file. Raises `DominoError` for what is no JSON, or no file of answers."""
    size = len(content) if isinstance(content, bytes) else len(content.encode(errors="replace"))
    if size > MOST_BYTES:
        raise DominoError(problem("answers-file-too-large", limit=MOST_BYTES // 1_000_000))
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        data = json.loads(
            text, object_pairs_hook=_Object, parse_int=_integer, parse_constant=lambda _: math.nan
        )
    except UnicodeDecodeError as error:
        raise DominoError(problem("answers-file-not-utf-8")) from error
    except json.JSONDecodeError as error:
        if not error.doc.lstrip().startswith("{"):
            # Not cut somewhere: another file, or an empty one.
            raise DominoError(_other_format()) from error
        fault = problem("answers-file-not-json").at("", error.lineno, error.colno)
        raise DominoError(fault) from error
    except RecursionError as error:
        raise DominoError(problem("answers-file-too-deep", limit=MOST_LEVELS)) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DominoError(_other_format())
    if data.get("version", VERSION) != VERSION:
        # Nothing else of such a file can be judged.
        raise DominoError(_unknown_version(data["version"]))
    return data


def _other_format() -> Problem:
    return problem("answers-file-other-format", place="$", format=FORMAT)


def _integer(digits: str) -> float:
    # A number of ten thousand digits takes long to read, and means nothing.
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _faults_of_tree(data: object) -> Iterator[Problem]:
    """What no JSON tree of ours holds, wherever it stands."""
    waiting: list[tuple[TreePath, object]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > MOST_LEVELS:
            yield _at(path[:MOST_LEVELS], "answers-file-too-deep", limit=MOST_LEVELS)
            return
        match value:
            case _Object():
                for key in value.repeated:
                    yield _at((*path, key), "answers-file-duplicate-key", field=_shown(key))
                waiting.extend(((*path, key), item) for key, item in value.items())
            case list():
                waiting.extend(((*path, index), item) for index, item in enumerate(value))
            case float() if not math.isfinite(value):
                yield _at(path, "answers-file-bad-number")
            case str() if _SURROGATE.search(value):
                yield _at(path, "answers-file-bad-character")
            case _:
                pass


class _Reading:
    """Reads a file part by part, collecting what is wrong with each.

    `broken` are the places, down to one item, whose value is known to be none: told once is enough.
    """

    def __init__(
        self, data: Mapping[str, object], found: list[Problem], is_commune: Callable[[str], bool]
    ) -> None:
        self.data = data
        self.is_commune = is_commune
        self.found = found
        self.broken = {one.path[:2] for one in found if one.code in _BROKEN}
        try:
            _Envelope.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False)
            found.extend(_structure_problem(d) for d in details if d["loc"] not in self.broken)

    def part(self, name: str) -> Mapping[str, object]:
        """An object of the file, empty where it is not one: that is reported already."""
        value = self.data.get(name)
        return value if isinstance(value, dict) else {}

    def read(self, versions: Callable[[str], Iterable[Questionnaire]]) -> AnswersFile:
        """The whole, or every problem."""
        questionnaire = self.questionnaire(versions)
        if questionnaire is None:
            raise DominoError(*_limited(self.found))
        answers = dict(self.answers(questionnaire))
        comments = dict(self.comments(questionnaire))
        proofs = dict(self.proofs(questionnaire))
        self.settings(questionnaire)
        if self.found:
            raise DominoError(*_limited(self.found))
        path, language = str(self.data["path"]), str(self.data["language"])
        return AnswersFile(questionnaire, path, language, answers, comments, proofs)

    def questionnaire(
        self, versions: Callable[[str], Iterable[Questionnaire]]
    ) -> Questionnaire | None:
        """The very questionnaire that was answered, or None with the reason reported."""
        key = self.part("questionnaire")
        wanted, version, content = (key.get(name) for name in ("id", "version", "hash"))
        if not (isinstance(wanted, str) and isinstance(version, str) and isinstance(content, str)):
            return None
        known = list(versions(wanted))
        exact = next((one for one in known if one.hash == content and one.version == version), None)
        if exact is not None:
            return exact
        if not known:
            fault = _at(
                ("questionnaire", "id"),
                "answers-file-unknown-questionnaire",
                questionnaire=_shown(wanted),
            )
        elif version not in (here := [one.version for one in known]):
            fault = _at(
                ("questionnaire", "version"),
                "answers-file-other-version",
                version=_shown(version),
                known=", ".join(dict.fromkeys(here)),
            )
        else:
            fault = _at(("questionnaire", "hash"), "answers-file-other-content")
        self.found.append(fault)
        return None

    def items(self, questionnaire: Questionnaire, name: str) -> Iterator[tuple[str, object]]:
        """The entries of a part that name a question of the questionnaire."""
        for item, value in self.part(name).items():
            if item in questionnaire.items:
                yield item, value
            else:
                self.found.append(_at((name, item), "answers-file-unknown-item", item=_shown(item)))

    def answers(self, questionnaire: Questionnaire) -> Iterator[tuple[str, Answer]]:
        for item, value in self.items(questionnaire, "answers"):
            path = ("answers", item)
            if path in self.broken:
                continue
            answer = _answer(value)
            if answer is None:
                self.found.append(_at(path, "answers-file-answer-expected", found=_shown(value)))
                continue
            question = questionnaire.items[item]
            try:
                fitting = validated(question, answer)
            except DominoError as error:
                self.found.extend(_moved(one, path) for one in error.problems)
                continue
            commune = fitting.value if isinstance(question, TerritoryQuestion) else None
            if commune is not None and not self.is_commune(str(commune)):
                self.found.append(_at(path, "unknown-commune", code_insee=_cut(str(commune))))
            yield item, fitting

    def comments(self, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
        for item, value in self.items(questionnaire, "comments"):
            if not isinstance(value, str):
                continue
            path, text = ("comments", item), value.replace("\x00", "").strip()
            if not text:
                self.found.append(_at(path, "empty-text"))
            elif len(text) > COMMENT_LIMIT:
                self.found.append(_at(path, "text-too-long", length=len(text), limit=COMMENT_LIMIT))
            else:
                yield item, text

    def proofs(self, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
        for item, value in self.items(questionnaire, "proofs"):
            if not isinstance(value, str):
                continue
            if value in PROOFS:
                yield item, value
            else:
                self.found.append(_at(("proofs", item), "unknown-proof", value=_shown(value)))

    def settings(self, questionnaire: Questionnaire) -> None:
        path, language = self.data.get("path"), self.data.get("language")
        if isinstance(path, str) and path not in {known.code for known in questionnaire.paths}:
            self.found.append(_at(("path",), "unknown-path"))
        if isinstance(language, str) and language not in questionnaire.languages:
            languages = ", ".join(questionnaire.languages)
            self.found.append(
                _at(
                    ("language",),
                    "answers-file-unknown-language",
                    language=_shown(language),
                    languages=languages,
                )
            )


def _answer(value: object) -> Answer | None:
    """The answer that was stored, or None for anything else, such as a second field."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    if isinstance(codes := value.get("value"), list) and not all(isinstance(c, str) for c in codes):
        return None
    try:
        return Answer.from_json(cast("JsonAnswer", value))
    except ValueError:
        return None


def _structure_problem(detail: ErrorDetails) -> Problem:
    kind, path = detail["type"], detail["loc"]
    match kind:
        case "missing":
            return _at(path, "answers-file-missing-field", field=path[-1])
        case "extra_forbidden":
            return _at(path, "answers-file-unknown-field", field=_shown(path[-1]))
        case "dict_type" | "model_type":
            return _at(path, "answers-file-object-expected", found=_shown(detail["input"]))
        case "literal_error":
            return _unknown_version(detail["input"])
        case _:
            return _at(path, "answers-file-text-expected", found=_shown(detail["input"]))


def _unknown_version(found: object) -> Problem:
    return _at(("version",), "answers-file-format-version", found=_shown(found), known=VERSION)


def _at(path: TreePath, code: str, **params: object) -> Problem:
    return problem(code, place=json_path(path), path=path, **params)


def _moved(one: Problem, path: TreePath) -> Problem:
    """A problem of an answer at its place in the file, with the text that it quotes cut short."""
    value = one.params.get("value")
    params = {**one.params, "value": _cut(value)} if isinstance(value, str) else one.params
    return replace(one, place=json_path(path), path=path, params=params)


def _limited(found: list[Problem]) -> list[Problem]:
    if len(found) <= MOST_PROBLEMS:
        return found
    return [*found[:MOST_PROBLEMS], problem("more-problems", count=len(found) - MOST_PROBLEMS)]


def json_path(path: TreePath) -> str:
    """A place in a file as a JSONPath (RFC 9535), such as `$.answers['A1.T1.Q1']`; long names cut."""
    steps = []
    for part in path:
        if isinstance(part, int):
            steps.append(f"[{part}]")
        elif _NAME.fullmatch(part):
            steps.append(f".{_cut(part)}")
        else:
            escaped = _cut(part).replace("\\", "\\\\").replace("'", "\\'")
            steps.append(f"['{escaped}']")
    return "$" + "".join(steps)


def _shown(value: object) -> str:
    """A value as short text for a message, written as in the file."""
    match value:
        case str():
            return _cut(value)
        case dict():
            return "{…}"
        case list():
            return "[…]"
        case float():
            return f"{value:g}"
        case _:
            return json.dumps(value)


def _cut(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
