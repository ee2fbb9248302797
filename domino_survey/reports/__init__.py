"""A result to take away: as a PDF, as a workbook, and as a file of answers that can be loaded again.

Nothing here reads a clock: the same result gives the same bytes. Each function loads the library
that it needs, so that screens, which only offer the reports, open without them.
"""

from domino_survey.reports.document import report_pdf
from domino_survey.reports.files import answers_file, file_name
from domino_survey.reports.picture import Picture
from domino_survey.reports.workbook import report_workbook

__all__ = ["Picture", "answers_file", "file_name", "report_pdf", "report_workbook"]
