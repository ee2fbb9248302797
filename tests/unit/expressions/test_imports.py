from __future__ import annotations

import subprocess
import sys


def test_package__imported__does_not_load_the_parser_generator() -> None:
    code = "import sys, domino_survey.expressions; sys.exit('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  # fixed command
    assert done.returncode == 0
