"""Texts of the problems of expressions (relevance, constraints, conditions of recommendations)."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

ENTRIES: dict[str, Entry] = {
    "expression-syntax": Entry(
        "La condition ne se lit plus à partir du caractère {column} : « {found} ».",
        "À cet endroit, écrivez par exemple : {expected}",
    ),
    "expression-too-long": Entry(
        "La condition compte {length} caractères, plus que les {limit} admis.",
        "Raccourcissez-la, ou répartissez-la sur plusieurs éléments.",
    ),
    "expression-too-deep": Entry(
        "La condition emboîte plus de {limit} niveaux de parenthèses ou de négations.",
        "Retirez les parenthèses inutiles : ET passe déjà avant OU.",
    ),
    "unknown-reference": Entry(
        "« {reference} » (caractère {column} de la condition) n'existe pas dans ce questionnaire.",
        "Corrigez l'identifiant. Les plus proches : {closest}",
    ),
    "unknown-option": Entry(
        "« {option} » n'est pas une réponse possible de {reference}.",
        "Choisissez parmi : {options}",
    ),
    "wrong-level": Entry(
        "« {found} » n'a pas de sens ici : MED, MOY, PART et N se calculent sur un groupe de "
        "réponses, tout le reste sur une seule réponse.",
        "Écrivez par exemple : {example}",
    ),
    "type-mismatch": Entry(
        "« {found} » compare des choses qui ne se comparent pas.",
        "Pour {reference}, écrivez par exemple : {example}",
    ),
    "percent-needed": Entry(
        "« {found} » compare une part à un nombre sans le signe %.",
        "Une part va de 0 % à 100 %. Écrivez par exemple : {example}",
    ),
    "percent-misplaced": Entry(
        "« {found} » : le signe % ne sert qu'avec PART.",
        "Écrivez le nombre seul : {example}",
    ),
    "stage-order": Entry(
        "« {found} » donne toujours le même résultat, quel que soit le stade.",
        "Vérifiez le sens de la comparaison. Les stades, dans l'ordre : {options}",
        "warning",
    ),
    "threshold-out-of-range": Entry(
        "« {found} » : le seuil sort de l'échelle, qui va de 0 à {maximum}.",
        "Choisissez un seuil sur cette échelle.",
        "warning",
    ),
}
