"""Texts of the problems of a file of outlines (GeoJSON) that an organiser loads."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

_CONVERT = (
    "Convertissez-le, par exemple : ogr2ogr -f GeoJSON -t_srs EPSG:4326 contours.geojson {file}"
)

ENTRIES: dict[str, Entry] = {
    "outlines-file-unreadable": Entry(
        "Le fichier ne peut pas être lu.", "Vérifiez son chemin et vos droits de lecture."
    ),
    "outlines-too-large": Entry(
        "Le fichier pèse {size} Mo, plus que la limite de {limit} Mo.",
        "Prenez des contours généralisés (à 100 m ou 1 000 m), ou simplifiez-les, par exemple : "
        "mapshaper {file} -simplify 0.05 keep-shapes -o contours.geojson",
    ),
    "outlines-empty-file": Entry("Le fichier est vide.", "Téléchargez-le de nouveau."),
    "outlines-other-kind": Entry("Ce fichier n'est pas du GeoJSON, mais : {found}.", _CONVERT),
    "outlines-topojson": Entry(
        "Ce fichier est du TopoJSON, pas du GeoJSON.",
        "Convertissez-le, par exemple : mapshaper {file} -o format=geojson contours.geojson",
    ),
    "outlines-not-utf-8": Entry(
        "Le fichier n'est pas un texte en UTF-8.", "Enregistrez-le en UTF-8."
    ),
    "outlines-not-json": Entry(
        "Le texte ne se lit plus comme du JSON à partir d'ici.",
        "Le fichier est peut-être coupé : téléchargez-le de nouveau.",
    ),
    "outlines-too-deep": Entry(
        "Le fichier emboîte trop de niveaux.", "Vérifiez qu'il s'agit bien de GeoJSON."
    ),
    "outlines-not-collection": Entry(
        "Un objet « FeatureCollection » est attendu, et non « {found} ».",
        "Exportez une couche entière en GeoJSON, avec une ligne par territoire.",
    ),
    "outlines-no-feature": Entry(
        "La collection ne contient aucun territoire.", "Vérifiez le filtre de votre export."
    ),
    "outlines-not-feature": Entry(
        "Un objet « Feature » est attendu ici.", "Retirez cet élément, ou exportez de nouveau."
    ),
    "outlines-not-polygon": Entry(
        "La géométrie est « {found} » ; il faut « Polygon » ou « MultiPolygon ».",
        "Choisissez la couche des surfaces, pas celle des points ou des limites.",
    ),
    "outlines-bad-coordinates": Entry(
        "Les coordonnées ne forment pas des anneaux de points [longitude, latitude].",
        "Exportez ce territoire de nouveau, ou réparez-le (dans QGIS : « Réparer les géométries »).",
    ),
    "outlines-no-geometry": Entry(
        "Territoires sans contour dans le fichier, laissés de côté ({count}) : {codes}.",
        "Complétez le fichier s'il en manque.",
        severity="warning",
    ),
    "outlines-other-projection": Entry(
        "Les coordonnées ne sont pas des degrés : ce sont sans doute des mètres en {projection} "
        "(par exemple {example}).",
        "Relancez avec --projection {option}, ou convertissez : "
        "ogr2ogr -f GeoJSON -t_srs EPSG:4326 contours.geojson {file}",
    ),
    "outlines-unknown-projection": Entry(
        "Les coordonnées ne sont pas des degrés, et leur projection n'est pas reconnue "
        "(par exemple {example}).",
        "Convertissez le fichier en WGS 84 : "
        "ogr2ogr -f GeoJSON -t_srs EPSG:4326 contours.geojson {file}",
    ),
    "outlines-swapped": Entry(
        "Les latitudes et les longitudes sont inversées (par exemple {example}).",
        "En GeoJSON, la longitude vient d'abord. Exportez de nouveau, ou inversez les coordonnées "
        "(dans QGIS : « Intervertir les coordonnées X et Y »).",
    ),
    "outlines-no-property": Entry(
        "Aucun territoire n'a de champ « {property} ».",
        "Champs présents : {properties}. Donnez l'un d'eux à --code-property.",
    ),
    "outlines-no-codes": Entry(
        "Aucun champ ne contient les codes attendus ({level}).",
        "Champs présents : {properties}. Vérifiez --level, ou nommez le champ avec --code-property.",
    ),
    "outlines-other-level": Entry(
        "Les codes du champ « {property} » sont ceux d'un autre niveau ({found}), pas de celui "
        "demandé ({level}).",
        "Relancez avec --level {found}, ou choisissez un autre champ avec --code-property.",
    ),
    "outlines-unknown-codes": Entry(
        "Codes inconnus, laissés de côté ({count}) : {codes}.",
        "Le fichier date peut-être d'une autre année que les territoires de référence (2026) : "
        "prenez l'édition de cette année.",
        severity="warning",
    ),
    "outlines-merged-codes": Entry(
        "Codes de communes fusionnées ou rattachées, reportés sur la commune d'aujourd'hui "
        "({count}) : {codes}.",
        "Rien à faire ; une édition de cette année n'aurait pas ces codes.",
        severity="warning",
    ),
    "outlines-repeated-codes": Entry(
        "Codes présents plusieurs fois, leurs morceaux réunis ({count}) : {codes}.",
        "Vérifiez qu'il ne s'agit pas de lignes en double.",
        severity="warning",
    ),
    "outlines-missing-codes": Entry(
        "Territoires du niveau absents du fichier ({count}) : {codes}.",
        "Rien à faire si le fichier ne couvre que votre région ; ils seront absents de la carte.",
        severity="warning",
    ),
    "outlines-simplified": Entry(
        "Les contours ont été simplifiés à {tolerance} m près pour rester légers.",
        "Rien à faire.",
        severity="warning",
    ),
    "outlines-none-kept": Entry(
        "Aucun contour n'est chargé pour ce niveau ({level}).",
        "La liste : domino territories list.",
    ),
    "outlines-damaged": Entry(
        "Les contours gardés ne se lisent plus.",
        "Chargez-les de nouveau : domino territories load FILE --level {level}",
    ),
    "outlines-not-written": Entry(
        "Les contours ne peuvent pas être écrits.",
        "Vérifiez les droits du dossier de données et la place sur le disque.",
    ),
}
