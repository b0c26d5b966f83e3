import type { Catalogue } from '../catalogue';

export const findings: Catalogue['findings'] = {
  jellyfin_restarts: [
    'Jellyfin startet am Ende für ein paar Sekunden neu: Wer gerade zusieht, wird unterbrochen.',
    'Wähle einen ruhigen Augenblick, oder lass Jellyfin unten, wie es ist.',
  ],
  jellyfin_restart_needed: ['Jellyfin liest seine Netzwerkeinstellungen beim nächsten Start.'],
  jellyfin_requires_https: [
    'Jellyfin selbst besteht auf HTTPS; sobald es seinen Proxy kennt, leitet es Besucher darum nicht mehr um.',
  ],
  jellyfin_not_asked: ['Jellyfin selbst wurde nicht gefragt.'],
  known_proxies_left: [
    'Jellyfin erfährt nichts von seinem Proxy: Jeder Besucher gilt ihm als einer von zu Hause, und Fremde können es neu starten.',
    'Trage den Proxy in Jellyfins Dashboard unter Netzwerk, Bekannte Proxys ein und starte es neu.',
  ],
  known_proxies_by_hand: [
    'Die Einstellungen dieses Jellyfin liegen nicht auf diesem Computer, darum muss ihm der Proxy von Hand genannt werden. Bis dahin gilt jeder Besucher als einer von zu Hause.',
    'Trage die Adresse des Proxys in seinem Dashboard unter Netzwerk, Bekannte Proxys ein und starte es neu.',
  ],
  no_tls: [
    'Ohne Zertifikat gehen Passwörter und Filme für alle unterwegs lesbar über die Leitung.',
    'Benutze das nur in deinem eigenen Netz.',
  ],
  local_ca: [
    'Das Zertifikat kommt von der Zertifizierungsstelle dieses Computers, die noch kein Gerät kennt.',
    'Installiere ihr Zertifikat auf jedem Telefon, Computer und Fernseher, der sich verbinden soll.',
  ],
  certificate_not_judged: ['Das Zertifikat darf nur root lesen, darum wird es geprüft, wenn geändert wird.'],
  certificate_key_not_judged: ['Den Schlüssel darf nur root lesen, darum wird er geprüft, wenn geändert wird.'],
  certificate_self_signed: [
    'Das Zertifikat hat sich selbst unterschrieben: Jeder Browser warnt, und die meisten Fernseher weigern sich.',
    'Bringe das Zertifikat auf jedes Gerät, oder nimm eines einer öffentlichen Stelle.',
  ],
  certificate_leaf_only: [
    'In der Datei ist ein Zertifikat ohne Zwischenzertifikat: Browser gleichen das aus, Android und Fernseher nicht.',
    'Nimm die Datei mit der ganzen Kette; Certbot nennt sie fullchain.pem.',
  ],
  certificate_chain_order: [
    'Die Zertifikate in der Datei sind nicht in der richtigen Reihenfolge.',
    'Setze das der Website an den Anfang, dann das, das es unterschrieben hat, und so weiter.',
  ],
  certificate_ends_soon: ['Das Zertifikat läuft bald ab.', 'Sieh nach, ob es von selbst erneuert wird.'],
  planned_without_root: [
    'Geplant wurde ohne das Passwort, mit dem mehr zu sehen ist: Vor der Änderung wird noch einmal geplant.',
  ],
  combined_copy: [
    'Dieser HAProxy nimmt Zertifikat und Schlüssel nur aus einer Datei, darum wird eine Kopie von beiden gemacht.',
    'Nach jeder Erneuerung muss neu kopiert werden.',
  ],
  managed_block_edited: [
    'Was dieser Assistent schrieb, wurde seither von Hand geändert, und diese Änderung wird ersetzt.',
    'Hebe dir eine Kopie davon auf, wenn du sie brauchst.',
  ],
  acme_standalone: ['HAProxy liefert keine Dateien aus, darum wird ein Zertifikat mit dem Befehl unten erneuert.'],
  websockets_count: [
    'Jede offene Seite oder App hält eine Verbindung, solange sie offen ist.',
    'Erlaube mindestens zwei Verbindungen für jeden, der gleichzeitig zusieht.',
  ],
  no_compression: ['Dieser HAProxy wurde ohne Komprimierung gebaut.'],
  upstream_by_name: ['Der Webserver schlägt Jellyfins Namen nur beim Start nach.', 'Gib Jellyfins Adresse statt seines Namens an.'],
  also_listens: ['Der Webserver wird auch auf einem weiteren Port hören.'],
  listens_on_address: ['Der Webserver hört nur auf bestimmten Adressen.'],
  proxy_line_at_address: [
    'Verbindungen zu einer der Adressen kommen nur über einen anderen Proxy.',
  ],
  http2_for_all_sites: ['Auch die anderen Websites werden HTTP/2 anbieten.'],
  http2_needs_threaded_mpm: [
    'Apache läuft ohne Threads, und so geht HTTP/2 nicht: Besucher bekommen HTTP/1.1.',
    'Wechsle zum Modell event, wenn nichts das andere braucht (mod_php tut es).',
  ],
  module_not_there: ['Ein Modul von Apache ist nicht da.'],
  uploads_buffered: ['Dieser nginx schreibt Hochgeladenes auf die Festplatte, bevor er es weitergibt.'],
  default_moves: [
    'Besucher, die einen anderen Namen oder nur die Adresse eingeben, kommen künftig zu einer anderen Website.',
    'Sollen sie zu dieser kommen, gib der Datei der anderen Website einen Namen, der im Alphabet später kommt.',
  ],
  becomes_default: [
    'Besucher mit einem anderen Namen oder nur der Adresse kommen von nun an zu dieser Website.',
    'Gib der anderen Website einen Standard-Listener, wenn es darauf ankommt.',
  ],
  wildcard_gives_way: ['Der Name wurde bisher von einem Platzhalter einer anderen Website beantwortet.'],
  no_http2: ['Dieser nginx hat kein HTTP/2, darum benutzen Browser HTTP/1.1.'],
  http2_as_neighbours: ['Die anderen Websites auf dem Port haben kein HTTP/2, darum verzichtet auch diese darauf.'],
  mixed_http2_spelling: [
    'Andere Websites schalten HTTP/2 auf die alte Weise ein: nginx warnt vielleicht davor, was nicht schadet.',
  ],
  firewall_rules_stay: [
    'Die Firewall hat für diese Ports eigene Regeln, die nicht alle hereinlassen; sie bleiben, wie sie sind.',
    'Sieh nach, ob sie alle hereinlassen, die die Seite sehen sollen.',
  ],
  firewall_closed: [
    'Die Firewall lässt von anderen Geräten niemanden an diese Ports.',
    'Öffne, was gebraucht wird, mit dem Befehl unten.',
  ],
  firewall_not_read: ['Die Regeln der Firewall sind nur mit Passwort lesbar; sie werden bei der Änderung geprüft.'],
  firewall_by_hand: [
    'Von Hand gemachte Regeln entscheiden, wer hereinkommt; sie bleiben, wie sie sind.',
    'Sieh nach, ob sie Besucher an die Ports der Seite lassen.',
  ],
  firewall_other_zones: [
    'Die Firewall wird nur in ihrer Standardzone geöffnet; die anderen Zonen bleiben, wie sie sind.',
  ],
  selinux_boolean_needed: [
    'Wo SELinux durchgesetzt wird, darf der Proxy Jellyfin nur mit Erlaubnis erreichen.',
    'Erlaube es auf jenem Rechner mit dem Befehl unten.',
  ],
  guest_in_frontend: ['Die Seite kommt durch ein schon vorhandenes Frontend herein, in eigenen markierten Zeilen.'],
  frontend_rules_apply: ['Regeln dieses Frontends gelten auch für die Besucher dieser Seite.'],
  queries_logged: [
    'Das Frontend leitet Besucher selbst zu HTTPS weiter und protokolliert ihre Anfragen: Ein API-Schlüssel, den jemand über HTTP sendet, steht dann im Protokoll.',
    'Protokolliere in diesem Frontend nur den Pfad: %HP in einem log-format statt option httplog.',
  ],
  requests_not_logged: [
    'Das Frontend protokolliert Anfragen samt API-Schlüsseln; darum wird nichts von dem protokolliert, was zu Jellyfin geht.',
  ],
  frontend_without_http2: ['Das Frontend bietet kein HTTP/2 an; Seiten mit vielen Bildern laden etwas langsamer.'],
  client_timeout_short: [
    'Das Frontend gibt Besucher, die nichts abrufen, bald auf; ein länger angehaltener Film lädt dann neu.',
    'Setze „timeout client 1h“ in diesem Frontend.',
  ],
  selinux_port_of_others: [
    'SELinux hält diesen Port für andere Programme frei und lässt den Proxy dort vielleicht nicht lauschen.',
    'Wähle einen anderen Port.',
  ],
  selinux_port_not_judged: [
    'Ob SELinux den Proxy auf diesem Port lauschen lässt, ist nicht zu sagen: semanage fehlt hier.',
    'Installiere semanage, oder wähle einen anderen Port.',
  ],
  site_adopted: [
    'Die Seite tritt an die Stelle der von Hand geschriebenen, mit deren Zertifikat und zusätzlichen Einstellungen.',
  ],
  not_carried_over: [
    'Einiges von der früheren Seite wird nicht übernommen.',
    'Trag, was du davon brauchst, außerhalb der markierten Zeilen nach; Rückgängig bringt die alte zurück.',
  ],
};
