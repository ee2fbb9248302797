"""The grammar, and how its terminals are shown to a person.

A contextual lexer reads it: after a comparison only a threshold can come, so that `non` there is the
code of an option although it is a keyword elsewhere, and `3ans` is a code although it begins with a
digit.
"""

from __future__ import annotations

GRAMMAR = r"""
start: _any_of

_any_of: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: unary (_AND unary)*
?unary: NOT unary -> negation
      | "(" disjunction ")"
      | operand OPERATOR threshold -> comparison
      | reference CONTAINS code -> contains
      | ANSWERED "(" reference ")" -> answered

?operand: measure
        | MEDIAN "(" measure ")" -> median
        | MEAN "(" measure ")" -> mean
        | SHARE "(" disjunction ")" -> share
        | COUNT -> count
?measure: reference
        | VALUE "(" reference ")" -> value
reference: STAGE -> stage
         | REFERENCE -> reference

?threshold: NUMBER -> number
          | NUMBER "%" -> percent
          | code
code: CODE -> code
    | TEXT -> quoted

_AND.3: /(?:et|and)(?![A-Za-z0-9_.])/i
_OR.3: /(?:ou|or)(?![A-Za-z0-9_.])/i
NOT.3: /(?:non|not)(?![A-Za-z0-9_.])/i
CONTAINS.3: /(?:contient|contains)(?![A-Za-z0-9_.])/i
STAGE.3: /(?:stade|stage)(?![A-Za-z0-9_.])/i
COUNT.3: /n(?![A-Za-z0-9_.])/i
MEDIAN.3: /(?:median|med)(?=\s*\()/i
MEAN.3: /(?:moy|mean)(?=\s*\()/i
SHARE.3: /(?:part|share)(?=\s*\()/i
VALUE.3: /(?:valeur|value)(?=\s*\()/i
ANSWERED.3: /(?:r[eé]pondu|answered)(?=\s*\()/i
OPERATOR: /<=|>=|==|!=|[<>=≤≥≠]/
NUMBER.2: /-?[0-9]+(?:[.,][0-9]+)?(?![A-Za-z0-9_.,-]*[A-Za-z0-9_])/
CODE.1: /[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*/
TEXT: /"[^"]*"|“[^”]*”|«[^»]*»/
REFERENCE: /(?!(?:et|and|ou|or|non|not|contient|contains)(?![A-Za-z0-9_.]))[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/i
%ignore /\s+/
"""

QUOTES = {'"': '"', "«": "»", "“": "”"}
"""Quotes around a code: opening -> closing."""

SHOWN = {
    "REFERENCE": "A1.T1",
    "STAGE": "stade",
    "MEDIAN": "MED(…)",
    "MEAN": "MOY(…)",
    "SHARE": "PART(…)",
    "COUNT": "N",
    "VALUE": "VALEUR(…)",
    "ANSWERED": "REPONDU(…)",
    "NOT": "NON",
    "LPAR": "(",
    "NUMBER": "50",
    "CODE": "oui",
    "TEXT": '"…"',
    "PERCENT": "%",
    "OPERATOR": "<, <=, >, >=, =, !=",
    "CONTAINS": "contient",
    "_AND": "ET",
    "_OR": "OU",
    "RPAR": ")",
}
"""Terminal -> an example of it: examples need no translation."""

HABITS = {
    "&&": "ET",
    "||": "OU",
    "=>": ">=",
    "=<": "<=",
    "<>": "!=",
    "&": "ET",
    "|": "OU",
    "!": "NON",
    "et/ou": "OU",
    "and/or": "OU",
}
"""Spellings brought from other languages -> ours."""
