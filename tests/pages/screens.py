"""A screen as a test drives it: opened by its file and its address, its widgets found by their keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from streamlit.testing.v1 import AppTest

from domino_survey.i18n import write_number
from domino_survey.services import assessments
from domino_survey.settings import ROOT
from domino_survey.ui import guard
from domino_survey.ui.state import widget_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.services.assessments import Opened
    from domino_survey.services.context import Context
    from domino_survey.services.drafts import Draft
    from domino_survey.services.rights import Identity
    from domino_survey.ui.routes import Screen

MAIN = ROOT / "domino_survey" / "ui" / "main.py"
LONGEST = 60.0
KINDS = (
    *("button", "checkbox", "radio", "button_group", "number_input", "text_input", "text_area"),
    *("selectbox", "multiselect"),
)


def typed(value: object) -> object:
    """What someone who writes French types for an answer: a number is text until it is read."""
    return write_number(value, "fr") if isinstance(value, float) else value


@dataclass
class Tab:
    """One browser tab without a browser."""

    screen: Screen
    query: Mapping[str, str] = field(default_factory=dict)
    app: AppTest = field(init=False)

    def __post_init__(self) -> None:
        self.app = AppTest.from_file(str(MAIN), default_timeout=LONGEST)
        self.open(self.screen, **self.query)

    def open(self, screen: Screen, **query: str) -> Tab:
        """Go to a screen by its address."""
        self.app.run()
        self.app.switch_page(f"../../pages/{screen.file}")
        for name in list(self.app.query_params):
            if name not in query:
                del self.app.query_params[name]
        for name, value in query.items():
            self.app.query_params[name] = value
        self.app.run()
        return self.sound()

    def sound(self) -> Tab:
        """Nothing failed while drawing."""
        assert not self.app.exception, self.app.exception
        return self

    @property
    def headings(self) -> list[str]:
        """Titles and headings, in order of their level."""
        return [
            str(getattr(one, "value", ""))
            for kind in ("title", "header", "subheader")
            for one in self.app.get(kind)
        ]

    @property
    def said(self) -> str:
        """Every text of the screen, one after the other."""
        kinds = ("markdown", "caption", "warning", "error", "info", "success")
        return "\n".join(
            str(getattr(one, "value", "")) for kind in kinds for one in self.app.get(kind)
        )

    def widgets(self, key: str) -> list[Any]:
        """The widgets of a key: one, or none."""
        return [one for kind in KINDS for one in self.app.get(kind) if one.key == key]

    def widget(self, key: str) -> Any:
        """The widget of a key."""
        (found,) = self.widgets(key)
        return found

    def set(self, key: str, value: object) -> Tab:
        """Fill in a widget and let the script run."""
        widget = self.widget(key)
        widget.set_value(typed(value) if widget.type == "text_input" else value).run()
        return self.sound()

    def click(self, key: str) -> Tab:
        """Press the button of a key."""
        self.widget(key).click().run()
        return self.sound()


@dataclass
class Assessment:
    """One assessment, seen from the store and from the screen."""

    context: Context
    opened: Opened

    @classmethod
    def start(cls, context: Context, path: str | None = None) -> Assessment:
        """A new one, of the questionnaire that the application offers."""
        content = context.library.current(context.settings.questionnaire)
        chosen = path or content.paths[0].code
        return cls(context, assessments.start(context, content.id, path=chosen, language="fr"))

    def key(self, item: str, part: str = "answer") -> str:
        """The key of a widget of a question."""
        return widget_key(self.opened.response_id, item, part)

    def tab(self, screen: Screen, **query: str) -> Tab:
        """A tab on one of its screens."""
        return Tab(screen, {guard.CODE: self.opened.code, **query})

    @property
    def draft(self) -> Draft:
        """What the store holds, read anew."""
        from domino_survey.services.drafts import load_draft  # noqa: PLC0415 - beside its use

        self.context.drafts.drop(self.opened.response_id)
        return load_draft(self.context, self.opened.response_id)

    @property
    def identity(self) -> Identity:
        """Who holds it."""
        return self.opened.identity
