"""Texts of the problems met while answering, storing, signing in and running."""

from __future__ import annotations

from domino_survey.errors.problems import Entry

ENTRIES: dict[str, Entry] = {
    "unknown-commune": Entry(
        "Aucune commune ne porte le code INSEE « {code_insee} ».",
        "Cherchez la commune par son nom. Un code postal n'est pas un code INSEE.",
    ),
    "unknown-version": Entry(
        "L'adresse demande une version du questionnaire que nous n'avons pas : « {version} ».",
        "Choisissez une version dans la liste, ou retirez-la de l'adresse.",
    ),
    "no-such-territory": Entry(
        "L'adresse nomme un territoire que nous ne connaissons pas : « {territory} ».",
        "Choisissez un territoire dans la liste. S'il a changé de code ou fusionné avec un autre, "
        "il y est sous son nom d'aujourd'hui.",
    ),
    "unknown-filter": Entry(
        "L'adresse demande un filtre que ce questionnaire n'a pas : « {filter} ».",
        "Choisissez un filtre et une valeur dans les listes.",
    ),
    "territory-not-allowed": Entry(
        "Votre lien d'accès n'ouvre pas ce territoire : {territory}.",
        "Choisissez parmi les vôtres, ou demandez un lien pour celui-ci à l'équipe d'organisation.",
    ),
    "unreadable-reference": Entry(
        "Les fichiers des territoires sont absents ou illisibles dans {folder}.",
        "Remettez en place communes.csv, epci.csv, departements.csv et regions.csv.",
    ),
    "unknown-recommendation": Entry(
        "Cette préconisation ne fait pas partie du questionnaire de ce bilan.",
        "Rechargez la page du résultat et choisissez parmi celles qu'elle montre.",
    ),
    "not-in-plan": Entry(
        "Cette action n'est plus dans le plan : quelqu'un l'a retirée.",
        "Rechargez la page, puis remettez-la dans le plan si vous y tenez.",
    ),
    "advice-not-shown": Entry(
        "Cette piste n'est plus affichée pour ce territoire.",
        "Rechargez l'observatoire et choisissez parmi celles qu'il montre.",
    ),
    "not-in-roadmap": Entry(
        "Cette piste n'est plus dans la feuille de route : quelqu'un l'a retirée.",
        "Remettez-la depuis « Pistes retirées », en bas de la feuille de route.",
    ),
    "no-such-day": Entry(
        "« {value} » n'est pas un jour du calendrier.",
        "Vérifiez le jour et le mois, par exemple 30/06/2027 ou juin 2027.",
    ),
    "unknown-status": Entry(
        "« {value} » ne dit pas où en est une piste.",
        "Rechargez la page et choisissez dans la liste.",
    ),
    "unknown-rescoring": Entry(
        "Ce recalcul n'existe pas.",
        "Rechargez la page et choisissez parmi ceux qu'elle montre.",
    ),
    # --- Exports ------------------------------------------------------------------------------
    "export-without-reason": Entry(
        "Une extraction demande une raison, en {least} caractères au moins.",
        "Écrivez à quoi ces réponses vont servir. La raison est gardée dans le journal des actes.",
    ),
    "identifiers-with-texts": Entry(
        "Les réponses ouvertes sont partagées sans nom : elles ne sortent pas avec ce qui dit qui répond.",
        "Extrayez les unes puis l'autre, dans deux fichiers.",
    ),
    "nothing-to-export": Entry(
        "Aucun bilan envoyé ne répond à ces critères : il n'y a rien à extraire.",
        "Élargissez la période, ou choisissez une autre version.",
    ),
    "export-changed": Entry(
        "Un bilan a été supprimé pendant l'extraction, qui s'est arrêtée.",
        "Relancez-la : elle se fera sans lui.",
    ),
    "several-studies": Entry(
        "Cette base contient des réponses à plusieurs contenus de questionnaire : {names}. Elles ne vont pas "
        "ensemble dans le fichier {file}.",
        "Choisissez avec --questionnaire et --version, ou donnez un nom qui finit par .zip : il y aura un "
        "fichier par version.",
    ),
    "unknown-study": Entry(
        "Cette base ne contient aucun bilan envoyé pour ce choix : {names}.",
        "Elle en contient pour : {known}.",
    ),
    "other-method": Entry(
        "Ce recalcul a été commencé avec la version {version} de la méthode, que ce programme n'a plus.",
        "Laissez-le tel quel et lancez-en un nouveau.",
    ),
    "unknown-invitation": Entry(
        "Cette invitation n'existe pas, ou le bilan auquel elle invite a été supprimé.",
        "Vérifiez l'adresse auprès de la personne qui vous l'a donnée.",
    ),
    "already-in-group": Entry(
        "Vous répondez déjà sur l'invitation de quelqu'un d'autre.",
        "Demandez-lui son lien d'invitation pour faire venir d'autres personnes.",
    ),
    "group-full": Entry(
        "Ce groupe compte déjà {limit} personnes.",
        "Répondez avec quelqu'un qui en fait partie, autour d'un même écran.",
    ),
    "not-in-group": Entry(
        "Ce bilan ne fait pas partie d'un groupe.",
        "Invitez d'autres personnes à répondre, ou ouvrez le lien d'invitation reçu.",
    ),
    "too-early": Entry(
        "La réponse commune attend que deux personnes au moins, dont vous, aient envoyé leurs réponses.",
        "Envoyez les vôtres depuis « Relire et envoyer », puis attendez les autres.",
    ),
    "unknown-consultation": Entry(
        "Cette consultation n'existe pas ou n'existe plus.",
        "Vérifiez l'adresse, ou demandez un nouveau lien à la personne qui organise.",
    ),
    # --- Storage ------------------------------------------------------------------------------
    "database-locked": Entry(
        "La base de données {file} est déjà utilisée par un autre programme (processus {process}).",
        "Arrêtez d'abord le serveur qui l'utilise, ou choisissez un autre dossier de données. "
        "Tant qu'un serveur tourne, personne d'autre ne peut ouvrir la base, même pour la lire.",
    ),
    "database-unwritable": Entry(
        "Impossible d'écrire la base de données {file} : {cause}.",
        "Vérifiez que le dossier existe et que le compte qui lance le programme peut y écrire.",
    ),
    "database-unreadable": Entry(
        "La base de données {file} ne s'ouvre pas : {cause}.",
        "Rien n'a été modifié. Mettez de côté ce fichier et celui de même nom qui finit par .wal, "
        "sans les effacer, puis restaurez la dernière sauvegarde ; au démarrage, le journal "
        "du dossier journal remet les envois qui manquent.",
    ),
    "database-foreign": Entry(
        "Le fichier {file} est une base de données d'un autre programme.",
        "Choisissez un autre dossier de données, ou déplacez ce fichier.",
    ),
    "database-newer": Entry(
        "La base de données {file} a été écrite par une version plus récente du programme.",
        "Installez la version la plus récente, ou restaurez une sauvegarde plus ancienne.",
    ),
    "migration-failed": Entry(
        "La mise à niveau de la base de données a échoué : {cause}.",
        "La base est restée comme elle était. Gardez une copie du dossier de données, relancez, "
        "et si l'erreur revient, signalez-la avec ce message.",
    ),
    "database-unavailable": Entry(
        "La base de données ne répond pas : {cause}.",
        "Ce qui était enregistré l'est toujours. Réessayez dans un instant ; si l'erreur revient, "
        "redémarrez le serveur.",
    ),
    "database-closed": Entry(
        "Le serveur est en train de s'arrêter.", "Rechargez la page dans un instant."
    ),
    "disk-full": Entry(
        "Il n'y a plus de place sur le disque pour écrire {file}.",
        "Libérez de la place puis recommencez : ce qui était enregistré l'est toujours.",
    ),
    "journal-unwritable": Entry(
        "Impossible d'écrire le journal des envois {file} : {cause}.",
        "Vérifiez que le dossier existe et que le compte qui lance le programme peut y écrire.",
    ),
    "value-not-storable": Entry(
        "Cette réponse contient un caractère ou un nombre qui ne peut pas être enregistré.",
        "Saisissez-la de nouveau, sans la coller depuis un autre document.",
    ),
    "unknown-response": Entry(
        "Aucun questionnaire commencé ne correspond.",
        "Vérifiez le code ou le lien, ou commencez un nouveau questionnaire.",
    ),
    "unknown-page": Entry(
        "Cette page n'existe pas.",
        "Vérifiez l'adresse, ou repartez de l'accueil.",
    ),
    "response-withdrawn": Entry(
        "Ce bilan a été supprimé : il ne peut plus être ouvert ni complété.",
        "Commencez un nouveau bilan.",
    ),
    "questionnaire-not-archived": Entry(
        "Le questionnaire {questionnaire}, version {version}, n'est pas archivé dans cette base.",
        "Archivez-le avant d'enregistrer des réponses qui s'y rapportent.",
    ),
    "code-taken": Entry(
        "Ce code de reprise est déjà attribué.", "Recommencez : un autre code sera tiré."
    ),
    "event-id-taken": Entry(
        "Cet enregistrement porte l'identifiant d'un autre.",
        "Rechargez la page puis saisissez la réponse de nouveau.",
    ),
    "submission-key-taken": Entry(
        "Cet envoi porte l'identifiant d'un autre.",
        "Rechargez la page puis envoyez de nouveau.",
    ),
    "unknown-access-link": Entry(
        "Aucun lien d'accès ne porte l'identifiant {link}.",
        "Affichez la liste des liens d'accès pour trouver le bon.",
    ),
    # --- Access and running -------------------------------------------------------------------
    "not-allowed": Entry(
        "Vous n'avez pas accès à cette page ou à cette action.",
        "Ouvrez le lien d'accès ou le code que vous avez reçu, ou demandez-en un "
        "à la personne qui organise.",
    ),
    "not-started": Entry(
        "L'application n'est pas encore démarrée.", "Rechargez la page dans un instant."
    ),
    "unknown-link": Entry(
        "Ce lien d'accès n'existe pas.",
        "Vérifiez que l'adresse est complète, sans coupure ni espace, ou demandez un nouveau lien "
        "à la personne qui vous l'a envoyé.",
    ),
    "expired-link": Entry(
        "Ce lien d'accès n'est plus valable : sa date limite est passée.",
        "Demandez un nouveau lien à la personne qui vous l'a envoyé.",
    ),
    "revoked-link": Entry(
        "Ce lien d'accès a été retiré.",
        "Demandez un nouveau lien à la personne qui vous l'a envoyé.",
    ),
    "too-many-links": Entry(
        "Trop de liens d'accès inconnus ont été essayés depuis votre connexion.",
        "Attendez dix minutes, puis ouvrez le lien que vous avez reçu.",
    ),
    "role-without-link": Entry(
        "Ce rôle ne s'obtient pas par un lien d'accès.",
        "Les porteurs et porteuses de projet commencent depuis la page d'accueil, sans lien. "
        "Les liens d'accès sont pour les rôles decision-maker et organiser.",
    ),
    "scope-without-use": Entry(
        "Un territoire ne limite que l'accès des décideurs publics.",
        "Retirez le territoire, ou choisissez le rôle decision-maker.",
    ),
    "unknown-territory": Entry(
        "Aucun territoire ne correspond à « {territory} ».",
        "Écrivez par exemple region:53, departement:35, epci:243500139 ou commune:35238.",
    ),
    "expiry-out-of-range": Entry(
        "La durée de validité doit être comprise entre une minute et {longest} jours.",
        "Écrivez par exemple 12h, 30d ou 8w.",
    ),
    "secret-unusable": Entry(
        "Le fichier {file}, qui signe les accès, est illisible ou ne peut pas être écrit.",
        "Vérifiez les droits du dossier de données. Si le fichier est abîmé, supprimez-le : un autre "
        "sera fait au prochain démarrage, et chacun rouvrira son lien d'accès.",
    ),
    "demo-on-real-data": Entry(
        "Cette base contient de vraies réponses : elle ne peut pas recevoir de données de démonstration.",
        "Choisissez un autre dossier, par exemple avec --data data/demo.",
    ),
    "unknown-command": Entry(
        "Le serveur ne connaît pas cette demande.",
        "Redémarrez le serveur s'il est d'une autre version que cette commande.",
    ),
    "server-silent": Entry(
        "Le serveur qui utilise {folder} ne répond pas à cette commande.",
        "Réessayez dans un instant, ou arrêtez le serveur puis relancez la commande.",
    ),
    "no-questionnaire": Entry(
        "Aucun questionnaire utilisable n'a été trouvé dans {folder}.",
        "Vérifiez ce dossier et le réglage DOMINO_QUESTIONNAIRE, puis lancez domino check sur le dossier pour voir les erreurs.",
    ),
    "malformed-code": Entry(
        "Ce code n'a pas la bonne forme.",
        "Un code de reprise a douze signes, par exemple K7QM-2XFD-9TRC. Les majuscules et les tirets ne comptent pas.",
    ),
    "unknown-code": Entry(
        "Aucun bilan ne correspond à ce code.",
        "Vérifiez chaque signe. Sans code ni lien personnel, commencez un nouveau bilan.",
    ),
    "unknown-result": Entry(
        "Aucun résultat ne correspond à ce lien.",
        "Vérifiez que l'adresse est complète, ou demandez à nouveau le lien à la personne qui vous l'a envoyé.",
    ),
    "not-submitted": Entry(
        "Ce bilan n'a pas encore été envoyé : il n'a pas de résultat.",
        "Terminez-le puis envoyez-le depuis la page de relecture.",
    ),
    "nothing-answered": Entry(
        "Aucune question n'a de réponse.",
        "Répondez à une question au moins, puis envoyez.",
    ),
    "profile-incomplete": Entry(
        "La description de votre initiative n'est pas complète.",
        "Remplissez les champs obligatoires qui manquent, puis envoyez.",
    ),
}
