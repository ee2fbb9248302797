"""Responses in the formats of other tools. Files are written from a `Study`, block by block.

The libraries of each format are imported by the function that writes it.
"""

from domino_survey.interchange.bundle import Format, files_of, media_type, packed, write
from domino_survey.interchange.cells import inert, restored

__all__ = ["Format", "files_of", "inert", "media_type", "packed", "restored", "write"]
