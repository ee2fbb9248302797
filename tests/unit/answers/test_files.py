from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domino_survey.answers import (
    DONT_KNOW,
    NOT_APPLICABLE,
    PROOFS,
    Answer,
    answered,
)
from domino_survey.answers.files import (
    FORMAT,
    MOST_BYTES,
    MOST_PROBLEMS,
    AnswersFile,
    json_path,
    read_answers_file,
    write_answers_file,
)
from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.schema import COMMENT_LIMIT, LongTextQuestion, TerritoryQuestion
from tests.builders import (
    answers_of,
    axis,
    multiple,
    number,
    questionnaire,
    scale,
    text,
    theme,
    yes_no,
)

STORY = LongTextQuestion(type="long_text", id="histoire", text=text("Histoire"), max_length=50)
MODEL = questionnaire(
    axis(
        "A",
        theme(
            "A.T",
            scale("A.T.Q1", not_applicable=text("Sans local")),
            yes_no("A.T.Q2"),
            multiple("A.T.Q3", {"x": 1.0, "y": 2.0, "rien": 0.0}, ("rien",)),
            number("A.T.Q4", minimum=0.0, maximum=10.0, scored=False),
        ),
    ),
    profile=(STORY,),
)
FULL = AnswersFile(
    MODEL,
    "full",
    "fr",
    answers_of(
        {
            "histoire": "Né en 2019\navec « rien »",
            "A.T.Q1": NOT_APPLICABLE,
            "A.T.Q2": DONT_KNOW,
            "A.T.Q3": ("x", "y"),
            "A.T.Q4": 2.5,
        }
    ),
    {"A.T.Q1": "à vérifier"},
    {"A.T.Q4": "mesure"},
)


def read(content: bytes | str) -> AnswersFile:
    return read_answers_file(content, lambda name: [MODEL] if name == MODEL.id else [])


def changed(**fields: Any) -> str:
    """The full file with other fields at its top, as text; NaN and the like are written."""
    return json.dumps(json.loads(write_answers_file(FULL)) | fields)


def faults(content: bytes | str) -> list[tuple[str, str]]:
    """The place and the code of every problem; each can be said in both languages."""
    with pytest.raises(DominoError) as caught:
        read(content)
    for one in caught.value.problems:
        assert all(Translator("fr").problem(one))
        assert "{" not in "".join(Translator("en").problem(one)).replace('{"', "").replace(
            "{…}", ""
        )
    return [(one.place, one.code) for one in caught.value.problems]


def test_write__full_content__reads_back_the_same() -> None:
    content = write_answers_file(FULL)
    assert read(content) == FULL
    assert read(content.decode()) == FULL
    assert read(b"\xef\xbb\xbf" + content) == FULL


def test_write__answers_in_any_order__are_the_same_bytes() -> None:
    turned = dict(reversed(list(FULL.answers.items())))
    assert write_answers_file(replace(FULL, answers=turned)) == write_answers_file(FULL)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=50
).filter(lambda words: words == words.strip())
ANSWERS = {
    "histoire": TEXTS.map(answered),
    "A.T.Q1": st.sampled_from([NOT_APPLICABLE, DONT_KNOW, answered("n0"), answered("n4")]),
    "A.T.Q2": st.sampled_from([DONT_KNOW, answered("oui"), answered("non")]),
    "A.T.Q3": st.sampled_from([answered(("x",)), answered(("x", "y")), answered(("rien",))]),
    "A.T.Q4": st.floats(0, 10).map(answered),
}


@given(
    st.fixed_dictionaries({}, optional=ANSWERS),
    st.dictionaries(st.sampled_from(list(MODEL.items)), TEXTS),
    st.dictionaries(st.sampled_from(list(MODEL.items)), st.sampled_from(PROOFS)),
)
def test_write__any_content__reads_back_the_same(
    given_answers: dict[str, Answer], comments: dict[str, str], proofs: dict[str, str]
) -> None:
    content = AnswersFile(MODEL, "short", "fr", given_answers, comments, proofs)
    assert read(write_answers_file(content)) == content


@given(st.integers(1, len(write_answers_file(FULL)) - 3))
def test_read__cut_off_anywhere__is_refused(length: int) -> None:
    with pytest.raises(DominoError) as caught:
        read(write_answers_file(FULL)[:length])
    assert {one.code for one in caught.value.problems} <= {
        "answers-file-not-json",
        "answers-file-not-utf-8",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES: list[tuple[str, ...]] = [(name,) for name in json.loads(write_answers_file(FULL))]
PLACES += [("answers", item) for item in MODEL.items] + [("questionnaire", "hash")]


@given(st.sampled_from(PLACES), JSON)
def test_read__anything_anywhere__is_refused_with_places_or_read_whole(
    place: tuple[str, ...], value: object
) -> None:
    data: dict[str, Any] = json.loads(write_answers_file(FULL))
    inner = data
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    places = ["$"]
    try:
        found = read(json.dumps(data))
    except DominoError as error:
        places = [one.place for one in error.problems]
    else:
        assert read(write_answers_file(found)) == found
    assert all(where.startswith("$") for where in places)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "answers-file-other-format"),
        (b"%PDF-1.7", "answers-file-other-format"),
        (b"Bonjour", "answers-file-other-format"),
        (b' {"format": ', "answers-file-not-json"),
        (b"\xff\xfe{}", "answers-file-not-utf-8"),
        (b"PK\x03\x04\x80", "answers-file-not-utf-8"),
        (b"[]", "answers-file-other-format"),
        (b"null", "answers-file-other-format"),
        (b'{"format": "autre"}', "answers-file-other-format"),
        (b"[" * 100_000, "answers-file-too-deep"),
        (b'{"a":' * 100_000, "answers-file-too-deep"),
        (b" " * (MOST_BYTES + 1), "answers-file-too-large"),
    ],
)
def test_read__not_a_file_of_answers__is_refused_for_one_reason(content: bytes, code: str) -> None:
    assert [found for _, found in faults(content)] == [code]


@pytest.mark.parametrize("version", [0, 2, 99, "1", None, [], {}])
def test_read__another_version_of_the_format__is_all_that_is_said(version: object) -> None:
    found = faults(changed(version=version, format=FORMAT, questionnaire=1, odd=2))
    assert found == [("$.version", "answers-file-format-version")]


def test_read__cut_off__names_the_line() -> None:
    with pytest.raises(DominoError) as caught:
        read(write_answers_file(FULL)[:200])
    (one,) = caught.value.problems
    assert one.line is not None
    assert one.line > 5


@pytest.mark.parametrize(
    ("key", "place", "code"),
    [
        ({"id": "autre"}, "$.questionnaire.id", "answers-file-unknown-questionnaire"),
        ({"version": "7"}, "$.questionnaire.version", "answers-file-other-version"),
        ({"hash": "0" * 64}, "$.questionnaire.hash", "answers-file-other-content"),
    ],
)
def test_read__another_questionnaire__is_refused_at_what_differs(
    key: dict[str, str], place: str, code: str
) -> None:
    whole = {"id": MODEL.id, "version": MODEL.version, "hash": MODEL.hash}
    assert faults(changed(questionnaire=whole | key)) == [(place, code)]


def test_read__another_version_and_faults_of_form__says_both() -> None:
    key = {"id": MODEL.id, "version": "7", "hash": MODEL.hash}
    assert faults(changed(questionnaire=key, comments=[])) == [
        ("$.comments", "answers-file-object-expected"),
        ("$.questionnaire.version", "answers-file-other-version"),
    ]


def test_read__missing_and_unknown_fields__says_each() -> None:
    data = json.loads(changed(odd=1))
    del data["path"], data["questionnaire"]["hash"]
    assert faults(json.dumps(data)) == [
        ("$.questionnaire.hash", "answers-file-missing-field"),
        ("$.path", "answers-file-missing-field"),
        ("$.odd", "answers-file-unknown-field"),
    ]


def test_read__many_faults__says_all_at_once_each_at_its_place() -> None:
    content = changed(
        path="ailleurs",
        language="br",
        answers={
            "Z9": {"value": "n0"},
            "A.T.Q1": {"value": "n9"},
            "A.T.Q2": {"state": "not_applicable"},
            "A.T.Q3": {"value": ["x", "rien"]},
            "A.T.Q4": {"value": 11},
            "histoire": {"value": "x" * 51},
        },
        comments={"A.T.Q1": "x" * (COMMENT_LIMIT + 1), "A.T.Q2": " ", "A.T.Q3": 3, "Z9": "x"},
        proofs={"A.T.Q1": "certitude", "A.T.Q2": None},
    )
    assert sorted(faults(content)) == sorted(
        [
            ("$.path", "unknown-path"),
            ("$.language", "answers-file-unknown-language"),
            ("$.answers.Z9", "answers-file-unknown-item"),
            ("$.answers['A.T.Q1']", "unknown-option-answered"),
            ("$.answers['A.T.Q2']", "not-applicable-not-offered"),
            ("$.answers['A.T.Q3']", "exclusive-option-with-others"),
            ("$.answers['A.T.Q4']", "above-maximum"),
            ("$.answers.histoire", "text-too-long"),
            ("$.comments['A.T.Q1']", "text-too-long"),
            ("$.comments['A.T.Q2']", "empty-text"),
            ("$.comments['A.T.Q3']", "answers-file-text-expected"),
            ("$.comments.Z9", "answers-file-unknown-item"),
            ("$.proofs['A.T.Q1']", "unknown-proof"),
            ("$.proofs['A.T.Q2']", "answers-file-text-expected"),
        ]
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        "n0",
        3,
        [],
        {},
        {"value": None},
        {"value": True},
        {"value": {"value": "n0"}},
        {"value": ["n0", 1]},
        {"value": "n0", "state": "dont_know"},
        {"value": "n0", "note": 1},
        {"state": "missing"},
        {"state": 1},
    ],
)
def test_read__what_is_no_answer__is_said_so(value: object) -> None:
    expected = [("$.answers['A.T.Q1']", "answers-file-answer-expected")]
    assert faults(changed(answers={"A.T.Q1": value})) == expected


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "-1e400"])
def test_read__number_that_is_none__is_refused_once(literal: str) -> None:
    content = changed(answers={"A.T.Q4": {"value": "HERE"}}).replace('"HERE"', literal)
    assert faults(content) == [("$.answers['A.T.Q4'].value", "answers-file-bad-number")]


def test_read__number_of_many_digits__is_compared_like_another() -> None:
    content = changed(answers={"A.T.Q4": {"value": 10**40}})
    assert faults(content) == [("$.answers['A.T.Q4']", "above-maximum")]


def test_read__same_key_twice__is_refused_where_it_stands() -> None:
    content = changed().replace('"A.T.Q2":', '"A.T.Q1":', 1)
    assert faults(content) == [("$.answers['A.T.Q1']", "answers-file-duplicate-key")]


def test_read__deeper_than_any_answer__is_refused() -> None:
    value: object = 1
    for _ in range(20):
        value = [value]
    (found,) = faults(changed(answers={"A.T.Q4": {"value": value}}))
    assert found[1] == "answers-file-too-deep"


def test_read__half_a_character__is_refused_once() -> None:
    content = changed(answers={"histoire": {"value": "HERE"}}).replace("HERE", r"\ud83d")
    assert faults(content) == [("$.answers.histoire.value", "answers-file-bad-character")]


def test_read__thousands_of_faults__stops_telling_after_the_first() -> None:
    content = changed(answers={f"Z{rank}": {"value": "x" * 90} for rank in range(5000)})
    found = faults(content)
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1][1] == "more-problems"


def test_read__long_forged_texts__are_quoted_short() -> None:
    with pytest.raises(DominoError) as caught:
        read(changed(answers={"z" * 9000: {}, "A.T.Q1": {"value": "n" * 9000}}))
    for one in caught.value.problems:
        assert len(one.place) < 100
        assert len("".join(Translator("fr").problem(one))) < 400


def test_read__options_in_another_order_and_blanks__are_made_canonical() -> None:
    found = read(changed(answers={"A.T.Q3": {"value": ["y", "x"]}, "histoire": {"value": " a "}}))
    assert found.answers == answers_of({"A.T.Q3": ("x", "y"), "histoire": "a"})


def test_json_path__names_and_positions__follow_the_standard() -> None:
    # RFC 9535, 2.5.1.1: shorthand for plain names, brackets for others.
    assert json_path(("answers", "A.T.Q1", "value", 2)) == "$.answers['A.T.Q1'].value[2]"
    assert json_path(("it's \\",)) == r"$['it\'s \\']"


def test_read__commune_that_is_none__is_told_with_the_other_faults() -> None:
    place = TerritoryQuestion(type="territory", id="lieu", text=text("Lieu"))
    model = questionnaire(axis("A", theme("A.T", yes_no("A.T.Q1"))), profile=(place,))
    content = write_answers_file(
        AnswersFile(model, "full", "fr", answers_of({"lieu": "99999"}), {}, {})
    )
    assert read_answers_file(content, lambda _: [model]).answers == answers_of({"lieu": "99999"})
    spoilt = json.dumps(json.loads(content) | {"proofs": {"A.T.Q1": "serment"}})
    with pytest.raises(DominoError) as refused:
        read_answers_file(spoilt, lambda _: [model], is_commune=lambda code: code == "35238")
    assert [(one.code, one.place) for one in refused.value.problems] == [
        ("unknown-commune", "$.answers.lieu"),
        ("unknown-proof", "$.proofs['A.T.Q1']"),
    ]
