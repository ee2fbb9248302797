"""Texts of the problems of questionnaire files: the text, its structure, then its meaning."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

_TEXT: dict[str, Entry] = {
    "unreadable-file": Entry(
        "Le fichier ne peut pas être ouvert : {reason}.",
        "Vérifiez son nom, son emplacement et vos droits de lecture.",
    ),
    "file-too-large": Entry(
        "Le fichier dépasse {limit} Mo.",
        "Un questionnaire est un texte : vérifiez qu'il s'agit du bon fichier.",
    ),
    "not-utf-8": Entry(
        "Le fichier n'est pas enregistré en UTF-8.",
        "Enregistrez-le de nouveau depuis votre éditeur en choisissant l'encodage UTF-8.",
    ),
    "yaml-syntax": Entry(
        "Le texte ne se lit plus comme du YAML ({detail}).",
        "Vérifiez autour de cette ligne les deux-points, les guillemets et les retraits, qui se font "
        "avec des espaces.",
    ),
    "bad-character": Entry(
        "Ce caractère invisible n'est pas admis.",
        "Effacez-le, puis tapez de nouveau les caractères voisins.",
    ),
    "empty-file": Entry(
        "Le fichier ne contient pas de questionnaire.",
        "Un questionnaire commence par des lignes de la forme `champ: valeur`, par exemple "
        "`id: jardins`.",
    ),
    "several-documents": Entry(
        "Le fichier contient plusieurs documents, séparés par « --- ».",
        "Gardez un questionnaire par fichier.",
    ),
    "anchor": Entry(
        "L'ancre « &{name} » n'est pas admise.",
        "Retirez-la, et écrivez le contenu à chaque endroit où il sert.",
    ),
    "alias": Entry(
        "Le renvoi à une ancre, qui commence par « * », n'est pas admis.",
        "Recopiez le contenu à cet endroit. Si vous vouliez une astérisque, mettez le texte entre "
        "guillemets.",
    ),
    "tag": Entry(
        "L'étiquette de type « {name} » n'est pas admise.",
        "Retirez-la. Si le texte commence par un point d'exclamation, mettez-le entre guillemets.",
    ),
    "merge-key": Entry("La fusion « << » n'est pas admise.", "Recopiez les champs à cet endroit."),
    "duplicate-key": Entry(
        "Le champ « {field} » est écrit deux fois au même endroit, la première fois à la ligne {first}.",
        "Gardez celui qui convient.",
    ),
    "bad-key": Entry(
        "Une liste ou un bloc tient ici la place d'un nom de champ.",
        "Écrivez un nom simple, ou mettez le texte entre guillemets s'il contient des accolades ou "
        "des crochets.",
    ),
    "too-deep": Entry(
        "Le texte emboîte plus de {limit} niveaux.", "Vérifiez les retraits et les crochets."
    ),
    "too-many-values": Entry(
        "Le fichier compte plus de {limit} champs et valeurs.",
        "Vérifiez qu'il s'agit du bon fichier, ou répartissez-le sur plusieurs questionnaires.",
    ),
    "number-too-long": Entry(
        "Ce nombre compte {length} caractères.",
        "Raccourcissez-le, ou mettez-le entre guillemets si c'est un texte.",
    ),
    "more-problems": Entry(
        "Au moins {count} autres problèmes ne sont pas affichés.",
        "Corrigez les premiers, puis vérifiez de nouveau.",
    ),
    "file-name-mismatch": Entry(
        "Le fichier contient la version {version} de « {id} », mais n'est pas rangé à cette place.",
        "Renommez-le {expected} dans le dossier des questionnaires, ou corrigez id et version.",
    ),
    "unknown-place": Entry(
        "Il n'y a pas de valeur simple à cet endroit du fichier.",
        "Relisez le fichier : il a peut-être changé entre-temps.",
    ),
    "not-a-scalar": Entry(
        "La nouvelle valeur n'est ni un texte, ni un nombre, ni oui ou non.",
        "Changez une valeur simple à la fois.",
    ),
}

_STRUCTURE: dict[str, Entry] = {
    "missing-field": Entry(
        "Il manque le champ « {field} ».", "Ajoutez-le ; la documentation du format le décrit."
    ),
    "unknown-field": Entry(
        "Le champ « {field} » n'existe pas ici.",
        "Le nom le plus proche est « {closest} ». Les noms possibles sont : {expected}",
    ),
    "wrong-type": Entry(
        "« {field} » attend un texte, et {found} se lit comme autre chose.",
        'Mettez la valeur entre guillemets, par exemple : "{found}"',
    ),
    "text-without-language": Entry(
        "« {field} » attend un texte par langue, et non « {found} ».",
        "Précisez la langue sur la ligne suivante, en retrait, par exemple : fr: {found}",
    ),
    "number-expected": Entry(
        "« {field} » attend un nombre, et non « {found} ».",
        "Écrivez un nombre sans guillemets ni unité, avec un point pour les décimales : 0.5",
    ),
    "integer-expected": Entry(
        "« {field} » attend un nombre entier, et non « {found} ».",
        "Écrivez un nombre entier sans guillemets, par exemple : 12",
    ),
    "boolean-expected": Entry(
        "« {field} » attend true (oui) ou false (non), et non « {found} ».",
        "Écrivez true ou false, sans guillemets.",
    ),
    "list-expected": Entry(
        "« {field} » attend une liste, et non « {found} ».",
        "Commencez chaque élément par un tiret, ou écrivez la liste entre crochets.",
    ),
    "mapping-expected": Entry(
        "« {field} » attend des champs, et non « {found} ».",
        "Écrivez chaque champ sur sa ligne, en retrait, sous la forme « nom: valeur ».",
    ),
    "number-or-word-expected": Entry(
        "« {field} » attend un nombre ou {expected}, et non « {found} ».",
        "Écrivez l'un ou l'autre.",
    ),
    "empty-field": Entry("« {field} » est vide.", "Écrivez sa valeur, ou retirez le champ."),
    "field-too-long": Entry("« {field} » dépasse {limit} caractères.", "Raccourcissez-le."),
    "list-too-short": Entry(
        "« {field} » compte moins de {limit} éléments.", "Ajoutez ce qui manque."
    ),
    "list-too-long": Entry(
        "« {field} » compte plus de {limit} éléments.", "Retirez ce qui dépasse."
    ),
    "field-too-small": Entry(
        "« {field} » vaut {found}, moins que {limit}.", "Écrivez un nombre d'au moins {limit}."
    ),
    "field-not-above": Entry(
        "« {field} » vaut {found}.", "Écrivez un nombre plus grand que {limit}."
    ),
    "field-too-large": Entry(
        "« {field} » vaut {found}, plus que {limit}.", "Écrivez un nombre d'au plus {limit}."
    ),
    "field-not-below": Entry(
        "« {field} » vaut {found}.", "Écrivez un nombre plus petit que {limit}."
    ),
    "bad-language": Entry(
        "« {found} » n'est pas un code de langue.",
        "Écrivez deux minuscules (fr, en), au besoin avec le pays : fr-BE. Si c'est la suite d'un texte, mettez "
        "ce texte entre guillemets : entre accolades, une virgule sépare.",
    ),
    "bad-id": Entry(
        "« {found} » ne convient pas comme {field}.",
        "Employez des lettres sans accent, des chiffres et le trait bas ; un identifiant commence "
        "par une lettre et peut contenir des points : A1.T1.Q1",
    ),
    "bad-value": Entry("« {field} » n'admet pas « {found} ».", "Valeurs possibles : {expected}"),
}

_NAMES: dict[str, Entry] = {
    "too-many-items": Entry(
        "Le questionnaire compte {count} questions, plus que les {limit} admises.",
        "Répartissez-les sur plusieurs questionnaires.",
    ),
    "duplicate-id": Entry(
        "L'identifiant « {id} » désigne deux éléments.",
        "Donnez-en un autre à l'un des deux : les réponses sont rangées sous ces identifiants.",
    ),
    "reserved-id": Entry(
        "« {id} » est un mot des conditions, du calcul ou d'un tableau de scores.",
        "Choisissez un autre identifiant.",
    ),
    "reserved-code": Entry(
        "« {found} » a un autre sens dans un tableau de réponses : NA y veut dire « sans objet », "
        "DK « ne sait pas », NP « non posée ».",
        "Donnez un autre code à cette réponse.",
    ),
    "duplicate-code": Entry(
        "« {found} » figure deux fois dans cette liste.", "Donnez un autre code à l'un des deux."
    ),
    "missing-translation": Entry(
        "« {field} » n'a pas de texte en « {language} ».",
        "Ajoutez la traduction, ou retirez cette langue de « languages ».",
    ),
    "undeclared-language": Entry(
        "Un texte est écrit en « {language} », que le questionnaire ne déclare pas.",
        "Ajoutez la langue à « languages » (à présent : {declared}), ou retirez ce texte.",
    ),
    "stages-unknown-item": Entry(
        "Les stades se lisent dans « {found} », qui n'existe pas.",
        "Nommez une question du profil. Les plus proches : {closest}",
    ),
    "stages-not-single": Entry(
        "Les stades se lisent dans « {item} », de type {type}.",
        "Choisissez une question à choix unique (type single).",
    ),
    "stages-unknown-code": Entry(
        "« {found} » n'est pas un stade possible.", "Les codes les plus proches : {closest}"
    ),
    "stages-missing-option": Entry(
        "Ces réponses de « {item} » n'ont pas de place parmi les stades : {codes}.",
        "Placez chacune dans « order », ou dites dans « equivalent » à quel stade elle équivaut.",
    ),
    "role-unknown-item": Entry(
        "Le rôle « {role} » du profil revient à « {found} », qui n'est pas une question du profil.",
        "Les identifiants les plus proches : {closest}",
    ),
    "role-wrong-type": Entry(
        "Le rôle « {role} » du profil revient à « {item} », de type {type}.",
        "Choisissez une question de type : {expected}",
    ),
    "sharing-unknown-option": Entry(
        "« {found} » n'est pas une réponse de la question sur le partage.",
        "Les codes les plus proches : {closest}",
    ),
    "unknown-dimension": Entry(
        "La dimension « {found} » n'est pas déclarée.",
        "Ajoutez-la à « dimensions », ou choisissez parmi les plus proches : {closest}",
    ),
    "unknown-prompt-kind": Entry(
        "La sorte de question ouverte « {found} » n'est pas déclarée.",
        "Ajoutez-la à « prompt_kinds », ou choisissez parmi les plus proches : {closest}",
    ),
    "unknown-axis": Entry(
        "L'axe « {found} » n'existe pas.", "Les axes les plus proches : {closest}"
    ),
    "unknown-action-stage": Entry(
        "L'étape de l'action publique « {found} » n'est pas déclarée.",
        "Ajoutez-la à « action_stages », ou choisissez parmi les plus proches : {closest}",
    ),
    "unknown-effort": Entry(
        "Le niveau d'effort « {found} » n'est pas déclaré.",
        "Ajoutez-le à « efforts », ou choisissez parmi les plus proches : {closest}",
    ),
    "unknown-source": Entry(
        "La source [{source}] est citée, mais n'est pas décrite.",
        "Ajoutez-la à « sources », ou retirez la citation.",
        "warning",
    ),
}

_POINTS: dict[str, Entry] = {
    "option-without-points": Entry(
        "Ces réponses d'une question notée n'ont pas de points : {codes}.",
        "Donnez des points à chacune, 0 compris, ou écrivez `scored: false` sur la question.",
    ),
    "all-zero-points": Entry(
        "Aucune réponse ne donne de points : la question vaudrait toujours 0.",
        "Donnez des points, ou écrivez `scored: false` sur la question.",
    ),
    "points-above-full": Entry(
        "{points} points dépassent le maximum de {full_points}.",
        "Baissez ces points, ou augmentez « full_points » dans « scoring ».",
    ),
    "cap-out-of-reach": Entry(
        "Le plafond de {cap} points ne sert à rien : les réponses en donnent {best} au plus.",
        "Baissez le plafond, augmentez les points des réponses, ou retirez le plafond.",
        "warning",
    ),
    "exclusive-with-points": Entry(
        "La réponse exclusive « {option} » donne {points} points.",
        "Une réponse telle que « aucun de ces choix » vaut d'ordinaire 0 : vérifiez.",
        "warning",
    ),
    "scale-does-not-span": Entry(
        "Les réponses donnent de {worst} à {best} sur 100, et non de 0 à 100.",
        "Vérifiez les points : s'ils sont voulus, la question ne vaudra jamais tout à fait 0 ou 100.",
        "warning",
    ),
    "max-choices-too-large": Entry(
        "On peut choisir {max_choices} réponses, et il n'y en a que {count}.",
        "Baissez « max_choices », ou retirez-le.",
        "warning",
    ),
    "minimum-above-maximum": Entry(
        "Le minimum ({minimum}) dépasse le maximum ({maximum}).", "Échangez-les ou corrigez-les."
    ),
    "bands-and-goalposts": Entry(
        "La question est notée à la fois par tranches et entre deux repères.",
        "Gardez « bands » ou « goalposts ».",
    ),
    "bands-unordered": Entry(
        "Les tranches ne se suivent pas de la plus basse à la plus haute.",
        "Rangez-les par « start » croissant ; seule la première peut s'en passer.",
    ),
    "bands-miss-low-end": Entry(
        "Les nombres sous {start} n'entrent dans aucune tranche.",
        "Retirez « start » de la première tranche, ou fixez « minimum » à {start} ou plus.",
    ),
    "goalposts-order": Entry(
        "Le repère bas ({low}) n'est pas sous le repère haut ({high}).",
        "Écrivez le plus petit dans « low » ; si moins vaut mieux, ajoutez `inverted: true`.",
    ),
    "goalposts-log": Entry(
        "Le repère bas ({low}) n'a pas de logarithme.",
        "Choisissez un repère bas plus grand que 0, ou retirez « logarithmic ».",
    ),
}

_COMPOSING: dict[str, Entry] = {
    "weights-all-zero": Entry(
        "Tous les poids sont nuls : {children}.", "Donnez un poids à l'un d'eux au moins."
    ),
    "dominant-child": Entry(
        "« {child} » pèse à lui seul {share} % de l'ensemble.",
        "Vérifiez ce poids : les autres ne compteront guère.",
        "warning",
    ),
    "cap-unknown-child": Entry(
        "Le plafond dépend de « {child} », qui n'entre pas dans ce calcul.",
        "Choisissez parmi : {children}",
    ),
    "caps-contradict": Entry(
        "Deux plafonds se contredisent pour « {child} » : à {low} ou moins il plafonne à {low_limit}, "
        "à {high} ou moins il plafonne à {high_limit}.",
        "Quand « {child} » est plus bas, le plafond doit être plus bas aussi : changez l'un des deux "
        "ou retirez-le.",
    ),
    "cap-without-effect": Entry(
        "Le plafond de « {child} » à {limit} ne change jamais rien.",
        "Baissez-le, ou retirez-le.",
        "warning",
    ),
    "levels-start": Entry(
        "Le premier niveau commence à {start} : les notes plus basses n'en ont pas.",
        "Commencez le premier niveau à 0.",
    ),
    "levels-order": Entry(
        "Ce niveau commence à {start}, pas plus haut que le précédent ({before}).",
        "Rangez les niveaux du plus bas au plus haut.",
    ),
    "minutes-order": Entry(
        "La durée va de {low} à {high} minutes.", "Écrivez la plus courte d'abord."
    ),
    "no-full-path": Entry(
        "Tous les parcours se limitent aux questions essentielles : les autres ne sont jamais posées.",
        "Ajoutez un parcours sans « essential_only ».",
    ),
    "theme-without-essential": Entry(
        "Le parcours court ne pose aucune question de ce thème.",
        "Marquez l'une de ses questions `essential: true`.",
        "warning",
    ),
    "theme-not-scored": Entry(
        "Aucune question de ce thème n'est notée : il n'aura jamais de note.",
        "Notez l'une de ses questions, ou déplacez-les vers un autre thème.",
        "warning",
    ),
    "relevance-on-score": Entry(
        "La condition dépend de la note de « {reference} », qui change pendant que l'on répond.",
        "Faites-la dépendre d'une question ou du stade.",
    ),
    "relevance-cycle": Entry(
        "Ces questions s'attendent l'une l'autre : {chain}", "Retirez l'une de ces conditions."
    ),
    "unreachable-question": Entry(
        "La question n'est jamais posée : aucune réponse ne remplit « {condition} ».",
        "Corrigez la condition, ou retirez la question.",
    ),
}

_ADVICE: dict[str, Entry] = {
    "never-fires": Entry(
        "La préconisation ne se déclenche jamais : aucune réponse possible ne remplit « {condition} ».",
        "Corrigez la condition : deux comparaisons s'y contredisent, ou un seuil est hors d'atteinte.",
    ),
    "always-fires": Entry(
        "La préconisation se déclenche toujours : aucune réponse ne met « {condition} » en défaut.",
        "Resserrez la condition, pour que la préconisation ne s'adresse qu'à ceux qu'elle concerne.",
        "warning",
    ),
    "same-condition": Entry(
        "La préconisation se déclenche exactement quand « {other} » se déclenche, pour le même axe et "
        "la même étape.",
        "Réunissez les deux, ou distinguez leurs conditions.",
        "warning",
    ),
    "fire-together": Entry(
        "La préconisation exclut « {other} », et les deux se déclenchent pourtant ensemble, par exemple "
        "pour « {example} ».",
        "Rendez les deux conditions incompatibles, ou retirez « {other} » de « excludes ».",
        "warning",
    ),
    "unknown-excluded": Entry(
        "La préconisation exclut « {found} », qui n'est pas une autre préconisation pour « {audience} ».",
        "Corrigez l'identifiant. Les plus proches : {closest}",
    ),
    "cell-without-advice": Entry(
        "Aucune préconisation pour « {audience} » sur l'axe « {axis} » à l'étape « {stage} ».",
        "Écrivez-en une : elle se montre « pour aller plus loin » même quand rien ne se déclenche.",
        "warning",
    ),
}

ENTRIES: dict[str, Entry] = {
    **_TEXT,
    **_STRUCTURE,
    **_NAMES,
    **_POINTS,
    **_COMPOSING,
    **_ADVICE,
}
