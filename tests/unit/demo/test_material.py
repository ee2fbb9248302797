from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from domino_survey import schema_files
from domino_survey.demo.chance import Chance
from domino_survey.demo.material import Family, Material, Rule, Said, material_of
from domino_survey.demo.wording import at_place, filled_in, of_place, shortened, words_for
from domino_survey.schema import LongTextQuestion, Questionnaire, option_codes
from domino_survey.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PROMPT_TEXTS, COMMENTS = 8, 40
LONGEST_COMMUNE = "Saint-Germain-de-Longue-Chaume"
FRENCH = re.compile(r"\b(le|la|les|l'|de|des|du|d'|un|une|et|à|nous|on|en|pas)\b", re.IGNORECASE)
LEFTOVER = re.compile(r"[{}]|lorem|ipsum|TODO|xxx", re.IGNORECASE)


@pytest.fixture(scope="module")
def domino() -> Questionnaire:
    questionnaire, _ = schema_files.read(ROOT / "schemas" / "domino" / "1.yaml")
    assert questionnaire is not None
    return questionnaire


@pytest.fixture(scope="module")
def material() -> Material:
    return material_of("domino")


def words(material: Material) -> dict[str, str]:
    return words_for(LONGEST_COMMUNE, material.slots, Chance("words"))


def prompts(material: Material) -> Iterator[tuple[str, str]]:
    for prompt_id, texts in material.prompts.items():
        for text in texts:
            yield prompt_id, text.say if isinstance(text, Said) else text


def test_texts__each__is_french_and_complete(material: Material) -> None:
    texts = [text for _, text in prompts(material)]
    texts += [text for kind in material.kinds.values() for text in kind.about]
    for text in texts:
        shown = filled_in(text, words(material))
        assert LEFTOVER.search(shown) is None
        assert FRENCH.search(shown), shown
        assert shown[-1] in ".»!?", shown
    comments = [text for one in material.comments.values() for text in (*one.low, *one.high)]
    assert len(comments) >= COMMENTS
    assert len(set(comments)) == len(comments)
    assert all(text.endswith(".") for text in comments)


def test_texts__prompts__have_several_of_their_own(
    domino: Questionnaire, material: Material
) -> None:
    for axis in domino.axes:
        for prompt in axis.prompts:
            texts = material.prompts[prompt.id]
            assert len(texts) >= PROMPT_TEXTS, prompt.id
            assert len({str(text) for text in texts}) == len(texts)
            assert prompt.kind in material.english.prompts


def test_descriptions__with_a_long_name__fit_and_have_two_sentences(
    domino: Questionnaire, material: Material
) -> None:
    item = domino.items["P02"]
    assert isinstance(item, LongTextQuestion)
    for kind in material.kinds.values():
        for text in (*kind.about, kind.about_en):
            shown = filled_in(text, words(material))
            assert len(shown) <= item.max_length, shown
            assert shown.count(". ") + shown.count(": ") >= 1, shown


def test_names__all_kinds__make_hundreds(material: Material) -> None:
    assert len(material.kinds) >= 24
    assert sum(len(kind.names) for kind in material.kinds.values()) >= 150
    for kind in material.kinds.values():
        for name in kind.names:
            assert filled_in(name, words(material)) != name


def test_material__everything_named__exists_in_the_questionnaire(
    domino: Questionnaire, material: Material
) -> None:
    families = material.families.values()
    kinds = material.kinds.values()
    sources: list[Material | Family] = [material, *families, *kinds]
    for source in sources:
        assert set(source.axes) <= {axis.id for axis in domino.axes}
        for item_id, rule in source.profile.items():
            assert_rule_fits(domino, item_id, rule)
    for item_id, rule in material.indicators.items():
        assert_rule_fits(domino, item_id, rule)
    named = {
        *material.prompts, *material.comments, *material.leanings, *material.inclinations,
        *material.not_applicable, *material.effects,
        *(item for one in (*families, *kinds) for item in one.sets_aside),
    }  # fmt: skip
    assert named <= set(domino.items)
    for item_id, weights in material.inclinations.items():
        assert set(weights) <= set(option_codes(domino.items[item_id]))
    assert {kind.family for kind in kinds} <= set(material.families)
    assert set(material.stages) == set(option_codes(domino.items["P10"]))


def assert_rule_fits(domino: Questionnaire, item_id: str, rule: Rule) -> None:
    codes = set(option_codes(domino.items[item_id]))
    used = {*(rule.one or {}), *(rule.each or {}), *(rule.rank.order if rule.rank else ())}
    used |= {code for _, weights in rule.by_size for code in weights}
    assert used <= codes, item_id
    if rule.within:
        assert set(rule.within.ranges) == set(option_codes(domino.items[rule.within.item]))
    for other in rule.at.values():
        assert_rule_fits(domino, item_id, other)


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Redon", "de Redon", "à Redon"),
        ("Allaire", "d'Allaire", "à Allaire"),
        ("Étel", "d'Étel", "à Étel"),
        ("Le Sel-de-Bretagne", "du Sel-de-Bretagne", "au Sel-de-Bretagne"),
        ("Les Fougerêts", "des Fougerêts", "aux Fougerêts"),
        ("La Gacilly", "de La Gacilly", "à La Gacilly"),
        ("L'Hermitage", "de L'Hermitage", "à L'Hermitage"),
        ("Hennebont", "d'Hennebont", "à Hennebont"),
        ("Hédé-Bazouges", "de Hédé-Bazouges", "à Hédé-Bazouges"),
    ],
)
def test_places__articles_and_vowels__are_contracted(name: str, of: str, at: str) -> None:
    assert (of_place(name), at_place(name)) == (of, at)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Un. Deux.", 20, "Un. Deux."),
        ("Première phrase. Seconde phrase.", 20, "Première phrase."),
        ("Un seul long mot", 12, "Un seul"),
    ],
)
def test_shortened__too_long__is_cut_between_words(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


def test_chance__same_key__draws_alike_and_within_bounds() -> None:
    one, other = Chance("a", 1), Chance("a", 1)
    assert [one.share() for _ in range(5)] == [other.share() for _ in range(5)]
    assert {one.whole(1, 3) for _ in range(60)} == {1, 2, 3}
    assert {one.pick({"x": 1.0, "y": 0.0}) for _ in range(20)} == {"x"}
    assert Chance("a", 2).share() != Chance("a", 1).share()
