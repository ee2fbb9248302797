"""The server: `domino serve`, `streamlit run app.py` or `python app.py`."""

import streamlit as st

from domino_survey.web import SCRIPT, parts

# `streamlit run` looks for this very call in the source; elsewhere it would run this file as a page.
app = st.App(SCRIPT, **parts())

if __name__ == "__main__":
    app.run()
