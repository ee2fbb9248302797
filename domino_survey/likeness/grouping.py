"""Texts put under the theme whose words they share most, and within it beside those that share their words.

Method and measure: docs/decisions/0012-likeness.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.likeness.words import stem_of, stems_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# As many groups as a meeting goes through; of about four texts each where there are fewer.
MOST: Final = 12
USUAL: Final = 4
# A theme of no more texts than this is read as it is.
SHORT: Final = 6
# What stands as a group by itself: texts, and the share of them that its first word is in.
FEWEST: Final = 3
SHARED: Final = 0.5
NAMED_BY: Final = 3
DIMENSIONS: Final = 10


class Group(Struct, frozen=True):
    """Texts that go together.

    Attributes:
        theme: the theme they are nearest to; None where they are near none, or as near to several.
        words: what they have in common, most telling first, each as it stands in one of them; none for
            the texts of a theme that share no words with others.
        members: positions of the texts, in their order; the same words are never in two groups.
    """

    theme: str | None
    words: tuple[str, ...]
    members: tuple[int, ...]


def grouped(texts: Sequence[str], themes: Mapping[str, str], most: int = MOST) -> tuple[Group, ...]:
    """Every text in exactly one group: by theme in their order, none last, in each the largest first.

    Args:
        texts: as they were written.
        themes: by id, the words that speak of each.
        most: fewer groups than this are named by words.
    """
    # What several wrote in the same words counts once: copies would be groups by themselves.
    distinct = list(dict.fromkeys(texts))
    nearest = _nearest(distinct, themes)
    found: list[Group] = []
    total = min(most, max(1, round(len(distinct) / USUAL)))
    for theme in (*themes, None):
        members = [place for place, one in enumerate(nearest) if one == theme]
        if members:
            parts = round(total * len(members) / len(distinct)) if len(members) > SHORT else 1
            found.extend(_parted(theme, members, distinct, parts))
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    return tuple(
        replace(
            group,
            members=tuple(sorted(one for at in group.members for one in places[distinct[at]])),
        )
        for group in found
    )


def _weights(documents: Sequence[Sequence[str]]) -> Any:
    """Rows of length 1 (0 without a word): each stem by how rare it is among the documents; None without words."""
    from sklearn.feature_extraction.text import (  # noqa: PLC0415 - a second to import, screens open without it
        TfidfVectorizer,
    )

    if not any(documents):
        return None
    vectorizer = TfidfVectorizer(
        analyzer=list, sublinear_tf=True, lowercase=False, token_pattern=None
    )
    return vectorizer.fit_transform(documents)


def _nearest(texts: Sequence[str], themes: Mapping[str, str]) -> list[str | None]:
    """Of each text the theme with which its words make the smallest angle; None without a single nearest."""
    names = list(themes)
    rows = _weights([stems_of(one) for one in (*texts, *themes.values())])
    if rows is None or not names:
        return [None] * len(texts)
    likeness = (rows[: len(texts)] @ rows[len(texts) :].T).toarray()
    found: list[str | None] = []
    for row in likeness:
        best = float(row.max())
        # Equal but for the last digits of a sum: no theme is the nearest.
        alone = int((row > best - 1e-9).sum()) == 1
        found.append(names[int(row.argmax())] if best > 0 and alone else None)
    return found


def _parted(
    theme: str | None, members: Sequence[int], texts: Sequence[str], parts: int
) -> list[Group]:
    """The texts of a theme: groups that a word names, then those that share none."""
    labels = _clustered([stems_of(texts[place]) for place in members], parts)
    clusters: dict[int, list[int]] = defaultdict(list)
    for place, label in zip(members, labels, strict=True):
        clusters[label].append(place)
    everywhere = Counter(stem for place in members for stem in set(stems_of(texts[place])))
    named: list[Group] = []
    rest: list[int] = []
    for cluster in clusters.values():
        words = _telling([texts[place] for place in cluster], everywhere)
        if len(clusters) > 1 and len(cluster) >= FEWEST and words:
            named.append(Group(theme, words, tuple(cluster)))
        else:
            rest.extend(cluster)
    named.sort(key=lambda group: (-len(group.members), group.members))
    return [*named, Group(theme, (), tuple(sorted(rest)))] if rest else named


def _clustered(documents: Sequence[Sequence[str]], parts: int) -> list[int]:
    """Ward's clusters on the main directions of the words (latent semantic analysis)."""
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - as above
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - as above
    from sklearn.preprocessing import normalize  # noqa: PLC0415 - as above

    # Texts that share all their words are one: no cluster is drawn by chance among equals.
    parts = min(parts, len({tuple(sorted(one)) for one in documents}))
    rows = _weights(documents) if parts > 1 else None
    if rows is None or min(rows.shape) <= 1:
        return [0] * len(documents)
    directions = min(DIMENSIONS, min(rows.shape) - 1)
    reduced = TruncatedSVD(directions, algorithm="arpack", random_state=0).fit_transform(rows)
    found = AgglomerativeClustering(n_clusters=parts, linkage="ward").fit_predict(
        normalize(reduced)
    )
    return [int(label) for label in found]


def _telling(texts: Sequence[str], everywhere: Mapping[str, int]) -> tuple[str, ...]:
    """Up to three words that many of these texts have and few others of the theme."""
    inside = Counter(stem for text in texts for stem in set(stems_of(text)))
    common = [stem for stem, count in inside.items() if count >= max(2, SHARED * len(texts))]
    order = list(dict.fromkeys(stem for text in texts for stem in stems_of(text)))
    common.sort(key=lambda stem: (-(inside[stem] ** 2) / everywhere[stem], order.index(stem)))
    return tuple(_written(stem, texts) for stem in common[:NAMED_BY])


def _written(stem: str, texts: Sequence[str]) -> str:
    """A stem as it is most often written in these texts."""
    forms = Counter(word for text in texts for word in words_of(text) if stem_of(word) == stem)
    return min(forms, key=lambda word: (-forms[word], word))
