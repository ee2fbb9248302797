from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from domino_survey.bench.twin import is_alike, program_of

FRAGMENT = "f"


def container() -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, 0])
    message.delta.add_block.SetInParent()
    message.delta.fragment_id = FRAGMENT
    return message


def radio(key: str = "answer:r:A1", label: str = "Combien ?") -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, 0, 0])
    message.delta.new_element.radio.id = f"$$ID-0a1b-{key}"
    message.delta.new_element.radio.label = label
    message.delta.new_element.radio.options.extend(["Peu", "Beaucoup"])
    message.delta.fragment_id = FRAGMENT
    return message


def snow() -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, 0, 0])
    message.delta.new_element.snow.show = True
    message.delta.fragment_id = FRAGMENT
    return message


def test_program_of__a_radio__is_a_script_that_draws_it() -> None:
    screen = AppTest.from_string(program_of([container(), radio()], FRAGMENT)).run()
    assert [field.key for field in screen.radio] == ["answer:r:A1"]
    assert screen.radio[0].label == "Combien ?"
    assert screen.radio[0].options == ["Peu", "Beaucoup"]
    assert screen.radio[0].value is None


def test_program_of__an_element_elsewhere_on_the_page__leaves_it_out() -> None:
    other = radio("elsewhere")
    other.delta.fragment_id = "other"
    other.metadata.delta_path[1] = 1
    assert "elsewhere" not in program_of([container(), radio(), other], FRAGMENT)


def test_program_of__an_unknown_element__is_refused() -> None:
    with pytest.raises(NotImplementedError, match="snow"):
        program_of([container(), snow()], FRAGMENT)


def test_is_alike__other_ids__same_screen() -> None:
    assert is_alike([radio("one")], [radio("two")])


def test_is_alike__other_words__another_screen() -> None:
    assert not is_alike([radio()], [radio(label="Pourquoi ?")])
