"""Where each département stands on a map of squares: our own arrangement, made by hand.

A tile map gives Paris and Guyane the same room: what is compared is a figure for each département, not
its hectares. What it was laid out by, in this order: neighbours stay neighbours where they can; north
stays above south and west before east; stacks that exist on the ground stay stacks (Indre-et-Loire,
Vienne, Haute-Vienne, Corrèze, Lot, Tarn-et-Garonne, Haute-Garonne, Ariège lie under each other);
Brittany, the Cotentin, the gulf of Lion and Corsica keep their place in the silhouette. Overseas
départements stand in the Atlantic; the other overseas collectivities, in a row below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# One line per row from the north, one code per column from the west; `.` is sea or another country.
_ROWS = """
.   .   .   .   .   .   62  59  .   .   .   .
.   .   .   .   .   76  80  02  08  .   .   .
.   .   .   50  14  27  60  51  55  54  57  67
29  22  35  53  61  78  95  93  77  10  52  88
.   56  44  49  72  28  92  75  94  89  70  68
.   .   85  79  37  41  91  45  58  21  25  90
.   .   17  16  86  36  18  03  71  39  .   .
.   .   33  24  87  23  63  42  69  01  74  .
971 .   40  47  19  15  43  07  26  38  73  .
972 .   64  32  46  12  48  30  84  04  05  .
973 .   .   65  82  81  34  .   13  83  06  .
974 .   .   .   31  11  .   .   .   .   .   2B
976 .   .   .   09  66  .   .   .   .   .   2A
.   .   .   .   .   .   .   .   .   .   .   .
975 977 978 984 986 987 988 989 .   .   .   .
"""

# Column from the west and row from the north of each code, both from 0.
PLACES: Mapping[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_ROWS.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "."
}
