"""The French words of the questionnaire reference for the types of questions, with an example of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from domino_survey.schema_files.reference_texts import Part

POINTS = "Points de cette réponse."
LENGTH = "Nombre de caractères admis."

# Question types: what each is, its own fields, an example.
TYPES: tuple[tuple[type[BaseModel], str, Mapping[str, str], str], ...] = (
    (
        schema.ScaleQuestion,
        (
            "Des niveaux décrits, du moins au plus, dont un seul convient. Sans points, ils sont à égale "
            "distance."
        ),
        {"levels": "Niveaux, deux au moins."},
        """\
id: A1.T1.Q1
type: scale
text: {fr: Peut-on vous trouver ?}
levels:
  - {code: "0", label: {fr: Par hasard seulement}}
  - {code: "1", label: {fr: Sur un seul canal}}
  - {code: "2", label: {fr: Sur plusieurs canaux}}
""",
    ),
    (
        schema.SingleChoice,
        "Une réponse parmi plusieurs, dans n'importe quel ordre.",
        {"options": "Réponses, deux au moins."},
        """\
id: A1.T1.Q2
type: single
text: {fr: D'où vient l'eau ?}
options:
  - {code: reseau, label: {fr: Du réseau}, points: 0}
  - {code: pluie, label: {fr: De la pluie}, points: 4}
""",
    ),
    (
        schema.MultipleChoice,
        (
            "Plusieurs réponses. Leurs points s'ajoutent, jusqu'au plafond ; une réponse exclusive se choisit "
            "seule."
        ),
        {
            "options": "Réponses, de deux à soixante.",
            "max_choices": "Nombre de réponses que l'on peut choisir.",
            "cap": "Points que les réponses réunies ne dépassent pas.",
        },
        """\
id: A1.T1.Q3
type: multiple
text: {fr: Comment accueillez-vous ?}
cap: 2
options:
  - {code: essai, label: {fr: Par un essai}, points: 1}
  - {code: binome, label: {fr: Par un binôme}, points: 1}
  - {code: regles, label: {fr: Par un mode d'emploi}, points: 1}
  - {code: aucun, label: {fr: Aucun accueil}, points: 0, exclusive: true}
""",
    ),
    (
        schema.YesNo,
        "Oui ou non ; les réponses ont toujours les codes `oui` et `non`.",
        {
            "yes_points": "Points du oui ; le maximum, sans ce champ.",
            "no_points": "Points du non.",
        },
        """\
id: A1.T1.Q4
type: yes_no
text: {fr: Êtes-vous sur une carte locale ?}
""",
    ),
    (
        schema.NumberQuestion,
        (
            "Un nombre. Il est noté par tranches (`bands`) ou entre deux repères (`goalposts`) ; sans l'un ni "
            "l'autre, il n'est pas noté."
        ),
        {
            "unit": "Unité affichée.",
            "minimum": "Plus petite réponse admise.",
            "maximum": "Plus grande réponse admise.",
            "integer": "N'admet que des nombres entiers.",
            "bands": "Tranches, de la plus basse à la plus haute.",
            "goalposts": "Repères fixes : `low` vaut 0, `high` vaut 100.",
        },
        """\
id: A1.T1.Q5
type: number
text: {fr: Quelle part est arrivée cette année ?}
unit: {fr: "%"}
minimum: 0
maximum: 100
bands:
  - {start: 0, points: 0}
  - {start: 10, points: 2}
  - {start: 25, points: 4}
""",
    ),
    (
        schema.TextQuestion,
        "Une ligne de texte, jamais notée.",
        {"max_length": LENGTH},
        """\
id: P01
type: text
text: {fr: Nom de l'initiative}
required: true
max_length: 120
""",
    ),
    (
        schema.LongTextQuestion,
        "Un paragraphe, jamais noté.",
        {"max_length": LENGTH},
        """\
id: P02
type: long_text
text: {fr: Ce que vous faites}
""",
    ),
    (
        schema.DateQuestion,
        "Un jour, jamais noté.",
        {},
        """\
id: P11
type: date
text: {fr: Jour d'ouverture}
""",
    ),
    (
        schema.TerritoryQuestion,
        "Une commune, jamais notée ; son intercommunalité, son département et sa région s'en déduisent.",
        {},
        """\
id: P03
type: territory
text: {fr: Commune d'attache}
""",
    ),
    (
        schema.Prompt,
        "Une question ouverte d'un axe, dans `prompts`.",
        {"max_length": LENGTH, "kind": "Code de la sorte de question ouverte."},
        """\
id: A1.pepite
type: long_text
kind: pepite
text: {fr: Racontez une astuce.}
""",
    ),
)

DETAILS: tuple[Part, ...] = (
    (
        schema.ScaleLevel,
        "Un niveau d'échelle",
        {"code": "Code.", "label": "Texte affiché.", "points": POINTS},
    ),
    (
        schema.Option,
        "Une réponse à choisir",
        {
            "code": "Code.",
            "label": "Texte affiché.",
            "points": POINTS,
            "exclusive": "Se choisit seule, comme « aucun ».",
        },
    ),
    (
        schema.Band,
        "Une tranche",
        {
            "start": "Borne basse, comprise ; sans ce champ, la première tranche n'en a pas.",
            "points": "Points de la tranche.",
        },
    ),
    (
        schema.Goalposts,
        "Des repères",
        {
            "low": "Nombre qui vaut 0.",
            "high": "Nombre qui vaut 100.",
            "logarithmic": "Sur le logarithme, pour l'argent et les tailles.",
            "inverted": "Moins, c'est mieux : `low` vaut 100 et `high` vaut 0.",
        },
    ),
)
