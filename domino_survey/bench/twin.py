"""The program of a screen's twin: a bare Streamlit script that draws what the screen was seen to draw.

It is written from the messages that the screen sent, so it keeps up with the screen by itself; what
it cannot draw is an error, never left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ButtonLikeIconPosition_pb2 import RIGHT
from streamlit.proto.LabelVisibility_pb2 import LabelVisibility
from streamlit.proto.Markdown_pb2 import Markdown

from domino_survey.bench.tab import deltas

if TYPE_CHECKING:
    from streamlit.proto.Delta_pb2 import Delta
    from streamlit.proto.Element_pb2 import Element

    from domino_survey.bench.tab import Messages

PAGE = "screen.py"
_HEAD = """import streamlit as st


@st.fragment
def screen():"""
_FOOT = """

screen()
"""
_INDENT = "    "
_HEADINGS = {"h1": "title", "h2": "header", "h3": "subheader"}
_ALIGNMENTS = {
    Block.FlexContainer.JUSTIFY_START: "left",
    Block.FlexContainer.JUSTIFY_CENTER: "center",
    Block.FlexContainer.JUSTIFY_END: "right",
    Block.FlexContainer.SPACE_BETWEEN: "distribute",
}
_VISIBILITIES = {
    LabelVisibility.VISIBLE: "visible",
    LabelVisibility.HIDDEN: "hidden",
    LabelVisibility.COLLAPSED: "collapsed",
}


def program_of(messages: Messages, fragment: str) -> str:
    """A script that draws a fragment's elements again: same texts, same keys, same nesting.

    What fragments within it draw is drawn as its own.

    Raises:
        NotImplementedError: for an element that the twin does not know.
    """
    deltas_only = [message for message in messages if message.WhichOneof("type") == "delta"]
    # The first is the container that the fragment itself makes.
    first = next(message for message in deltas_only if message.delta.fragment_id == fragment)
    place = list(first.metadata.delta_path)
    outer = len(place)
    drawn = [one for one in deltas_only if list(one.metadata.delta_path)[:outer] == place]
    lines = []
    for message in drawn[1:]:
        indent = _INDENT * (len(message.metadata.delta_path) - outer)
        lines.append(indent + _statement(message.delta))
        if message.delta.WhichOneof("type") == "add_block":
            lines.append(f"{indent}{_INDENT}pass")  # what fragments leave empty
    return "\n".join([_HEAD, *lines, _FOOT])


def is_alike(some: Messages, others: Messages) -> bool:
    """Whether two runs of a fragment drew the same, apart from the ids that Streamlit makes up.

    Links lead elsewhere: the twin has one page, its own.
    """
    return [*map(_anonymous, deltas(some))] == [*map(_anonymous, deltas(others))]


def _anonymous(delta: Delta) -> Delta:
    copy = type(delta)()
    copy.CopyFrom(delta)
    copy.ClearField("fragment_id")
    if copy.WhichOneof("type") == "add_block":
        copy.add_block.ClearField("id")
        return copy
    kind = copy.new_element.WhichOneof("type")
    if kind == "page_link":
        copy.new_element.page_link.ClearField("page")
        copy.new_element.page_link.ClearField("page_script_hash")
    if kind and "id" in (element := getattr(copy.new_element, kind)).DESCRIPTOR.fields_by_name:
        element.ClearField("id")
    return copy


def _statement(delta: Delta) -> str:
    if delta.WhichOneof("type") == "add_block":
        return _block(delta.add_block)
    return _element(delta.new_element)


def _block(block: Block) -> str:
    kind = block.WhichOneof("type")
    if kind == "expandable":
        return f"with {_call('expander', block.expandable.label)}:"
    if kind == "flex_container":
        flow = block.flex_container
        horizontal = flow.direction == Block.FlexContainer.HORIZONTAL
        call = _call(
            "container",
            key=_key(block.id) if block.id else None,
            horizontal=horizontal,
            horizontal_alignment=_ALIGNMENTS[flow.justify] if horizontal else "left",
            width="content" if block.width_config.use_content else "stretch",
        )
        return f"with {call}:"
    raise NotImplementedError(f"the twin has no block {kind}")


def _element(element: Element) -> str:  # noqa: PLR0911 - one per element
    match element.WhichOneof("type"):
        case "markdown":
            is_caption = element.markdown.element_type == Markdown.Type.CAPTION
            return _call("caption" if is_caption else "markdown", element.markdown.body)
        case "heading":
            heading = element.heading
            return _call(_HEADINGS[heading.tag], heading.body, anchor=not heading.hide_anchor)
        case "progress":
            return _call("progress", element.progress.value, text=element.progress.text)
        case "radio":
            radio = element.radio
            return _call(
                "radio",
                radio.label,
                list(radio.options),
                index=None,
                key=_key(radio.id),
                captions=list(radio.captions) or None,
                label_visibility=_VISIBILITIES[radio.label_visibility.value],
            )
        case "button_group" if element.button_group.style == ButtonGroup.PILLS:
            pills = element.button_group
            return _call(
                "pills",
                pills.label,
                [option.content for option in pills.options],
                key=_key(pills.id),
                label_visibility=_VISIBILITIES[pills.label_visibility.value],
            )
        case "text_area":
            area = element.text_area
            return _call(
                "text_area",
                area.label,
                key=_key(area.id),
                max_chars=area.max_chars or None,
                label_visibility=_VISIBILITIES[area.label_visibility.value],
            )
        case "button":
            button = element.button
            return _call(
                "button",
                button.label,
                key=_key(button.id),
                type=button.type,
                icon=button.icon,
                icon_position=_side(button.icon_position),
            )
        case "page_link":
            link = element.page_link
            return _call(
                "page_link",
                PAGE,
                label=link.label,
                icon=link.icon or None,
                icon_position=_side(link.icon_position),
                query_params=dict(parse_qsl(link.query_string)),
            )
        case kind:
            raise NotImplementedError(f"the twin has no element {kind}")


def _side(position: int) -> str:
    return "right" if position == RIGHT else "left"


def _key(widget: str) -> str:
    """The key within an id: `$$ID-digest-key`."""
    return widget.split("-", 2)[2]


def _call(name: str, *given: object, **named: object) -> str:
    arguments = [*map(repr, given), *(f"{key}={value!r}" for key, value in named.items())]
    return f"st.{name}({', '.join(arguments)})"
