"""The French sentences that the journeys look for, all here: a change of wording is one edit."""

from __future__ import annotations

import re

# Home and the ways in
HOME_TITLE = "Auto-évaluation des pratiques collaboratives"
START = "Commencer un bilan"
BEGIN = "Commencer"
RESUME = "Reprendre un bilan"
YOUR_CODE = "Votre code"
FIND_AGAIN = "Retrouver mon bilan"
ANSWERS_FILE = "J’ai un fichier de réponses"
FILE_REFUSED = re.compile("Ce fichier n’est pas chargé")
LOADED = "Vos réponses sont chargées dans un nouveau bilan"
YOUR_DATA = "Vos données"
EXAMPLE = "Un exemple de résultat"

# Profile
PROFILE = "Votre initiative"
NAME = "Nom de l’initiative"
COMMUNE = "Commune d’attache"
REGULAR = "Fonctionnement régulier"
DETAILS = "Décrire votre pratique plus précisément"
YEAR = "Année de démarrage"
TO_QUESTIONS = "Continuer vers les questions"
STILL_MISSING = "Il manque encore"

# Questionnaire
OPEN_QUESTIONS = "Vos pépites, opportunités et points de vigilance"
COMMENT_AND_PROOF = "Commentaire et niveau de preuve"
COMMENT_FILLED = "Commentaire ou niveau de preuve enregistré."
SHARED_FINDING = "Constat partagé"
DONT_KNOW = "Ne sait pas"
GO_TO_AXIS = "Aller à un axe"
ANOTHER_PERSON = "Une autre personne a ce bilan ouvert en ce moment"
JOINED = "les deux textes sont gardés"
OVERTAKEN = "Une autre personne venait de répondre à cette question"
KEEPING = "Reprendre plus tard"

# Review
REVIEW = "Relire et envoyer"
DELETE = "Supprimer ce bilan"
DELETE_SURE = "Oui, je veux supprimer ce bilan"
DELETED = "Le bilan est supprimé."
ANSWERS_MISSING = re.compile(r"questions? sans réponse")

# Result
RESULT = "Votre profil"
BY_AXIS = "Axe par axe"
WHAT_NOW = "Et maintenant ?"
BECAUSE = "Parce que :"
CORRECT = "Corriger mes réponses"
READ_BY_LINK = "Vous lisez ce résultat par son lien"
COMPARE = "Comparer avec un bilan précédent"
TAKE_AWAY = "Emporter ce bilan"
WITH_COMMENTS = "Ajouter vos commentaires au rapport et au tableur"
SAME_FIGURES = "Les mêmes chiffres, en barres et en tableau"
WHY_THIS_SCORE = "Pourquoi ce score"
HOW_SURE = re.compile("Dans quelle mesure peut-on s’y fier")
WHAT_IF = re.compile(r"^Et si\s\?$")
TO_WHAT_IF = "Essayer d’autres réponses"
CHANGE_YOURSELF = "Changer une réponse vous-même"
NOTHING_SAVED = "Rien n’est enregistré"
TRY, TAKE_BACK, RESET = "Essayer", "Retirer l’essai", "Tout remettre"
WHAT_YOU_TRY = "Ce que vous essayez"
NOTHING_TRIED = "Vous n’avez encore rien changé"
RADAR = re.compile(r"Radar à 5 branches, de 0 à 100\.")

# Plan
ADVICE = "Des pistes d’action"
CHOOSE_ACTIONS = "Choisir mes actions"
BY_WHEN = re.compile("Pour quand")
OVERDUE = re.compile("échéance le 30 juin 2020")
PLAN = "Votre plan d’action"
ADD_TO_PLAN = re.compile("Ajouter à mon plan d.action")
IN_PLAN = re.compile(r"Dans votre plan\s*: retirer")
TO_PLAN = re.compile("Voir mon plan d.action")
WHO_DOES_IT = re.compile("Qui s.en charge")
SINCE_CHOSEN = "Ce que cette action devait faire bouger"

# Group
GROUP = "Répondre à plusieurs"
INVITE = re.compile("Inviter d.autres personnes")
INVITATION_LINK = re.compile("Le lien d.invitation")
INVITED = "Votre regard est attendu"
ANSWER_APART = "Répondre de mon côté"
SEND_FIRST = "Envoyez d’abord vos réponses"
TO_DISCUSS = "À discuter"
BEGIN_SHARED = "Commencer la réponse commune"
SHARED_COUNT = re.compile(r"réponses? communes? sur")
SEND_SHARED = "Envoyer la réponse commune"
SHARED_SENT = re.compile("Réponse commune envoyée le")
SHARED_PROFILE = "Voir le profil commun"

# Observatory and collection
OBSERVATORY = "Observatoire"
VOICES = "Ce qu’elles disent"
READ_VOICES = "Lire ce qu’elles disent"
ANALYSIS_GRID = "Grille d’analyse"
SEARCH_VOICES = "Chercher dans les textes"
WORD_FOR_WORD = re.compile("mot pour mot")
FOUND_IN_ALL = re.compile("dans ce choix, .* en tout")
NO_TEXT_WITH = re.compile("Aucun texte ne contient")
GET_TEXTS = re.compile(r"Télécharger \d+ textes? \(CSV\)")
WHAT_TO_DO = re.compile("Que faire")
KEEP, KEPT = "Garder", re.compile("Dans la feuille de route")
TO_ROADMAP = "Ouvrir la feuille de route"
ROADMAP = "Feuille de route"
NOTHING_KEPT = re.compile("Rien n.est encore gardé")
TWO_KEPT = "2 pistes dans la feuille de route."
NO_SUCH_DAY = re.compile("n.est pas un jour du calendrier")
TAKE_OUT, PUT_BACK = "Retirer de la feuille de route", "Remettre"
TAKEN_OUT = "Pistes retirées"
NOTE = re.compile("^Note")
BOTH_NOTES = re.compile("les deux textes sont gardés")
KEEP_ONLY = "Ne retenir que"
COMPARE_WITH = "Comparer à"
COMPARED = re.compile("Comparé à")
FRAGILE = "Où c’est fragile"
HEAT = re.compile("^Tableau coloré")
NOT_YOURS = re.compile("n’ouvre pas ce territoire")
SEE_INSTEAD = re.compile("^Voir plutôt")
COLLECTION = "Collecte"
FILES = "Fichiers des questionnaires"
QUALITY = "Qualité des questions"
ONE_QUESTION = "Une question en détail"
QUESTION = "Question"
TO_LOOK_AT = "Ce qui mérite un regard"
SCORED_ANSWERS = re.compile(r"réponses notées\s: ")
SHARES = "Les mêmes chiffres, en parts"
RESCORING = "Recalculer les scores"
EXPORT = "Extraire les réponses"
EXPORT_REASON = re.compile("Raison de cette extraction")
EXPORT_PREPARE = re.compile("Préparer le fichier")
EXPORT_READY = re.compile("Le fichier est prêt")
EXPORT_DOWNLOAD = re.compile("Télécharger reponses-domino")
SCORE_AGAIN = re.compile(r"Recalculer \d+ bilans")
RESCORED = "Le recalcul est terminé"
NOTHING_MOVED = "Rien n’a bougé"

# Method and consultations
METHOD = "Méthode"
OWN_RULES = "Donner à cet axe ses propres règles"
WEAKEST_DECIDES = "Le plus faible décide"
CHANGES = "Ce qui change pour ce profil"
GET_VERSION = "Télécharger la version 2"
CONSULTATIONS = "Consultations sur les poids"
TITLE = "Titre"
TO_WEIGH = "Que faut-il pondérer"
WEIGH_QUESTIONS = re.compile("Les questions de.*Porte")
RULES = "Règles"
WEIGH_AXES = "Les axes du questionnaire"
WEIGH_THEMES = re.compile("Les thèmes de.*Individu")
BY_POINTS = "Répartir 100 points"
BY_PAIRS = "Comparer deux à deux"
CONSULTED = "Ce qui compte ici"
OPEN_CONSULTATION = "Ouvrir la consultation"
WEIGHTS = "Votre avis sur les poids"
WHICH_MORE = "Entre les deux"
YOUR_WEIGHTS = "Vos poids"
POINTS_LEFT = re.compile(r"Il reste 30 points")
ALL_SHARED = "Les 100 points sont répartis."
NOT_A_HUNDRED = "au lieu de 100"
WEIGHTS_SENT = "Vos poids sont envoyés"
ONE_ANSWER = "1 réponse"
TRY_WEIGHTS = "Essayer ces poids"
CLOSE = "Clore la consultation"
CLOSED = "Cette consultation est close"
NO_CONSULTATION = "Cette consultation n’existe pas"

# Refusals
NEEDS_LINK = "Cette page demande un lien d’accès"
WHICH_ASSESSMENT = "De quel bilan s’agit-il ?"
LINK_REVOKED_OR_EXPIRED = re.compile("Ce lien d’accès (n’est plus valable|a été retiré)")
LINK_UNKNOWN = "Ce lien d’accès n’existe pas"
WITHDRAWN = "Ce bilan a été supprimé"
CODE_REFUSED = re.compile("[Cc]ode")
RESULT_LINK_UNKNOWN = re.compile("lien")
TOO_LONG = "c’est trop long"
TOO_LARGE = "est trop grand"
TOO_SMALL = "est trop petit"
NO_SUCH_PAGE = "Cette page n’existe pas."
CRASHED = "Une erreur est survenue"


def answered(count: int, asked: int) -> re.Pattern[str]:
    """How far one is, as the questionnaire says it."""
    return re.compile(rf"(^|\D){count} réponses? sur {asked}(\D|$)")


def version(number: int) -> re.Pattern[str]:
    """The number of the submission that the review names."""
    return re.compile(rf"Bilan envoyé le .*\(version {number}\)")


def answered_any() -> re.Pattern[str]:
    """Any count of answers."""
    return re.compile(r"\d+ réponses? sur \d+ · ")
