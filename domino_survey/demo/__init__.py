"""Demonstration data: invented initiatives and their assessments, plausible and repeatable."""

from domino_survey.demo.filling import Report, example_code, fill

__all__ = ["Report", "example_code", "fill"]
