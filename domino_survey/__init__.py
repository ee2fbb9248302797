"""DOMINO Survey: self-assessment of collaborative practices, read by holders and territories."""

__version__ = "0.1.0"
