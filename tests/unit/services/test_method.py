"""Another method on a questionnaire: judged, compared on example profiles, and kept as a file."""

from __future__ import annotations

import math
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey import schema_files
from domino_survey.errors import DominoError, errors_only
from domino_survey.schema import OVERALL
from domino_survey.services import method, method_effects
from domino_survey.services.access import OPERATOR
from domino_survey.services.context import Context
from domino_survey.services.method import ALL_AXES, ALL_THEMES, CapSetting, Rules, Settings
from domino_survey.services.method_effects import ProfileKind
from domino_survey.services.questionnaire_files import check_files
from domino_survey.services.rights import VISITOR
from domino_survey.settings import Settings as Installation
from domino_survey.storage.duckdb_repository import open_repository
from tests.builders import axis, questionnaire, scale, theme

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GARDENS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"
USUAL = Rules(1.0, 0.6, 0.5)


@pytest.fixture
def context() -> Context:
    return Context(open_repository(now=START), Installation(), clock=lambda: START)


@pytest.fixture
def content(context: Context) -> Questionnaire:
    return context.library.current("domino")


def small() -> Questionnaire:
    """Two axes; the first one has two themes."""
    first = axis(
        "A", theme("A.T1", scale("A.T1.Q1")), theme("A.T2", scale("A.T2.Q1"), scale("A.T2.Q2"))
    )
    return questionnaire(first, axis("B", theme("B.T1", scale("B.T1.Q1"))))


def codes(tried: method.Trial) -> list[tuple[str, str]]:
    return [(one.code, one.place) for one in tried.problems]


def test_scopes__a_questionnaire__whole_then_axes_with_their_themes() -> None:
    found = method.scopes(small())
    assert list(found) == [OVERALL, ALL_AXES, ALL_THEMES, "A", "A.T1", "A.T2", "B", "B.T1"]
    assert found["A"].children == {"A.T1": 1.0, "A.T2": 1.0}
    assert found["A.T2"].kind == "theme"


def test_settings__back_to_what_the_file_says__are_none() -> None:
    model = small()
    settings = method.with_weights(model, Settings(), {"A.T1": 3.0, "A.T2": 1.0})
    assert settings.weights == {"A.T1": 3.0}
    settings = method.with_rules(model, settings, "A", USUAL)
    assert settings
    settings = method.with_weights(model, settings, {"A.T1": 1.0})
    assert not method.with_rules(model, settings, "A", None)


def test_rules_of__node_without_its_own__those_of_all() -> None:
    model, harsh = small(), Rules("min", 1.0, 0.0)
    settings = method.with_rules(model, Settings(), ALL_THEMES, harsh)
    found = method.scopes(model)
    assert method.rules_of(model, settings, found["A.T2"]) == harsh
    assert method.rules_of(model, settings, found["A"]) == USUAL
    assert method.rules_of(model, settings, found[OVERALL]) is None


def test_trial__weights_and_rules__in_the_questionnaire_and_not_in_the_first() -> None:
    model = small()
    before = model.canonical_json
    tried = method.trial(
        model, Settings({"A.T1": 3.0, "A": 2.0}, {"A": Rules("min", 0.8, 0.5), OVERALL: USUAL})
    )
    assert tried.problems == ()
    assert tried.questionnaire is not None
    changed = tried.questionnaire.axes[0]
    assert (changed.weight, changed.themes[0].weight) == (2.0, 3.0)
    assert changed.scoring is not None
    assert changed.scoring.power == "min"
    assert tried.questionnaire.scoring.overall is not None
    assert model.canonical_json == before


def test_trial__everything_wrong__all_told_at_once_where_it_is() -> None:
    caps = (CapSetting("A.T1", 0, 50), CapSetting("A.T1", 30, 20), CapSetting("A.T2", None, 10))
    settings = Settings(
        {"A.T1": -1.0, "A": math.nan, "B": None, "A.T2.Q1": 0.0, "A.T2.Q2": 0.0},
        {"A": Rules(1.0, 0.6, 0.5, caps), "B.T1": Rules(1.0, 0.6, None)},
    )
    tried = method.trial(small(), settings)
    assert tried.questionnaire is None
    assert sorted(codes(tried)) == [
        ("caps-contradict", "A"),
        ("missing-number", "B"),
        ("missing-number", "B.T1"),
        ("unfinished-cap", "A"),
        ("unusable-weight", "A"),
        ("unusable-weight", "A.T1"),
        ("weights-all-zero", "A.T2"),
    ]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (Rules(1.0, 1.6, 0.5), "unusable-coverage"),
        (Rules(1.0, 0.6, -0.01), "unusable-aside"),
        (Rules(math.inf, 0.6, 0.5), "unusable-power"),
        (Rules(None, 0.6, 0.5), "missing-number"),
        (Rules("0,,5", 0.6, 0.5), "not-a-number"),
        (Rules(1.0, "half", 0.5), "not-a-number"),
        (Rules(1.0, 0.6, 0.5, (CapSetting("A.T1", 120, 50),)), "unusable-cap"),
        (Rules(1.0, 0.6, 0.5, (CapSetting("A.T1", "x", 50),)), "not-a-number"),
    ],
)
def test_trial__rules_out_of_range_or_no_number__refused_and_named(rules: Rules, code: str) -> None:
    tried = method.trial(small(), Settings({}, {"A": rules}))
    assert tried.questionnaire is None
    assert codes(tried) == [(code, "A")]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_trial__thresholds_at_their_ends__usable(share: float) -> None:
    assert method.trial(small(), Settings({}, {"A": Rules(1.0, share, share)})).questionnaire


@pytest.mark.parametrize("power", [-1e6, -3.0, -0.5, 0.25, 2.0, 1e6])
def test_trial__any_finite_power__usable_and_between_the_lowest_and_the_highest(
    power: float,
) -> None:
    tried = method.trial(small(), Settings({}, {"A": Rules(power, 0.6, 0.5)}))
    assert tried.problems == ()
    found = method.composed(small(), power, (20, 80))
    assert found is not None
    assert 20 <= found <= 80


def test_composed__two_scores__lower_for_a_lower_power() -> None:
    powers = ("min", -20.0, -1.0, 0.0, 0.5, 1.0, 3.0)
    found = [method.composed(small(), power, (20, 80)) for power in powers]
    assert found == sorted(found, key=lambda score: score or 0)
    assert (found[0], found[5]) == (20, 50)
    assert method.composed(small(), "x", (20, 80)) is None
    assert method.composed(small(), None, (20, 80)) is None


def test_trial__child_above_half__flagged_though_usable(content: Questionnaire) -> None:
    tried = method.trial(content, Settings({"A1.T1": 4.0}))
    assert tried.questionnaire is not None
    assert codes(tried) == [("dominant-child", "A1")]
    assert method.shares(Settings({"A1.T1": 4.0}), method.scopes(content)["A1"])["A1.T1"] == 4 / 7


@pytest.mark.parametrize(
    "weights", [{"A.T1": None}, {"A.T1": "x"}, {"A.T1": -1.0}, {"A.T1": 0.0, "A.T2": 0.0}]
)
def test_shares__no_weights__none(weights: dict[str, method.Number]) -> None:
    assert method.shares(Settings(weights), method.scopes(small())["A"]) == {}


def test_compare__cap_on_the_weak_point__limits_the_axis_of_that_profile(
    context: Context, content: Questionnaire
) -> None:
    rules = Rules(1.0, 0.6, 0.5, (CapSetting("A1.T2", 40, 30),))
    tried = method.trial(content, Settings({}, {"A1": rules})).questionnaire
    assert tried is not None
    kind = ProfileKind.WEAK_POINT
    found = method_effects.compare(context, OPERATOR, (content, tried), kind, "A1.T2")
    (moved,) = found.moved
    assert (moved.node, moved.after) == ("A1", 30)
    assert method_effects.compare(context, OPERATOR, (content, tried), kind, "A2.T1").moved == ()


def test_compare__weakest_decides__axis_falls_to_its_lowest_theme(
    context: Context, content: Questionnaire
) -> None:
    settings = method.with_rules(content, Settings(), "A1", Rules("min", 0.6, 0.5))
    tried = method.trial(content, settings).questionnaire
    assert tried is not None
    found = method_effects.compare(context, OPERATOR, (content, tried), ProfileKind.EXAMPLE)
    (moved,) = found.moved
    lowest = min(one.result.score.value or 0 for one in found.before.axes[0].themes)
    assert (moved.node, moved.after) == ("A1", lowest)
    assert moved.before is not None
    assert moved.before > lowest
    assert [one.node for one in found.levels] == ["A1"]


def test_compare__cap_that_bites__recommendations_appear(
    context: Context, content: Questionnaire
) -> None:
    caps = tuple(CapSetting(one.id, 100, 10) for one in content.axes[1].themes)
    settings = method.with_rules(content, Settings(), "A2", Rules(1.0, 0.6, 0.5, caps))
    tried = method.trial(content, settings).questionnaire
    assert tried is not None
    found = method_effects.compare(context, OPERATOR, (content, tried), ProfileKind.MIDDLE)
    back = method_effects.compare(context, OPERATOR, (tried, content), ProfileKind.MIDDLE)
    assert [one.node for one in found.moved] == ["A2"]
    assert found.appeared == back.gone
    assert found.gone == back.appeared


def test_profiles__made_up__as_their_names_say(context: Context, content: Questionnaire) -> None:
    def axes(kind: ProfileKind, weak: str | None = None) -> dict[str, float | None]:
        found = method_effects.compare(context, OPERATOR, (content, content), kind, weak)
        assert (found.moved, found.levels, found.appeared, found.gone) == ((), (), (), ())
        return {one.axis.id: one.result.score.value for one in found.before.axes}

    assert all(40 <= (value or 0) <= 60 for value in axes(ProfileKind.MIDDLE).values())
    weak = axes(ProfileKind.WEAK_AXIS, "A3")
    assert weak["A3"] == 0
    assert min(value or 0 for key, value in weak.items() if key != "A3") > 60
    unknown = method_effects.profile_answers(content, ProfileKind.UNKNOWN)
    silent = [one for one in content.scored_questions if unknown[one.id].value is None]
    assert len(silent) > len(content.scored_questions) / 4


def test_kinds__questionnaire_without_an_example__made_up_ones_only() -> None:
    assert ProfileKind.EXAMPLE not in method_effects.kinds(schema_files.load(GARDENS))
    answers = method_effects.profile_answers(schema_files.load(GARDENS), ProfileKind.MIDDLE)
    assert answers["age"].value == "pousse"


def test_collected__too_few__nothing(context: Context, content: Questionnaire) -> None:
    assert method_effects.collected(context, OPERATOR, (content, content)) is None


def test_new_version__settings_of_every_kind__checked_clean_and_the_same_method(
    context: Context, content: Questionnaire, tmp_path: Path
) -> None:
    settings = Settings(
        {"A1": 2.0, "A1.T1": 1.5, "A1.T1.Q2": 0.5},
        {
            OVERALL: Rules(0.0, 0.6, 0.5),
            ALL_THEMES: Rules(0.0, 0.6, 0.4),
            "A2": Rules(1.0, 0.6, 0.5, (CapSetting("A2.T1", 33.5, 50),)),
            "A3.T1": USUAL,
        },
    )
    made = method.new_version(context, OPERATOR, content, settings)
    assert (made.version, made.place) == ("2", "domino/2.yaml")
    file = tmp_path / "schemas" / made.place
    file.parent.mkdir(parents=True)
    file.write_text(made.text, encoding="utf-8")
    (checked,) = check_files([file])
    assert checked.problems == ()
    kept = schema_files.load(file)
    tried = method.trial(content, settings).questionnaire
    assert tried is not None
    assert kept.canonical_json == tried.canonical_json.replace('"version":"1"', '"version":"2"')
    old = context.library.file_of(content).read_text(encoding="utf-8").splitlines()
    lines = iter(made.text.splitlines())
    comments = [line for line in old if line.lstrip().startswith("#")]
    assert all(comment in lines for comment in comments)


def test_new_version__rules_that_the_file_has__changed_in_place_and_back(tmp_path: Path) -> None:
    folder = tmp_path / "schemas" / "jardins"
    folder.mkdir(parents=True)
    shutil.copy(GARDENS, folder / "v2.yaml")
    installation = Installation(schemas=folder.parent, questionnaire="jardins")
    context = Context(open_repository(now=START), installation, clock=lambda: START)
    content = context.library.current("jardins")
    rules = Rules(0.0, 0.6, 0.5, (CapSetting("voisins.ouvert", 10, 20),))
    settings = Settings({"voisins.porte": 1.0}, {"voisins.porte": rules, OVERALL: None})
    made = method.new_version(context, OPERATOR, content, settings)
    assert made.place == "jardins/v3.yaml"
    kept, problems = schema_files.read_text(made.text)
    assert errors_only(problems) == []
    tried = method.trial(content, settings).questionnaire
    assert kept is not None
    assert tried is not None
    assert kept.canonical_json == tried.canonical_json.replace('"version":"v2"', '"version":"v3"')
    assert "# Un jardin fermé ne rattrape rien" in made.text


def test_new_version__faulty_settings__refused_with_every_error(
    context: Context, content: Questionnaire
) -> None:
    with pytest.raises(DominoError) as refused:
        method.new_version(context, OPERATOR, content, Settings({"A1": -1.0, "A2": None}))
    assert [one.code for one in refused.value.problems] == ["unusable-weight", "missing-number"]


def test_services__without_the_right__refused(context: Context, content: Questionnaire) -> None:
    both = (content, content)
    calls = (
        lambda: method.new_version(context, VISITOR, content, Settings({"A1": 2.0})),
        lambda: method_effects.compare(context, VISITOR, both, ProfileKind.MIDDLE),
        lambda: method_effects.collected(context, VISITOR, both),
    )
    for call in calls:
        with pytest.raises(DominoError) as refused:
            call()
        assert refused.value.code == "not-allowed"
