"""The line between a browser and the server, as a test wants it: slow, or without the screen's own timer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocketRoute

MANY = 1000  # looks, each a round trip to the browser


class Line:
    """Stands between a browser and the server; keeps back what either says when asked to."""

    def __init__(self, page: Page) -> None:
        self.held: list[str | bytes] | None = None
        self.ticks = 0
        self.lets_ticks_through = True
        self._page = page
        page.route_web_socket("**/_stcore/stream", self._between)

    def _between(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def to_server(message: str | bytes) -> None:
            said = BackMsg()
            said.ParseFromString(message if isinstance(message, bytes) else message.encode())
            is_tick = said.rerun_script.is_auto_rerun
            self.ticks += is_tick
            if self.lets_ticks_through or not is_tick:
                server.send(message)

        def to_browser(message: str | bytes) -> None:
            if self.held is None:
                browser.send(message)
            else:
                self.held.append(message)

        self._to_browser = browser.send
        browser.on_message(to_server)
        server.on_message(to_browser)

    def wait_for_tick(self) -> None:
        """Until the screen has asked for news by itself."""
        for _ in range(MANY):
            if self.ticks:
                return
            self._page.wait_for_function("() => true")
        raise AssertionError("the screen has no timer")

    def hold(self) -> None:
        """From now on the browser hears nothing."""
        self.held, self.ticks = [], 0

    def let_go(self) -> None:
        """Let the browser hear all that was said meanwhile."""
        held, self.held = self.held or [], None
        for message in held:
            self._to_browser(message)
