"""The server: routes, middleware and the life of the application around Streamlit's own."""

from domino_survey.web.asgi import SCRIPT, Parts, parts

__all__ = ["SCRIPT", "Parts", "parts"]
