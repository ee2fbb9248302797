"""What the initiatives of a territory say in their own words, never who says it nor what else they say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from domino_survey import disclosure, likeness
from domino_survey.disclosure import Query
from domino_survey.schema import MultipleChoice, ScaleQuestion, SingleChoice
from domino_survey.services.groups import guests
from domino_survey.services.library import reference_of
from domino_survey.services.observed import released
from domino_survey.services.rights import EVERYWHERE, Action, Identity, Scope, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domino_survey.disclosure import Key
    from domino_survey.schema import Question, Questionnaire, Theme
    from domino_survey.schema.base import Text
    from domino_survey.services.context import Context
    from domino_survey.services.observed import Released
    from domino_survey.storage import Arrival, Json, Origin

# Nobody is to be kept from knowing the order; it only must hang on nothing but the text.
_SHUFFLE: Final = b"what they say"

# `sharing-not-asked`: the questionnaire does not ask whether words may be shown, or has no open questions;
# `too-few-words`: fewer than enough of those that are shown share words. The others are those of figures.
Why = Literal["too-few", "too-close", "not-offered", "sharing-not-asked", "too-few-words"]


class Card(Struct, frozen=True):
    """What someone wrote, as they wrote it, under which axis and as what kind. Nothing says whose it is."""

    axis: str
    kind: str
    text: str


class Voices(Struct, frozen=True):
    """The words of a territory as they may be shown.

    Attributes:
        questionnaire: the one whose open questions these answer.
        scope: the territory.
        smallest_group: fewest authors among whom a text is shown.
        cards: by axis, then by kind, both in the order of the questionnaire, then shuffled by their text.
        why: why there are none; None where there are.
    """

    questionnaire: Questionnaire
    scope: Scope
    smallest_group: int
    cards: tuple[Card, ...]
    why: Why | None

    def of(self, axis: str, kind: str = "") -> tuple[Card, ...]:
        """The cards of an axis, of one kind or of all."""
        return tuple(card for card in self.cards if card.axis == axis and kind in {"", card.kind})


class CardGroup(Struct, frozen=True):
    """Cards of one axis that go together: near the same theme, and where `words` are, alike in these."""

    theme: Theme | None
    words: tuple[str, ...]
    cards: tuple[Card, ...]


def voices(
    context: Context,
    identity: Identity,
    questionnaire_id: str,
    scope: Scope = EVERYWHERE,
    *,
    origin: Origin | None = None,
) -> Voices:
    """The open answers that may be read for a territory.

    They are taken from the submissions that its figures show, of authors who share both, as long as the newest that
    the initiative sent still says the same: what was taken back is gone at once.

    Args:
        context: the store, the questionnaires, the settings.
        identity: who asks.
        questionnaire_id: which questionnaire, in the version in force.
        scope: which territory.
        origin: real or demonstration data; those of this installation when left out.

    Raises:
        DominoError: `not-allowed`, `no-questionnaire`.
    """
    require(identity, Action.READ_OBSERVATORY, scope)
    questionnaire = context.library.current(questionnaire_id)
    k = disclosure.checked_threshold(context.settings.smallest_group)
    sharing = questionnaire.profile.sharing
    prompts = any(axis.prompts for axis in questionnaire.axes)
    if sharing is None or sharing.free_text is None or not prompts:
        return Voices(questionnaire, scope, k, (), "sharing-not-asked")
    wanted = origin or context.origin
    known = released(context, questionnaire, wanted, k)
    key: Key = (scope.kind, scope.code)
    why = known.reason(Query(key))
    if why is not None:
        return Voices(questionnaire, scope, k, (), why.value)
    cards = _shuffled(questionnaire, _shown(context, questionnaire, wanted, known, key))
    return Voices(questionnaire, scope, k, cards, None if cards else "too-few-words")


def _shown(
    context: Context,
    questionnaire: Questionnaire,
    origin: Origin,
    known: Released,
    key: Key,
) -> Iterator[Card]:
    """The cards of the authors who still speak, where enough of their crowd do."""
    k = disclosure.checked_threshold(context.settings.smallest_group)
    history = _history(context, questionnaire, origin)
    words = {one.submission_id: _words(questionnaire, one.answers) for one in history}
    newest, gone = _standing(history, words)
    authors = {one.submission_id: one.initiative_id for one in history if words[one.submission_id]}

    def replay() -> dict[Key, tuple[frozenset[str], ...]]:
        return disclosure.crowds(known.publication.past, authors, k, gone=gone)

    # What was sent never changes: who is there and who is gone names all that is shown.
    there = tuple((one.submission_id, one.withdrawn_at) for one in history)
    crowds = context.figures.get(("crowds", questionnaire.hash, k, there), replay)
    shown = {
        authors[one]: _still_said(words[one], newest.get(authors[one], {}))
        for one in known.of(Query(key))
        if one in authors
    }
    for crowd in crowds.get(key, ()):
        speaking = [author for author in crowd if shown.get(author)]
        if len(speaking) >= disclosure.still_a_crowd(k):
            for author in speaking:
                yield from _as_cards(questionnaire, shown[author])


def _history(context: Context, questionnaire: Questionnaire, origin: Origin) -> list[Arrival]:
    """What counts for initiatives, oldest first, with what was said to the open questions."""
    sharing, apart = questionnaire.profile.sharing, guests(context)
    items = [prompt.id for axis in questionnaire.axes for prompt in axis.prompts]
    if sharing is not None:
        items.append(sharing.item)
    sent = context.repository.arrivals(reference_of(questionnaire), origin, items)
    return [one for one in sent if one.response_id not in apart]


def _words(questionnaire: Questionnaire, stored: Mapping[str, Json]) -> dict[str, str]:
    """What a submission says to the open questions, by prompt; nothing unless its author shares words and figures."""
    sharing = questionnaire.profile.sharing
    if sharing is None or sharing.free_text is None:
        return {}
    given = _value(stored, sharing.item)
    codes = (given,) if isinstance(given, str) else given
    if not isinstance(codes, list | tuple) or not {sharing.aggregates, sharing.free_text} <= {
        *codes
    }:
        return {}
    found = {}
    for axis in questionnaire.axes:
        for prompt in axis.prompts:
            text = _value(stored, prompt.id)
            if isinstance(text, str) and text.strip():
                found[prompt.id] = text
    return found


def _value(stored: Mapping[str, Json], item: str) -> object:
    answer = stored.get(item)
    return answer.get("value") if isinstance(answer, dict) else None


def _standing(
    history: Sequence[Arrival], words: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, Mapping[str, str]], dict[str, datetime]]:
    """What each initiative says in the newest submission that stands, and since when others say nothing any more."""
    newest: dict[str, Mapping[str, str]] = {}
    last: dict[str, datetime] = {}
    for stored in history:
        author = stored.initiative_id
        moments = [stored.submitted_at]
        if stored.withdrawn_at is None:
            newest[author] = words[stored.submission_id]
        else:
            moments.append(stored.withdrawn_at)
        last[author] = max([*moments, *([last[author]] if author in last else [])])
    gone = {author: at for author, at in last.items() if not newest.get(author)}
    return newest, gone


def _still_said(shown: Mapping[str, str], newest: Mapping[str, str]) -> dict[str, str]:
    """The texts that were not taken back or changed since."""
    return {prompt: text for prompt, text in shown.items() if newest.get(prompt) == text}


def _as_cards(questionnaire: Questionnaire, texts: Mapping[str, str]) -> Iterator[Card]:
    for axis in questionnaire.axes:
        for prompt in axis.prompts:
            if prompt.id in texts:
                yield Card(axis.id, prompt.kind, texts[prompt.id])


def _shuffled(questionnaire: Questionnaire, cards: Iterable[Card]) -> tuple[Card, ...]:
    """By axis and kind, then in an order that hangs on the text alone: not on who wrote it, nor on when."""
    axes = {axis.id: place for place, axis in enumerate(questionnaire.axes)}
    kinds = {kind.code: place for place, kind in enumerate(questionnaire.prompt_kinds)}

    def place(card: Card) -> tuple[int, int, bytes]:
        text = card.text.encode("utf-8", "surrogatepass")
        mixed = hashlib.blake2b(text, key=_SHUFFLE, digest_size=16).digest()
        return axes[card.axis], kinds.get(card.kind, len(kinds)), mixed

    return tuple(sorted(cards, key=place))


# --- Grouped by likeness --------------------------------------------------------------------------


def alike(context: Context, found: Voices, axis_id: str, kind: str = "") -> tuple[CardGroup, ...]:
    """The cards of an axis, each in one group: under the theme it is nearest to, the others last.

    Only these cards and the words of the questionnaire decide.
    """
    cards = found.of(axis_id, kind)
    axis = next(one for one in found.questionnaire.axes if one.id == axis_id)
    themes = {theme.id: theme for theme in axis.themes}
    texts = tuple(card.text for card in cards)

    def group() -> tuple[likeness.Group, ...]:
        return likeness.grouped(texts, {theme.id: spoken_of(theme) for theme in axis.themes})

    key = ("alike", found.questionnaire.hash, axis_id, texts)
    return tuple(
        CardGroup(
            themes.get(one.theme or ""), one.words, tuple(cards[place] for place in one.members)
        )
        for one in context.figures.get(key, group)
    )


def spoken_of(theme: Theme) -> str:
    """All that a questionnaire says of a theme, in all its languages; its title counts twice."""
    texts = [theme.title, theme.title, theme.description]
    for question in theme.questions:
        texts += [question.text, question.short, question.help, *_labels(question)]
    return "\n".join(said for text in texts for said in (text or {}).values())


def _labels(question: Question) -> list[Text]:
    match question:
        case ScaleQuestion():
            return [level.label for level in question.levels]
        case SingleChoice() | MultipleChoice():
            return [option.label for option in question.options]
        case _:
            return []
