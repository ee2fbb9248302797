"""Texts of the problems of answers, from a screen or from a file."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

ENTRIES: dict[str, Entry] = {
    "not-applicable-not-offered": Entry(
        "Cette question ne propose pas « sans objet ».",
        "Choisissez une réponse, ou laissez la question sans réponse.",
    ),
    "dont-know-not-offered": Entry(
        "Cette question ne propose pas « ne sait pas ».",
        "Choisissez la réponse qui dit que vous ne savez pas, ou laissez la question sans réponse.",
    ),
    "unknown-option-answered": Entry(
        "« {value} » n'est pas une réponse possible.",
        "Utilisez l'un de ces codes : {codes}.",
    ),
    "option-not-text": Entry(
        "{value} n'est pas un code de réponse : un code est un texte, entre guillemets.",
        "Utilisez l'un de ces codes, entre guillemets : {codes}.",
    ),
    "not-a-list-of-options": Entry(
        "« {value} » n'est pas une liste de réponses.",
        "Donnez un ou plusieurs codes, séparés par une espace.",
    ),
    "exclusive-option-with-others": Entry(
        "« {value} » mêle une réponse qui exclut les autres et d'autres réponses.",
        "Gardez la réponse qui exclut les autres, ou retirez-la.",
    ),
    "too-many-choices": Entry("Trop de réponses sont choisies.", "Gardez-en {maximum} au plus."),
    "not-a-number": Entry(
        "« {value} » n'est pas un nombre.", "Écrivez un nombre, par exemple 12 ou 12,5."
    ),
    "not-a-whole-number": Entry("{value} n'est pas un nombre entier.", "Arrondissez à l'unité."),
    "below-minimum": Entry(
        "{value} est trop petit.", "Donnez un nombre supérieur ou égal à {minimum}."
    ),
    "above-maximum": Entry(
        "{value} est trop grand.", "Donnez un nombre inférieur ou égal à {maximum}."
    ),
    "empty-text": Entry("Le texte est vide.", "Écrivez quelques mots, ou effacez la réponse."),
    "text-too-long": Entry(
        "Le texte compte {length} caractères, c'est trop long.",
        "Raccourcissez-le à {limit} caractères.",
    ),
    "not-a-date": Entry(
        "« {value} » n'est pas une date.", "Écrivez l'année, le mois et le jour : 2026-11-23."
    ),
    "unknown-column": Entry(
        "La colonne « {name} » ne porte le nom d'aucune question.",
        "Vérifiez l'identifiant ; la colonne est laissée de côté.",
        "warning",
    ),
    "column-not-in-file": Entry(
        "Le fichier n'a pas de colonne « {name} », dont dépend que des questions soient posées.",
        "Ces questions sont tenues pour posées. Ajoutez la colonne pour appliquer la condition.",
        "warning",
    ),
    "path-not-in-questionnaire": Entry(
        "Le questionnaire n'a pas de parcours « {found} ».", "Choisissez parmi : {known}."
    ),
    "answers-empty": Entry(
        "Le fichier est vide.",
        "Sa première ligne nomme les colonnes : response, puis les identifiants des questions.",
    ),
    "answers-not-utf-8": Entry(
        "Le fichier n'est pas enregistré en UTF-8.",
        "Dans votre tableur, enregistrez-le au format « CSV UTF-8 ».",
    ),
    "answers-not-csv": Entry(
        "La ligne ne se lit pas comme du CSV ({detail}).",
        "Vérifiez ses guillemets, et ses séparateurs : virgules, points-virgules ou tabulations.",
    ),
    "no-response-column": Entry(
        "Aucune colonne ne s'appelle « response ».",
        "Nommez ainsi la colonne qui donne à chaque réponse son identifiant.",
    ),
    "duplicate-column": Entry(
        "Deux colonnes portent ce nom.", "Renommez l'une des deux, ou retirez-la."
    ),
    "row-length": Entry(
        "La ligne compte {found} cellules, l'en-tête {expected}.",
        "Donnez une cellule par colonne, vide s'il n'y a pas de réponse.",
    ),
    "response-without-id": Entry(
        "La cellule est vide.", "Donnez à chaque réponse un identifiant, par exemple un numéro."
    ),
    "duplicate-response": Entry(
        "« {value} » est déjà l'identifiant de la ligne {first}.",
        "Donnez à chaque réponse un identifiant à elle.",
    ),
    "scored-columns-missing": Entry(
        "Le fichier n'a pas de colonne pour ces questions notées : {questions}.",
        "Elles comptent comme restées sans réponse. Ajoutez les colonnes si elles ont été posées.",
        "warning",
    ),
    "more-cells": Entry(
        "{count} autres problèmes ne sont pas montrés.", "Corrigez d'abord ceux-ci."
    ),
    "output-is-input": Entry(
        "Le fichier des scores serait écrit à la place d'un fichier lu.",
        "Donnez un autre nom au fichier des scores.",
    ),
    "unwritable-file": Entry(
        "Le fichier ne peut pas être écrit : {reason}.",
        "Vérifiez que le dossier existe, que vous pouvez y écrire et qu'il reste de la place.",
    ),
    "constraint-not-met": Entry(
        "{message}", "Corrigez cette réponse, ou l'autre qui la contredit."
    ),
    "unknown-proof": Entry(
        "« {value} » n'est pas un niveau de preuve.",
        "Choisissez estimation, constat ou mesure.",
    ),
    "unknown-path": Entry(
        "Ce parcours n'existe pas dans le questionnaire.",
        "Choisissez le parcours court ou le parcours complet.",
    ),
    "unknown-question": Entry(
        "Cette question n'existe pas dans le questionnaire.",
        "Rechargez la page pour retrouver les questions de votre bilan.",
    ),
    "answer-for-another-version": Entry(
        "Cette page montre une autre version du questionnaire que celle de votre bilan.",
        "Rechargez la page ; vos réponses enregistrées n'ont pas changé.",
    ),
}
