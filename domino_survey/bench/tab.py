"""A browser's tab without a browser: Streamlit's protocol on a websocket."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from domino_survey.bench.servers import HOST, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from streamlit.proto.Delta_pb2 import Delta
    from streamlit.proto.Radio_pb2 import Radio
    from websockets.sync.client import ClientConnection

Messages: TypeAlias = "Sequence[ForwardMsg]"


@contextmanager
def opened(port: int, page: str = "", query: str = "") -> Iterator[Tab]:
    """A tab on a page whose first run is done."""
    with connect(
        f"ws://{HOST}:{port}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(f"http://{HOST}:{port}"),
        max_size=None,
        compression=None,  # browsers agree on it, but its cost is not the application's
    ) as socket:
        yield Tab(socket, page, query)


class Tab:
    """Sends what a browser sends, waits for the end of the run, keeps what was drawn."""

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        self._socket = socket
        self._query = query
        self._script = ""
        self.drawn = self._run(page_name=page)

    @property
    def question(self) -> tuple[str, Radio]:
        """The first radio of the screen and the id of the fragment that draws it.

        Raises:
            LookupError: none was drawn.
        """
        for delta in deltas(self.drawn):
            if delta.new_element.WhichOneof("type") == "radio":
                return delta.fragment_id, delta.new_element.radio
        raise LookupError("no radio on the screen")

    def choose(self, fragment: str, widget: str, option: str) -> Messages:
        """Everything the server sends from the choice of an option to the end of its run.

        Raises:
            RuntimeError: the run was not one of the fragment alone, or did not end well.
        """
        self.drawn = self._run(fragment_id=fragment, states={widget: option})
        if self.drawn[-1].script_finished != ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            raise RuntimeError("the answer did not run the fragment of its question")
        return self.drawn

    def _run(
        self, *, page_name: str = "", fragment_id: str = "", states: Mapping[str, str] | None = None
    ) -> Messages:
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self._query
        run.page_name = page_name
        run.page_script_hash = self._script
        run.fragment_id = fragment_id
        run.context_info.timezone = "Europe/Paris"
        run.context_info.locale = "fr-FR"
        for widget, value in (states or {}).items():
            run.widget_states.widgets.add(id=widget, string_value=value)
        self._socket.send(message.SerializeToString())
        return list(self._received())

    def _received(self) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(PATIENCE, decode=False))
            yield message
            match message.WhichOneof("type"):
                case "new_session":
                    self._script = message.new_session.page_script_hash
                case "page_info_changed":
                    self._query = message.page_info_changed.query_string
                case "script_finished":
                    return
                case _:
                    pass


def deltas(messages: Messages) -> Iterator[Delta]:
    """What the messages draw."""
    for message in messages:
        if message.WhichOneof("type") == "delta":
            yield message.delta
