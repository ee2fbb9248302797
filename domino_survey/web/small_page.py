"""Pages of a sentence or two, for when the application itself has nothing to show."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.i18n import Translator

_STYLE = """
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin: 0; padding: 2rem 1rem; }
main { max-width: 38rem; margin: 0 auto; }
a { color: inherit; display: inline-block; padding: 0.25rem 0; }
"""


def problem_page(translator: Translator, problem: Problem, *, status: int) -> HTMLResponse:
    """A page that says what is wrong and what to do."""
    return HTMLResponse(problem_text(translator, problem), status_code=status)


def problem_text(translator: Translator, problem: Problem) -> str:
    """Its text."""
    return _text(translator, *translator.problem(problem))


def fault_page(
    translator: Translator, fault: str, remedy: str, *, note: str = "", status: int
) -> HTMLResponse:
    """The same with texts at hand; all of them are shown as text."""
    return HTMLResponse(_text(translator, fault, remedy, note), status_code=status)


def _text(translator: Translator, fault: str, remedy: str, note: str = "") -> str:
    t = translator
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (remedy, note) if text)
    home = t("Aller à la page d'accueil")
    return (
        f'<!DOCTYPE html>\n<html lang="{t.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(fault)}</title><style>{_STYLE}</style></head>"
        f'<body><main><h1>{escape(fault)}</h1>{paragraphs}<p><a href="/">{escape(home)}</a></p>'
        "</main></body></html>\n"
    )
