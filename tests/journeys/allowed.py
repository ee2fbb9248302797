"""What Streamlit draws by itself and cannot be changed from outside; `docs/accessibility.md` tells it too.

Each entry: what it looks like, and why it may stand. Anything else is ours to mend.
"""

from __future__ import annotations

import re

# Rule of axe-core, what its HTML looks like, why.
AXE: tuple[tuple[str, re.Pattern[str], str], ...] = ()

# Words that Streamlit says in English whatever the language of the page.
ENGLISH = re.compile(
    r"\b(Help|Skip|Fullscreen|Close|Open|Copy|Clear|Select|Show|Hide|Search|Press|Apply|Increment"
    r"|Decrement|progress|icon|App pages|Download|View|Menu|Loading|Running|keyboard|alert|Required)\b"
)
ENGLISH_BY_STREAMLIT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r'link "Skip to main content"'), "first link of every page"),
    (re.compile(r'navigation "App pages"'), "name of the menu"),
    (re.compile(r'button "Help for '), "name of the button of a help text"),
    (re.compile(r'progressbar "progress"'), "name of the bar, whose text stands above it"),
    (re.compile(r'button "(De|In)crement"'), "buttons beside a number, arrows do the same"),
    (re.compile(r'button "Clear value"'), "cross that empties a number, as the Delete key does"),
    (re.compile(r'button "Open"'), "arrow of a list, which its field opens too"),
    (re.compile(r"button [\"']?Fullscreen"), "tool of a picture or a chart"),
    (
        re.compile(r'button "(Show data|Download as PNG|Copy Vega-Lite spec)"'),
        "tools of a chart, which show when the pointer rests on it",
    ),
    (
        re.compile(r'button "(Upload|Add files|Remove [^"]*)'),
        "buttons of a field for a file, under its name in the language of the page",
    ),
    (re.compile(r'img "\w+ icon"'), "the name of an icon, beside the same in words"),
    (re.compile(r"^\s*- alert:?\s*$"), "a role, which the browser says in the reader's language"),
)

# Targets under 24 px that Streamlit draws.
SMALL_BY_STREAMLIT: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r'aria-label="(Remove [^"]*|Add files)"'),
        "takes a given file back or replaces it; opening the page anew does both",
    ),
    (
        re.compile(r'data-testid="stNumberInputClearButton"'),
        "empties a number, as the Delete key does; out of the way of Tab",
    ),
)

# Faults in the console that are not ours.
NOISE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"404 .*_stcore/(health|host-config)"),
        "Streamlit looks for its server under the address of the page before the root",
    ),
)


def is_of_streamlit(rule: str, html: str) -> bool:
    """Whether a violation is one that only Streamlit can mend."""
    return any(rule == known and looks.search(html) for known, looks, _ in AXE)


def is_english_by_streamlit(line: str) -> bool:
    """Whether an English name is one that only Streamlit can translate."""
    return any(looks.search(line) for looks, _ in ENGLISH_BY_STREAMLIT)


def is_small_by_streamlit(target: str) -> bool:
    """Whether a small target is one that only Streamlit can enlarge."""
    return any(looks.search(target) for looks, _ in SMALL_BY_STREAMLIT)


def is_noise(error: str) -> bool:
    """Whether a line of the console is not about our pages."""
    return any(looks.search(error) for looks, _ in NOISE)
