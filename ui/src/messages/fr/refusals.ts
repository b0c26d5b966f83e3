import type { Catalogue } from '../catalogue';

export const refusals: Catalogue['refusals'] = {
  no_proxy_installed: ['Aucun serveur web n’est installé.', 'Installez Apache, nginx ou HAProxy, puis regardez à nouveau.'],
  proxy_not_installed: ['Il n’est pas installé sur cet ordinateur.', 'Installez-le, puis regardez à nouveau.'],
  choose_proxy: ['Plus d’un serveur web est installé.', 'Choisissez-en un.'],
  proxy_not_running: ['Il est installé, mais arrêté.', 'Démarrez son service, puis regardez à nouveau.'],
  config_already_broken: [
    'Sa configuration actuelle ne passe pas sa propre vérification.',
    'Réparez cela d’abord : un rechargement échouerait quoi qu’on écrive.',
  ],
  config_not_understood: [
    'Quelque chose dans sa configuration n’est pas compris, et pourrait compter.',
    'Regardez la ligne indiquée plus bas, ou mettez le site en place à la main.',
  ],
  proxy_too_old: ['Il manque à cette version ce qu’un proxy pour Jellyfin exige.', 'Mettez-le à jour, ou choisissez un autre serveur web.'],
  module_missing: ['Il lui manque un module qui ne peut pas être activé.', 'Installez le paquet avec ce module et refaites le plan.'],
  name_taken: ['Ce nom est déjà servi.', 'Choisissez un autre nom, ou retirez d’abord ce site.'],
  port_taken: [
    'Un autre programme occupe le port.',
    'Arrêtez ce programme ou déplacez-le, ou choisissez d’autres ports sous « Adresse ».',
  ],
  port_in_use: [
    'Le serveur web lui-même utilise le port d’une façon qui ne laisse pas de place à un autre site.',
    'Choisissez d’autres ports sous « Adresse ».',
  ],
  jellyfin_site_exists: [
    'Un site pour Jellyfin de ce nom, écrit à la main, est déjà là.',
    'Laissez cet assistant prendre sa place, ou choisissez un autre nom.',
  ],
  nothing_to_adopt: [
    'Aucun site de ce nom ne peut être repris.',
    'Laissez la reprise désactivée, et indiquez où est le certificat.',
  ],
  name_matched_elsewhere: [
    'Un joker ou un motif d’un autre site passe avant ce nom.',
    'Choisissez un autre nom, ou modifiez ce site.',
  ],
  port_expects_proxy_protocol: [
    'Le port attend que les visiteurs passent par un autre proxy placé devant.',
    'Choisissez d’autres ports, ou configurez le proxy de devant.',
  ],
  port_passes_bytes: [
    'Le port transmet tout sans le lire, on ne peut donc y distinguer aucun nom.',
    'Choisissez d’autres ports, ou modifiez cette partie de la configuration.',
  ],
  behind_another_proxy: [
    'Un autre proxy de cet ordinateur est devant celui-ci.',
    'Choisissez celui de devant : les visiteurs arrivent d’abord chez lui.',
  ],
  definition_taken: ['Quelque chose du même nom est déjà défini.', 'Renommez-le ou retirez-le, puis refaites le plan.'],
  no_place: [
    'Quelque chose avant lui prend toutes les requêtes, le site ne serait donc jamais atteint.',
    'Modifiez la règle indiquée plus bas, puis refaites le plan.',
  ],
  port_is_jellyfins: ['Ce port est celui de Jellyfin.', 'Choisissez d’autres ports sous « Adresse ».'],
  jellyfin_not_set_up: [
    'La configuration initiale de Jellyfin n’a jamais été terminée : le premier venu en devient l’administrateur.',
    'Ouvrez Jellyfin sur cet ordinateur, terminez-la et revenez.',
  ],
  jellyfin_starting: [
    'Jellyfin démarre ou migre ses données.',
    'Attendez qu’il soit prêt ; une migration peut durer des heures et ne doit pas être interrompue.',
  ],
  jellyfin_unreachable: ['Jellyfin n’y répond pas.', 'Démarrez Jellyfin, ou corrigez son adresse.'],
  not_jellyfin: [
    'À cette adresse répond autre chose que Jellyfin.',
    'Corrigez l’adresse ou le port ; celui de Jellyfin est 8096 s’il n’a pas été changé.',
  ],
  base_path_mismatch: [
    'L’URL de base de Jellyfin est une autre.',
    'Changez l’URL de base dans le tableau de bord de Jellyfin, Réseau, puis refaites le plan.',
  ],
  jellyfin_config_not_understood: [
    'Les réglages réseau de Jellyfin ne sont pas compris.',
    'Réparez le fichier indiqué plus bas, ou ne présentez pas son proxy à Jellyfin.',
  ],
  cannot_queue: ['Ce serveur web ne peut pas faire patienter les visiteurs.', 'Choisissez HAProxy, qui le peut.'],
  plan_unsound: [
    'Le plan terminé n’a pas passé la seconde vérification. C’est une erreur de ce programme ; rien n’a été modifié.',
    'Veuillez la signaler avec ce qui figure plus bas.',
  ],
};

export const certificates: Catalogue['certificates'] = {
  certificate_missing: [
    'Le fichier n’est pas là.',
    'Vérifiez le chemin ; Certbot les garde dans /etc/letsencrypt/live, sous fullchain.pem et privkey.pem.',
  ],
  certificate_unreadable: ['Le fichier ne peut pas être lu.', 'Rendez-le lisible pour root, ou indiquez-en un autre.'],
  certificate_not_pem: ['Il ne contient aucun certificat.', 'Il doit commencer par -----BEGIN CERTIFICATE-----.'],
  certificate_key_missing: ['Il ne contient aucune clé utilisable.', 'La clé doit être au format PEM et sans mot de passe.'],
  certificate_key_mismatch: ['La clé est celle d’un autre certificat.', 'Donnez celle avec laquelle il a été fait.'],
  certificate_name_mismatch: ['Il est pour d’autres noms.', 'Prenez un de ses noms, ou un certificat pour celui-ci.'],
  certificate_expired: ['Il a expiré.', 'Renouvelez-le d’abord.'],
  certificate_not_yet_valid: ['Il n’est pas encore valable.', 'Vérifiez l’horloge de cet ordinateur, ou attendez.'],
};

export const fields: Catalogue['fields'] = {
  domain_missing: ['Tapez le nom que les visiteurs utiliseront.'],
  domain_is_address: ['C’est une adresse ; un serveur web distingue les sites par leur nom.'],
  domain_is_wildcard: ['Un joker n’est pas un nom : tapez celui que les visiteurs utiliseront.'],
  domain_trailing_dot: ['Retirez le point à la fin.'],
  domain_not_only_a_name: ['Ici il ne faut que le nom, sans https://, port ni chemin.'],
  domain_too_long: ['Le nom est trop long : 253 caractères au plus, et 63 entre deux points.'],
  domain_bad_character: ['Il contient un caractère qui ne peut figurer dans un nom.'],
  domain_malformed: ['Ce n’est pas un nom tel que le DNS les écrit, comme jellyfin.example.com.'],
  upstream_not_a_url: ['Tapez une adresse comme http://127.0.0.1:8096.'],
  upstream_scheme: ['Elle doit commencer par http : derrière un proxy, le https propre de Jellyfin reste éteint.'],
  upstream_credentials: ['Retirez le nom d’utilisateur et le mot de passe.'],
  upstream_path: ['Retirez le chemin : l’URL de base de Jellyfin est un réglage à part.'],
  upstream_port: ['Le port doit être entre 1 et 65535.'],
  upstream_host: ['Ce n’est ni une adresse ni un nom de machine.'],
  base_path_bad_character: ['Le chemin de base contient un caractère qui ne peut y figurer.'],
  base_path_dots: ['Le chemin de base a une partie vide ou faite de points.'],
  base_path_taken: ['Ce chemin appartient à Jellyfin lui-même ou au renouvellement des certificats.'],
  base_path_too_long: ['Le chemin de base a 100 caractères au plus.'],
  path_relative: ['Tapez le chemin entier, en commençant par une barre oblique.'],
  path_not_plain: ['Retirez .., . et les barres doubles.'],
  path_bad_character: ['Le chemin contient un caractère qu’aucune configuration ne peut porter.'],
  path_too_long: ['Le chemin est plus long que le système ne l’admet.'],
  proxy_unknown: ['Aucun serveur web de ce nom n’est connu.'],
  certificate_not_chosen: ['Choisissez d’abord l’un de ceux-ci.'],
  port_zero: ['Un port est entre 1 et 65535.'],
  ports_equal: ['HTTP et HTTPS ont besoin de deux ports différents.'],
  max_connections_zero: ['Il faut au moins une connexion.'],
};
