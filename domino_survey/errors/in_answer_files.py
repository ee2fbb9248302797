"""Texts of the problems of a file of answers, saved from one instance and loaded into another."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

ENTRIES: dict[str, Entry] = {
    "answers-file-too-large": Entry(
        "Le fichier dépasse {limit} Mo.",
        "Vérifiez qu'il s'agit bien d'un fichier de réponses enregistré depuis un bilan.",
    ),
    "answers-file-not-utf-8": Entry(
        "Le fichier n'est pas un texte en UTF-8.",
        "Vérifiez qu'il s'agit bien d'un fichier de réponses, non compressé ; s'il a été modifié, "
        "enregistrez-le en UTF-8.",
    ),
    "answers-file-not-json": Entry(
        "Le texte ne se lit plus comme du JSON à partir d'ici.",
        "Le fichier est peut-être coupé : téléchargez-le de nouveau, ou demandez-en une autre copie.",
    ),
    "answers-file-too-deep": Entry(
        "Le fichier emboîte plus de {limit} niveaux.",
        "Un fichier de réponses n'en a pas tant : vérifiez qu'il s'agit du bon fichier.",
    ),
    "answers-file-duplicate-key": Entry(
        "« {field} » est écrit plusieurs fois au même endroit.", "Gardez celui qui convient."
    ),
    "answers-file-bad-number": Entry(
        "Ce nombre n'est pas un nombre fini.", "Écrivez un nombre en chiffres, par exemple 12.5."
    ),
    "answers-file-bad-character": Entry(
        "Ce texte contient la moitié d'un caractère.", "Effacez-la, ou tapez de nouveau le texte."
    ),
    "answers-file-other-format": Entry(
        "Ce fichier n'est pas un fichier de réponses.",
        "Choisissez un fichier enregistré depuis la page de résultat d'un bilan. Il commence par "
        '« "format": "{format}" ».',
    ),
    "answers-file-format-version": Entry(
        "Ce fichier suit la version « {found} » du format, que cette application ne connaît pas.",
        "Mettez l'application à jour, ou enregistrez de nouveau les réponses en version {known}.",
    ),
    "answers-file-missing-field": Entry(
        "Il manque le champ « {field} ».",
        "Téléchargez le fichier de nouveau ; s'il a été modifié, remettez ce champ.",
    ),
    "answers-file-unknown-field": Entry(
        "Un fichier de réponses n'a pas de champ « {field} ».", "Retirez-le."
    ),
    "answers-file-text-expected": Entry(
        "Un texte est attendu ici, et non « {found} ».", "Mettez la valeur entre guillemets."
    ),
    "answers-file-object-expected": Entry(
        "Des champs entre accolades sont attendus ici, et non « {found} ».",
        "Téléchargez le fichier de nouveau, ou corrigez cet endroit.",
    ),
    "answers-file-answer-expected": Entry(
        "« {found} » ne se lit pas comme une réponse.",
        'Écrivez {{"value": …}} avec un texte, un nombre ou une liste de codes, '
        '{{"state": "not_applicable"}} ou {{"state": "dont_know"}}.',
    ),
    "answers-file-unknown-questionnaire": Entry(
        "Cette application n'a pas le questionnaire « {questionnaire} ».",
        "Chargez ce fichier là où ce questionnaire est proposé.",
    ),
    "answers-file-other-version": Entry(
        "Ces réponses ont été données à la version {version} du questionnaire, absente ici.",
        "Versions présentes : {known}. Chargez ce fichier là où sa version est proposée.",
    ),
    "answers-file-other-content": Entry(
        "Sous ce numéro de version, le questionnaire d'ici n'a pas le même contenu que celui du "
        "fichier.",
        "Chargez ce fichier là où il a été enregistré. Si l'empreinte a été modifiée à la main, "
        "remettez celle d'origine.",
    ),
    "answers-file-unknown-language": Entry(
        "Le questionnaire n'est pas proposé dans la langue « {language} ».",
        "Écrivez l'une de ces langues : {languages}.",
    ),
    "answers-file-unknown-item": Entry(
        "Le questionnaire n'a pas de question « {item} ».",
        "Corrigez son identifiant, ou retirez-la du fichier.",
    ),
}
