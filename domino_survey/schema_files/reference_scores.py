"""The part of the reference on scoring a table of answers, with a published index as its example."""

from __future__ import annotations

# UNDP (2007), Human Development Report 2007/2008, technical note 1: the human poverty index of Bolivia.
INDEX = """\
id: pauvrete
version: "1"
languages: [fr]
title: {fr: Indice de pauvreté humaine}
licence: CC-BY-SA-4.0
paths:
  - {code: complet, label: {fr: Parcours complet}, minutes: [1, 2]}
scoring:
  theme: {coverage: 1, not_applicable: 0}
axes:
  - id: IPH
    title: {fr: Indice de pauvreté humaine}
    short: {fr: Pauvreté}
    # De trois thèmes, une moyenne de puissance 3 : une privation forte y pèse plus.
    scoring: {power: 3, coverage: 1, not_applicable: 0}
    themes:
      - id: survie
        title: {fr: Survie}
        questions:
          - {id: P1, type: number, text: {fr: Part qui meurt avant 40 ans}, goalposts: {low: 0, high: 100}}
      - id: savoir
        title: {fr: Savoir}
        questions:
          - {id: P2, type: number, text: {fr: Part des adultes qui ne lisent pas}, goalposts: {low: 0, high: 100}}
      - id: vie
        title: {fr: Conditions de vie}
        questions:
          - {id: eau, type: number, text: {fr: Part sans eau potable}, goalposts: {low: 0, high: 100}}
          - {id: poids, type: number, text: {fr: Part des enfants trop maigres}, goalposts: {low: 0, high: 100}}
"""
ANSWERS = """\
response,P1,P2,eau,poids
Bolivie,15.5,13.3,15,8
"""
COMMAND = "domino score iph.yaml pays.csv -o iph.csv"
# Of the columns of the result, those that the page prints.
PRINTED = ("response", "survie", "savoir", "vie", "IPH")
RESULT = """\
response,survie,savoir,vie,IPH
Bolivie,15.5,13.3,11.5,13.63058
"""

SCORES = f"""\
## Noter un tableau de réponses

`.venv/bin/domino score QUESTIONNAIRE ANSWERS.csv -o SCORES.csv` applique le calcul d'un questionnaire à un tableau de
réponses, sans base de données. [La méthode de calcul](scoring-method.md) donne les formules.

| Le tableau lu | |
| --- | --- |
| fichier | CSV en UTF-8, séparé par des virgules, des points-virgules ou des tabulations, avec ou sans guillemets |
| première ligne | `response`, puis les identifiants des questions, dans n'importe quel ordre ; une question peut manquer, une colonne inconnue est signalée et laissée de côté |
| `response` | un identifiant par ligne, jamais deux fois le même |
| case vide, `NA`, `DK`, `NP` | sans réponse, sans objet, ne sait pas, non posée |
| échelle, choix | le code de la réponse ; plusieurs codes se séparent par une espace |
| oui ou non | `oui` ou `non` (`yes`, `no`, `1`, `0` se lisent aussi) |
| nombre | `12.5`, `12,5` ou `1.25e1` ; hors de `minimum` ou de `maximum` il est refusé, hors des repères il est ramené au plus proche |

Le tableau écrit a une ligne par réponse et, pour chaque thème, chaque axe et la note globale (`overall`) s'il y en a une,
quatre colonnes : `ID` (la note, de 0 à 100), `ID.low` et `ID.high` (ses bornes), `ID.coverage` (sa couverture, de 0 à 1).
Sans note, les trois premières sont vides. `--dimensions` ajoute celles des dimensions, `dimension:CODE`. `--path CODE` note
un parcours qui ne pose que les questions essentielles : les autres ne manquent alors à personne.

La commande se termine par 0 si le tableau est écrit, par 1 si un fichier a un défaut (chacun avec sa ligne, sa colonne et ce
qu'il faut faire ; rien n'est alors écrit), par 2 si elle est mal tapée.

### Écrire un indice connu

Un questionnaire a toujours trois étages : des questions dans des thèmes, des thèmes dans des axes, des axes dans la note
globale. Un étage qui n'a qu'un élément en prend la note.

| Pour obtenir | Écrire |
| --- | --- |
| la place d'un nombre entre deux repères | `goalposts: {{low: 20, high: 85}}` |
| la même sur une échelle de logarithmes (revenus, tailles) | `goalposts: {{low: 100, high: 75000, logarithmic: true}}` |
| moins vaut mieux | `inverted: true` dans `goalposts` ; des points décroissants dans une échelle |
| une moyenne arithmétique, quadratique, cubique | `power: 1`, `2`, `3` |
| une moyenne géométrique, harmonique | `power: 0`, `-1` |
| le plus faible des éléments | `power: min` |
| une moyenne géométrique qu'un zéro annule | `offset: 0` dans `scoring` |
| aucun indice dès qu'il manque un élément | `coverage: 1` et `not_applicable: 0` |
| un indice quoi qu'il manque | `coverage: 0` et `not_applicable: 1` |
| une somme de points de même maximum | ce maximum dans `full_points` |
| une somme de points de maximums différents | chaque question notée de 0 à `full_points`, et son maximum dans `weight` |
| des points par cases cochées, avec un plafond | `type: multiple`, `points` et `cap` |
| des points par tranches, `[début, début suivant)` | `bands` |
| un seuil éliminatoire | `caps` dans le calcul du thème, de l'axe ou de l'ensemble |

Ne s'écrivent pas : ce qui compare les réponses entre elles (rangs, méthode de Borda, surclassement, écarts à la moyenne ou
à l'étendue de l'échantillon), car une note ne doit pas changer quand une autre personne répond ; le rapport de deux indices,
qui se calcule sur le tableau écrit ; le plus fort des éléments.

L'indice de pauvreté humaine du *Rapport mondial sur le développement humain 2007/2008* (PNUD, note technique 1), par exemple,
qui vaut 13,6 en Bolivie. Le fichier `iph.yaml` :

```yaml
{INDEX}```

Le tableau `pays.csv` :

```csv
{ANSWERS}```

`{COMMAND}` donne, parmi ses colonnes :

```csv
{RESULT}```

À la main : `((15,5³ + 13,3³ + 11,5³) / 3)^(1/3) = 13,63`, où 11,5 est la moyenne de 15 et de 8. D'autres indices publiés sont
écrits dans `tests/questionnaires` et vérifiés par `tests/reference/test_published_indices.py`.
"""
