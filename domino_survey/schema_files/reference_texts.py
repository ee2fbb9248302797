"""The French words of the questionnaire reference: what each part and each field is for.

`reference` puts them beside what the models say; a field without words here fails its test.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from domino_survey import schema
from domino_survey.schema.questions import QuestionBase

INTRODUCTION = """\
<!-- Produit par « python -m domino_survey.schema_files.reference » à partir des modèles. Ne pas modifier à la main. -->

# Le format des questionnaires

Un questionnaire est un fichier de texte, `schemas/<id>/<version>.yaml`, que l'on écrit avec un éditeur
ordinaire. Cette page décrit chacune de ses parties, les types de questions, le langage des conditions,
puis chaque problème que la vérification peut signaler.

## Avant de commencer

- **Vérifier** : `.venv/bin/domino check schemas/jardins/1.yaml` donne tous les problèmes d'un coup, chacun
  avec sa ligne, sa colonne et ce qu'il faut faire. Les *erreurs* empêchent d'utiliser le questionnaire,
  les *avertissements* demandent un regard.
- **Être aidé en écrivant** : la première ligne `# yaml-language-server: $schema=../questionnaire.schema.json`
  donne aux éditeurs qui la comprennent les champs possibles et leurs fautes.
- **Une version publiée ne change plus** : les réponses recueillies y sont rattachées. Pour la corriger,
  copiez le fichier sous un nouveau numéro.
- **Identifiants et codes** sont définitifs : les réponses sont rangées sous ces noms. Lettres sans
  accent, chiffres et trait bas ; un identifiant (`A1.T1.Q1`) peut contenir des points.
- **Textes** : un texte par langue déclarée, `{fr: Bonjour, en: Hello}` ou sur plusieurs lignes.
- **YAML** : les retraits se font avec des espaces. Mettez entre guillemets un texte qui contient « : » ou
  « # », qui commence par un signe, ou un code fait de chiffres (`"0"`) ; entre accolades, un texte qui contient
  une virgule aussi. Les ancres (`&`, `*`), les étiquettes (`!`) et les fusions (`<<`) ne sont pas admises. Un
  fichier ne dépasse pas 2 Mo.

Le plus petit questionnaire possible :

```yaml
{smallest}```
"""

SMALLEST = """\
id: essai
version: "1"
languages: [fr]
title: {fr: Essai}
licence: CC-BY-SA-4.0
paths:
  - {code: complet, label: {fr: Parcours complet}, minutes: [1, 2]}
axes:
  - id: A1
    title: {fr: Un axe}
    short: {fr: Axe}
    themes:
      - id: A1.T1
        title: {fr: Un thème}
        questions:
          - id: A1.T1.Q1
            type: yes_no
            text: {fr: Est-ce fait ?}
"""

Part = tuple[type[BaseModel], str, Mapping[str, str]]

PARTS: tuple[Part, ...] = (
    (
        schema.Questionnaire,
        "Le questionnaire",
        {
            "id": "Nom du questionnaire, celui de son dossier.",
            "version": "Numéro ou nom de la version, celui du fichier.",
            "languages": "Langues, la première étant celle par défaut.",
            "title": "Titre.",
            "subtitle": "Une phrase sous le titre.",
            "introduction": "De quoi il s'agit, en deux lignes, sur la page d'accueil.",
            "welcome": "Phrase d'accueil.",
            "licence": "Licence du contenu, par son nom SPDX.",
            "attribution": "À qui revient le contenu.",
            "paths": "Parcours proposés.",
            "stages": "Stades d'avancement d'une pratique.",
            "profile": "Questions sur qui répond.",
            "dimensions": "Lectures transversales, notées à partir des mêmes questions.",
            "prompt_kinds": "Sortes de questions ouvertes (pépite, opportunité…).",
            "scoring": "Réglages du calcul.",
            "levels": "Niveaux de lecture des notes, du plus bas au plus haut.",
            "axes": "Axes, dans l'ordre.",
            "action_stages": "Étapes de l'action publique, pour ranger les préconisations.",
            "efforts": "Niveaux d'effort, du plus faible au plus élevé.",
            "recommendations": "Préconisations.",
            "sources": "Références que les préconisations citent.",
        },
    ),
    (
        schema.Path,
        "Un parcours",
        {
            "code": "Code du parcours.",
            "label": "Nom affiché.",
            "description": "Ce qu'il comprend.",
            "minutes": "Durée, de et à, par exemple `[10, 12]`.",
            "essential_only": "Ne pose que les questions essentielles.",
        },
    ),
    (
        schema.Stages,
        "Les stades",
        {
            "item": "Question du profil, à choix unique, où se lit le stade.",
            "order": "Codes de ses réponses, du premier stade au dernier.",
            "equivalent": "Réponses hors de l'ordre, avec le stade auquel chacune équivaut.",
        },
    ),
    (
        schema.Profile,
        "Le profil",
        {
            "items": "Questions du profil, jamais notées.",
            "name": "Question (texte) qui donne le nom de l'initiative.",
            "territory": "Question (territoire) qui donne la commune.",
            "groups": "Questions à choix d'après lesquelles l'observatoire compte les réponses.",
            "sharing": "Ce que la personne accepte de partager.",
        },
    ),
    (
        schema.Sharing,
        "Le partage",
        {
            "item": "Question du profil où se donne l'accord.",
            "aggregates": "Code de la réponse qui accepte les chiffres regroupés.",
            "free_text": "Code de la réponse qui accepte de montrer les réponses ouvertes.",
        },
    ),
    (
        schema.Scoring,
        "Le calcul",
        {
            "full_points": "Nombre de points qui vaut 100.",
            "offset": "Évite qu'un zéro annule toute une moyenne géométrique (puissance de 0 ou moins).",
            "theme": "Des questions au thème.",
            "axis": "Des thèmes à l'axe.",
            "overall": "Des axes à la note globale ; sans ce champ, il n'y a pas de note globale.",
            "dimensions": "Poids des questions dans les dimensions.",
        },
    ),
    (
        schema.NodeScoring,
        "Le calcul d'un thème, d'un axe ou de l'ensemble",
        {
            "power": "Compensation : 1 pleine (moyenne), 0 géométrique, -1 harmonique, `min` le plus faible.",
            "coverage": "Part du poids qui doit avoir une réponse pour qu'il y ait une note, de 0 à 1.",
            "not_applicable": "Part du poids qui peut être « sans objet », de 0 à 1.",
            "caps": "Éléments critiques, qui plafonnent l'ensemble.",
        },
    ),
    (
        schema.Cap,
        "Un plafond critique",
        {
            "child": "Question, thème ou axe dont dépend le plafond.",
            "at_or_below": "Note à laquelle, ou sous laquelle, il s'applique.",
            "limit": "Note que l'ensemble ne dépasse alors pas.",
        },
    ),
    (
        schema.DimensionWeights,
        "Le poids dans les dimensions",
        {
            "primary": "Dans la première dimension nommée.",
            "secondary": "Dans les suivantes.",
        },
    ),
    (
        schema.Level,
        "Un niveau de lecture",
        {
            "code": "Code du niveau.",
            "label": "Nom affiché.",
            "start": "Note à partir de laquelle il s'applique ; 0 pour le premier.",
        },
    ),
    (
        schema.Labelled,
        "Une dimension, une sorte de question ouverte, une étape de l'action publique",
        {"code": "Code.", "label": "Nom affiché."},
    ),
    (
        schema.Axis,
        "Un axe",
        {
            "id": "Identifiant, par exemple `A1`.",
            "title": "Titre.",
            "short": "Nom d'une vingtaine de caractères, pour le radar.",
            "description": "Ce que l'axe regarde.",
            "weight": "Poids dans la note globale, relatif à celui des autres axes.",
            "scoring": "Calcul propre à cet axe.",
            "themes": "Thèmes.",
            "prompts": "Questions ouvertes.",
            "indicators": "Indicateurs chiffrés facultatifs : questions de type `number`, jamais notées.",
        },
    ),
    (
        schema.Theme,
        "Un thème",
        {
            "id": "Identifiant, par exemple `A1.T1`.",
            "title": "Titre.",
            "description": "Ce que le thème regarde.",
            "weight": "Poids dans l'axe, relatif à celui des autres thèmes.",
            "scoring": "Calcul propre à ce thème.",
            "questions": "Questions.",
        },
    ),
    (
        QuestionBase,
        "Une question, quel que soit son type",
        {
            "id": "Identifiant, par exemple `A1.T1.Q1`.",
            "text": "La question.",
            "short": "Deux à cinq mots qui la nomment dans les tableaux.",
            "help": "Aide affichée sous la question.",
            "required": "Demandée avant de commencer (questions du profil).",
            "relevance": "Condition pour que la question soit posée ; toujours, sans ce champ.",
            "constraints": "Conditions que la réponse doit remplir.",
            "essential": "Fait partie du parcours court.",
            "scored": "Compte dans la note ; `false` pour une question d'axe non notée.",
            "weight": "Poids dans le thème, relatif à celui des autres questions.",
            "dimensions": "Codes des dimensions, la principale d'abord.",
            "not_applicable": "Offre « sans objet » et dit quand le choisir.",
            "dont_know": "Offre « ne sait pas » ; `false` quand une réponse le dit déjà.",
        },
    ),
    (
        schema.Constraint,
        "Une contrainte",
        {
            "condition": "Condition que la réponse doit remplir.",
            "message": "Phrase affichée quand elle ne la remplit pas.",
        },
    ),
    (
        schema.Recommendation,
        "Une préconisation",
        {
            "id": "Identifiant, par exemple `D-A1-DEC-1`.",
            "audience": "`holder` : porteur de projet ; `territory` : décideur public.",
            "axis": "Axe.",
            "stage": "Code de l'étape de l'action publique.",
            "title": "Titre, à l'infinitif.",
            "condition": "Condition qui la déclenche, lue sur une réponse (`holder`) ou un territoire.",
            "reason": "La même condition en clair.",
            "action": "Ce qu'il y a à faire.",
            "who": "Avec qui.",
            "effort": "Code du niveau d'effort.",
            "follow_up": "Comment suivre les effets.",
            "precedent": "Source ou précédent ; `[S1]` renvoie à la source de ce code.",
            "excludes": "Identifiants des préconisations qui disent le contraire de celle-ci.",
        },
    ),
    (
        schema.Effort,
        "Un niveau d'effort",
        {"code": "Code.", "label": "Nom affiché.", "description": "Ce que cela représente."},
    ),
    (
        schema.Source,
        "Une source",
        {
            "code": "Code, par exemple `S1`.",
            "title": "Titre.",
            "address": "Adresse.",
        },
    ),
)

CONDITIONS = """\
## Les conditions

Le même langage sert à dire quand une question est posée (`relevance`), ce qu'une réponse doit remplir
(`constraints`) et quand une préconisation se déclenche (`condition`).

| Écriture | Sens |
| --- | --- |
| `A1.T1 < 50` | la note du thème (ou de l'axe), de 0 à 100 |
| `A1.T4.Q2 <= 2` | les points d'une question notée, ou le nombre répondu si elle n'est pas notée |
| `VALEUR(A1.T4.Q2) >= 3` | le nombre tel qu'il a été répondu, avant les points |
| `A2.T3.Q4 = non` | la réponse choisie, par son code ; `!=` pour une autre |
| `A2.T2.Q1 contient achat` | cette réponse est parmi les réponses choisies |
| `REPONDU(P11)` | il y a une réponse |
| `stade >= emergence` | le stade, dans l'ordre de `stages.order` |
| `MED(A1.T1) < 50`, `MOY(A1.T1) < 50` | la médiane, la moyenne des réponses du territoire |
| `PART(A1.T1.Q1 <= 1) >= 30 %` | la part des réponses du territoire qui remplissent la condition |
| `N >= 8` | le nombre de réponses du territoire |
| `… ET …`, `… OU …`, `NON (…)` | et, ou, le contraire ; `ET` passe avant `OU`, les parenthèses décident |

- Comparaisons : `<`, `<=`, `>`, `>=`, `=`, `!=`. Les mots anglais `AND`, `OR`, `NOT`, `contains`, `stage`, `MEDIAN`,
  `MEAN`, `SHARE`, `VALUE` et `ANSWERED` se lisent aussi.
- Une valeur absente ne remplit aucune comparaison, et la réponse sort du dénominateur de `PART`.
- `MED`, `MOY`, `PART` et `N` ne servent que dans les préconisations pour un territoire ; elles y sont requises.
- `relevance` et `constraints` ne peuvent dépendre que de réponses, jamais d'une note.

### Ce qui est vérifié des préconisations

La vérification ne fait pas d'essais au hasard : elle raisonne sur tout ce qui peut être répondu (réponses
possibles de chaque question, conditions de pose, parcours court, questions sans réponse ou sans objet) et
sur les notes que cela permet. Ce qu'elle signale est certain ; ce qui est trop vaste pour être parcouru,
ou tient à la fois à la moyenne d'une question ou d'un thème et à ce qui est répondu à d'autres,
n'est pas signalé. Elle attend que le questionnaire n'ait pas d'autre erreur.

| La préconisation… | Veut dire |
| --- | --- |
| ne se déclenche jamais | aucune réponse (aucun groupe de réponses, pour un territoire) ne remplit sa condition : `A1.T1.Q1 <= 1 ET A1.T1 > 90` si le thème n'a que deux questions, ou une question qui n'est posée qu'après le stade demandé |
| se déclenche toujours | aucune réponse ne met sa condition en défaut : elle vaut dès que l'on sait de quoi elle parle, comme `A1.T1 >= 0` |
| fait double emploi | pour le même axe et la même étape, une autre se déclenche exactement dans les mêmes cas |
| en contredit une autre | elle la nomme dans `excludes`, et des réponses, données en exemple, déclenchent les deux |

Deux préconisations ne se contredisent que si leur auteur le dit, dans `excludes` : deux conditions opposées
pour un même axe et une même étape sont deux conseils pour deux situations, et une condition plus large
qu'une autre peut être un conseil de plus. `excludes` s'écrit d'un côté ou des deux ; il ne cache rien, il
demande que les deux conditions s'excluent.

Chaque axe attend une préconisation par étape de l'action publique, pour chaque public qui en reçoit. Une
question qu'aucune préconisation ne lit n'est pas une faute.
"""
