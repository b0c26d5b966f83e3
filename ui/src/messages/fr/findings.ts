import type { Catalogue } from '../catalogue';

export const findings: Catalogue['findings'] = {
  jellyfin_restarts: [
    'Jellyfin redémarre à la fin, quelques secondes : qui regarde est interrompu.',
    'Choisissez un moment calme, ou laissez Jellyfin tel quel, plus bas.',
  ],
  jellyfin_restart_needed: ['Jellyfin lit ses réglages réseau à son prochain démarrage.'],
  jellyfin_requires_https: [
    'Jellyfin lui-même exige HTTPS ; dès qu’il connaît son proxy, cela ne redirige plus les visiteurs.',
  ],
  jellyfin_not_asked: ['Jellyfin lui-même n’a pas été interrogé.'],
  known_proxies_left: [
    'Jellyfin n’apprend pas qui est son proxy : chaque visiteur compte comme quelqu’un de la maison, et un inconnu peut le redémarrer.',
    'Inscrivez le proxy dans le tableau de bord de Jellyfin, Réseau, Proxys connus, et redémarrez-le.',
  ],
  known_proxies_by_hand: [
    'Les réglages de ce Jellyfin ne sont pas sur cet ordinateur, il faut donc lui présenter son proxy à la main. D’ici là, chaque visiteur compte comme quelqu’un de la maison.',
    'Inscrivez l’adresse du proxy dans son tableau de bord, Réseau, Proxys connus, et redémarrez-le.',
  ],
  no_tls: [
    'Sans certificat, mots de passe et films circulent lisibles pour tous en chemin.',
    'À n’utiliser que dans votre propre réseau.',
  ],
  local_ca: [
    'Le certificat vient de l’autorité de cet ordinateur, qu’aucun appareil ne connaît encore.',
    'Installez le certificat de l’autorité sur chaque téléphone, ordinateur et téléviseur qui doit se connecter.',
  ],
  certificate_not_judged: ['Seul root peut lire le certificat, il est donc vérifié au moment du changement.'],
  certificate_key_not_judged: ['Seul root peut lire la clé, elle est donc vérifiée au moment du changement.'],
  certificate_self_signed: [
    'Le certificat s’est signé lui-même : chaque navigateur avertit, et la plupart des téléviseurs refusent.',
    'Portez le certificat sur chaque appareil, ou prenez-en un d’une autorité publique.',
  ],
  certificate_leaf_only: [
    'Le fichier contient un certificat et aucun intermédiaire : les navigateurs y remédient, Android et les téléviseurs non.',
    'Prenez le fichier avec toute la chaîne ; Certbot l’appelle fullchain.pem.',
  ],
  certificate_chain_order: [
    'Les certificats du fichier ne sont pas dans l’ordre.',
    'Mettez d’abord celui du site, puis celui qui l’a signé, et ainsi de suite.',
  ],
  certificate_ends_soon: ['Le certificat expire bientôt.', 'Voyez qu’il soit renouvelé tout seul.'],
  planned_without_root: [
    'Le plan a été fait sans le mot de passe, avec lequel on en voit plus : il est refait avant tout changement.',
  ],
  combined_copy: [
    'Ce HAProxy ne prend certificat et clé que d’un seul fichier, une copie des deux est donc faite.',
    'Après chaque renouvellement, il faut les copier à nouveau.',
  ],
  managed_block_edited: [
    'Ce que cet assistant a écrit a été modifié à la main depuis, et cette modification sera remplacée.',
    'Gardez-en une copie si vous en avez besoin.',
  ],
  acme_standalone: ['HAProxy ne sert pas de fichiers, un certificat se renouvelle donc par la commande plus bas.'],
  websockets_count: [
    'Chaque page ou application ouverte garde une connexion tant qu’elle est ouverte.',
    'Permettez au moins deux connexions par personne qui regarde en même temps.',
  ],
  no_compression: ['Ce HAProxy a été construit sans compression.'],
  upstream_by_name: ['Le serveur web ne recherche le nom de Jellyfin qu’au démarrage.', 'Donnez l’adresse de Jellyfin au lieu de son nom.'],
  also_listens: ['Le serveur web écoutera aussi sur un autre port.'],
  listens_on_address: ['Le serveur web n’écoute que sur certaines adresses.'],
  proxy_line_at_address: ['Les connexions à l’une des adresses ne passent que par un autre proxy.'],
  http2_for_all_sites: ['Les autres sites offriront aussi HTTP/2.'],
  http2_needs_threaded_mpm: [
    'Apache tourne sans fils d’exécution, et ainsi HTTP/2 ne marche pas : les visiteurs reçoivent HTTP/1.1.',
    'Passez au modèle event, si rien n’a besoin de l’autre (mod_php, si).',
  ],
  module_not_there: ['Un module d’Apache n’est pas là.'],
  uploads_buffered: ['Ce nginx écrit sur le disque ce qu’on envoie avant de le transmettre.'],
  default_moves: [
    'Les visiteurs qui tapent un autre nom ou seulement l’adresse arriveront sur un autre site.',
    'S’ils doivent arriver sur celui-ci, donnez au fichier de l’autre site un nom placé plus loin dans l’alphabet.',
  ],
  becomes_default: [
    'Les visiteurs avec un autre nom ou l’adresse seule arriveront désormais sur ce site.',
    'Donnez à l’autre site une écoute par défaut, si cela compte.',
  ],
  wildcard_gives_way: ['Jusqu’ici, un joker d’un autre site répondait à ce nom.'],
  no_http2: ['Ce nginx n’a pas HTTP/2, les navigateurs utiliseront donc HTTP/1.1.'],
  http2_as_neighbours: ['Les autres sites du port n’ont pas HTTP/2, celui-ci s’en passe donc aussi.'],
  mixed_http2_spelling: ['D’autres sites activent HTTP/2 à l’ancienne : nginx avertit peut-être, ce qui ne nuit pas.'],
  firewall_rules_stay: [
    'Le pare-feu a ses propres règles pour ces ports, qui ne laissent pas entrer tout le monde ; elles restent telles quelles.',
    'Vérifiez qu’elles laissent entrer ceux qui doivent voir le site.',
  ],
  firewall_closed: [
    'Le pare-feu ne laisse personne d’autres machines accéder à ces ports.',
    'Ouvrez ce qu’il faut avec la commande ci-dessous.',
  ],
  firewall_not_read: [
    'Les règles du pare-feu ne se lisent qu’avec le mot de passe ; elles sont jugées au moment du changement.',
  ],
  firewall_by_hand: [
    'Des règles faites à la main décident qui entre ; elles restent telles quelles.',
    'Vérifiez qu’elles laissent les visiteurs accéder aux ports du site.',
  ],
  firewall_other_zones: [
    'Le pare-feu n’est ouvert que dans sa zone par défaut ; les autres restent telles quelles.',
  ],
  selinux_boolean_needed: [
    'Là où SELinux est appliqué, le proxy ne peut pas se connecter à Jellyfin sans autorisation.',
    'Autorisez-le sur cette machine avec la commande ci-dessous.',
  ],
  guest_in_frontend: ['Le site passe par un frontend déjà présent, dans des lignes marquées qui lui sont propres.'],
  frontend_rules_apply: ['Les règles de ce frontend valent aussi pour les visiteurs de ce site.'],
  queries_logged: [
    'Le frontend renvoie lui-même les visiteurs vers HTTPS et journalise leurs demandes : une clé d’API envoyée en HTTP se retrouve alors dans ce journal.',
    'N’y journalisez que le chemin : %HP dans un log-format, au lieu de option httplog.',
  ],
  requests_not_logged: [
    'Le frontend journalise les requêtes, où voyagent des clés d’API ; rien de ce qui va à Jellyfin n’est donc journalisé.',
  ],
  frontend_without_http2: [
    'Le frontend ne propose pas HTTP/2 ; les pages aux nombreuses images se chargent un peu plus lentement.',
  ],
  client_timeout_short: [
    'Le frontend abandonne vite un visiteur qui ne reçoit rien ; un film mis en pause plus longtemps se recharge.',
    'Mettez « timeout client 1h » dans ce frontend.',
  ],
  selinux_port_of_others: [
    'SELinux réserve ce port à d’autres programmes et n’y laissera peut-être pas écouter le proxy.',
    'Choisissez un autre port.',
  ],
  selinux_port_not_judged: [
    'Impossible de dire si SELinux laisse le proxy écouter sur ce port : semanage est absent.',
    'Installez semanage, ou choisissez un autre port.',
  ],
  site_adopted: ['Le site prend la place de celui écrit à la main, avec son certificat et ses réglages propres.'],
  not_carried_over: [
    'Une partie de l’ancien site n’est pas reprise.',
    'Ajoutez ce qu’il vous faut hors des lignes marquées ; l’annulation rétablit l’ancien.',
  ],
};
