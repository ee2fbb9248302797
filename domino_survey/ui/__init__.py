"""What the Streamlit pages share: the guard, the navigation, the widgets of questions, parts of results."""
