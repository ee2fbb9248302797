"""Texts of the problems of weights, given by an organiser or by participants."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

ENTRIES: dict[str, Entry] = {
    "nothing-to-weigh": Entry(
        "Il n'y a rien à pondérer.", "Choisissez un axe ou un thème qui a des éléments."
    ),
    "missing-number": Entry("Il manque un nombre.", "Écrivez-le en chiffres, par exemple 0,5."),
    "unfinished-cap": Entry(
        "Un plafond est incomplet.", "Donnez ses deux nombres, de 0 à 100, ou retirez-le."
    ),
    "not-a-number": Entry(
        "« {value} » n'est pas un nombre.", "Écrivez-le en chiffres, par exemple 0,5."
    ),
    "unusable-power": Entry(
        "« {value} » n'est pas une puissance.", "Donnez un nombre, négatif ou non, par exemple 0,5."
    ),
    "unusable-coverage": Entry(
        "La part de réponses qu'il faut pour un score ne peut pas être de {value} %.",
        "Donnez un nombre de 0 à 100.",
    ),
    "unusable-aside": Entry(
        "La part sans objet au-delà de laquelle il n'y a pas de score ne peut pas être de {value} %.",
        "Donnez un nombre de 0 à 100.",
    ),
    "unusable-cap": Entry(
        "Dans un plafond, « {value} » n'est pas un score.",
        "Donnez un nombre de 0 à 100.",
    ),
    "unknown-node": Entry(
        "« {node} » n'est ni l'ensemble, ni un axe ou un thème de ce questionnaire.",
        "Choisissez dans la liste.",
    ),
    "too-few-to-weigh": Entry(
        "Il faut deux éléments au moins pour les pondérer.",
        "Choisissez un axe ou un thème qui en a plusieurs.",
    ),
    "no-title": Entry(
        "La consultation n'a pas de titre.",
        "Écrivez en quelques mots sur quoi elle porte : les personnes le liront.",
    ),
    "consultation-closed": Entry(
        "Cette consultation est close : les réponses ne changent plus.",
        "Si vous souhaitez encore y répondre, adressez-vous à la personne qui organise.",
    ),
    "consultation-full": Entry(
        "Cette consultation a déjà {limit} réponses, et n'en prend pas davantage.",
        "Adressez-vous à la personne qui organise.",
    ),
    "weights-count": Entry(
        "Il y a {found} poids pour {expected} éléments.", "Donnez un poids à chaque élément."
    ),
    "unusable-weight": Entry(
        "« {value} » n'est pas un poids.",
        "Donnez un nombre positif, d'au plus un million, ou zéro.",
    ),
    "nobody-weighed": Entry(
        "Personne n'a encore réparti de points ni comparé les éléments.",
        "Recueillez la réponse d'une personne au moins.",
    ),
    # --- Budget allocation --------------------------------------------------------------------
    "budget-count": Entry(
        "Il y a {found} nombres de points pour {expected} éléments.",
        "Donnez des points à chaque élément, zéro s'il ne compte pas.",
    ),
    "unusable-points": Entry(
        "« {value} » n'est pas un nombre de points.", "Donnez un nombre de 0 à 100."
    ),
    "budget-total": Entry(
        "Les points répartis font {total} au lieu de 100.",
        "Ajoutez ou retirez des points pour que leur somme soit 100.",
    ),
    # --- Pairwise comparison ------------------------------------------------------------------
    "too-many-compared": Entry(
        "Comparer deux à deux {found} éléments est trop demander.",
        "Comparez-en {most} au plus, ou faites répartir 100 points.",
    ),
    "judgements-not-square": Entry(
        "Le tableau n'a pas une ligne et une colonne par élément.",
        "Donnez {expected} lignes de {expected} nombres.",
    ),
    "unknown-compared": Entry(
        "« {item} » n'est pas l'un des éléments comparés.", "Utilisez l'un d'eux : {items}."
    ),
    "judgement-off-scale": Entry(
        "« {value} » ne peut pas comparer {first} à {second}.",
        "Donnez un nombre de 1 (autant d'importance) à 9 (extrêmement plus), ou l'inverse d'un tel "
        "nombre si {second} l'emporte.",
    ),
    "judgement-of-itself": Entry(
        "{item} comparé à lui-même vaut {value}.", "Écrivez 1, ou laissez cette comparaison."
    ),
    "judgement-missing": Entry(
        "{first} et {second} ne sont pas comparés.", "Donnez cette comparaison."
    ),
    "judgements-not-reciprocal": Entry(
        "{first} comparé à {second} vaut {value}, mais {second} comparé à {first} vaut {back}.",
        "Gardez l'un des deux nombres : l'autre est son inverse.",
    ),
}
