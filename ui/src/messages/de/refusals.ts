import type { Catalogue } from '../catalogue';

export const refusals: Catalogue['refusals'] = {
  no_proxy_installed: ['Kein Webserver ist installiert.', 'Installiere Apache, nginx oder HAProxy und lass noch einmal nachsehen.'],
  proxy_not_installed: ['Er ist auf diesem Computer nicht installiert.', 'Installiere ihn und lass noch einmal nachsehen.'],
  choose_proxy: ['Mehr als ein Webserver ist installiert.', 'Wähle einen davon.'],
  proxy_not_running: ['Er ist installiert und läuft nicht.', 'Starte seinen Dienst und lass noch einmal nachsehen.'],
  config_already_broken: [
    'Seine jetzige Konfiguration besteht seine eigene Prüfung nicht.',
    'Richte das zuerst: Ein Neuladen schlüge fehl, was immer geschrieben wird.',
  ],
  config_not_understood: [
    'Etwas in seiner Konfiguration wird nicht verstanden und könnte wichtig sein.',
    'Sieh dir die unten genannte Zeile an, oder richte die Website von Hand ein.',
  ],
  proxy_too_old: ['Dieser Version fehlt, was ein Proxy für Jellyfin braucht.', 'Aktualisiere ihn, oder wähle einen anderen Webserver.'],
  module_missing: ['Ihm fehlt ein Modul, das sich nicht einschalten lässt.', 'Installiere das Paket mit diesem Modul und plane neu.'],
  name_taken: ['Dieser Name wird schon bedient.', 'Wähle einen anderen Namen, oder nimm jene Website zuerst heraus.'],
  port_taken: [
    'Ein anderes Programm belegt den Port.',
    'Halte das Programm an oder verlege es, oder wähle unter „Adresse“ andere Ports.',
  ],
  port_in_use: [
    'Der Webserver selbst benutzt den Port so, dass kein Platz für eine weitere Website bleibt.',
    'Wähle unter „Adresse“ andere Ports.',
  ],
  jellyfin_site_exists: [
    'Eine von Hand geschriebene Website für Jellyfin mit diesem Namen ist schon da.',
    'Lass diesen Assistenten an ihre Stelle treten, oder wähle einen anderen Namen.',
  ],
  nothing_to_adopt: [
    'Es gibt keine Website dieses Namens, die übernommen werden kann.',
    'Lass das Übernehmen weg und sage, wo das Zertifikat ist.',
  ],
  name_matched_elsewhere: [
    'Ein Platzhalter oder Muster einer anderen Website geht diesem Namen vor.',
    'Wähle einen anderen Namen, oder ändere jene Website.',
  ],
  port_expects_proxy_protocol: [
    'Der Port erwartet, dass Besucher durch einen weiteren Proxy davor kommen.',
    'Wähle andere Ports, oder richte den Proxy davor ein.',
  ],
  port_passes_bytes: [
    'Der Port reicht alles ungelesen weiter, darum lassen sich dort keine Namen unterscheiden.',
    'Wähle andere Ports, oder ändere diesen Teil der Konfiguration.',
  ],
  behind_another_proxy: [
    'Ein anderer Proxy dieses Computers steht vor diesem.',
    'Wähle den vorderen: Zu ihm kommen die Besucher zuerst.',
  ],
  definition_taken: ['Etwas gleichen Namens ist schon definiert.', 'Benenne es um oder entferne es, und plane neu.'],
  no_place: [
    'Etwas davor nimmt jede Anfrage an, die Website würde also nie erreicht.',
    'Ändere die unten genannte Regel und plane neu.',
  ],
  port_is_jellyfins: ['Dieser Port ist Jellyfins eigener.', 'Wähle unter „Adresse“ andere Ports.'],
  jellyfin_not_set_up: [
    'Jellyfins eigene Ersteinrichtung wurde nie abgeschlossen: Wer zuerst kommt, wird sein Administrator.',
    'Öffne Jellyfin auf diesem Computer, schließe sie ab und komm zurück.',
  ],
  jellyfin_starting: [
    'Jellyfin startet oder stellt seine Daten um.',
    'Warte, bis es bereit ist; eine Umstellung kann Stunden dauern und darf nicht unterbrochen werden.',
  ],
  jellyfin_unreachable: ['Jellyfin antwortet dort nicht.', 'Starte Jellyfin, oder berichtige seine Adresse.'],
  not_jellyfin: [
    'Unter dieser Adresse antwortet etwas anderes als Jellyfin.',
    'Berichtige Adresse oder Port; Jellyfins eigener ist 8096, wenn er nicht geändert wurde.',
  ],
  base_path_mismatch: [
    'Jellyfins Basis-URL ist eine andere.',
    'Ändere die Basis-URL in Jellyfins Dashboard unter Netzwerk und plane neu.',
  ],
  jellyfin_config_not_understood: [
    'Jellyfins Netzwerkeinstellungen werden nicht verstanden.',
    'Richte die unten genannte Datei, oder lass Jellyfin seinen Proxy nicht nennen.',
  ],
  cannot_queue: ['Dieser Webserver kann Besucher nicht warten lassen.', 'Wähle HAProxy, der es kann.'],
  plan_unsound: [
    'Der fertige Plan bestand die zweite Prüfung nicht. Das ist ein Fehler dieses Programms; geändert wurde nichts.',
    'Bitte melde es mit dem, was unten steht.',
  ],
};

export const certificates: Catalogue['certificates'] = {
  certificate_missing: [
    'Die Datei ist nicht da.',
    'Prüfe den Pfad; Certbot legt sie als fullchain.pem und privkey.pem unter /etc/letsencrypt/live ab.',
  ],
  certificate_unreadable: ['Die Datei darf nicht gelesen werden.', 'Mache sie für root lesbar, oder nenne eine andere.'],
  certificate_not_pem: ['Darin ist kein Zertifikat.', 'Es muss mit -----BEGIN CERTIFICATE----- beginnen.'],
  certificate_key_missing: ['Darin ist kein brauchbarer Schlüssel.', 'Der Schlüssel muss im PEM-Format und ohne Passwort sein.'],
  certificate_key_mismatch: ['Der Schlüssel gehört zu einem anderen Zertifikat.', 'Gib den an, mit dem es gemacht wurde.'],
  certificate_name_mismatch: ['Es ist für andere Namen.', 'Nimm einen seiner Namen, oder ein Zertifikat für diesen.'],
  certificate_expired: ['Es ist abgelaufen.', 'Erneuere es zuerst.'],
  certificate_not_yet_valid: ['Es gilt noch nicht.', 'Prüfe die Uhr dieses Computers, oder warte.'],
};

export const fields: Catalogue['fields'] = {
  domain_missing: ['Gib den Namen ein, den Besucher benutzen werden.'],
  domain_is_address: ['Das ist eine Adresse; ein Webserver unterscheidet Websites am Namen.'],
  domain_is_wildcard: ['Ein Platzhalter ist nicht ein Name: Gib den ein, den Besucher benutzen werden.'],
  domain_trailing_dot: ['Lass den Punkt am Ende weg.'],
  domain_not_only_a_name: ['Hier gehört nur der Name hin, ohne https://, Port oder Pfad.'],
  domain_too_long: ['Der Name ist zu lang: höchstens 253 Zeichen, und 63 zwischen zwei Punkten.'],
  domain_bad_character: ['Darin ist ein Zeichen, das in einem Namen nicht stehen kann.'],
  domain_malformed: ['Das ist kein Name, wie DNS ihn schreibt, etwa jellyfin.example.com.'],
  upstream_not_a_url: ['Gib eine Adresse wie http://127.0.0.1:8096 ein.'],
  upstream_scheme: ['Sie muss mit http beginnen: Hinter einem Proxy bleibt Jellyfins eigenes https aus.'],
  upstream_credentials: ['Lass Benutzernamen und Passwort weg.'],
  upstream_path: ['Lass den Pfad weg: Jellyfins Basis-URL ist eine eigene Einstellung.'],
  upstream_port: ['Der Port muss zwischen 1 und 65535 liegen.'],
  upstream_host: ['Der Rechner ist weder eine Adresse noch ein Name.'],
  base_path_bad_character: ['Im Basispfad ist ein Zeichen, das dort nicht stehen kann.'],
  base_path_dots: ['Der Basispfad hat einen leeren Teil oder einen nur aus Punkten.'],
  base_path_taken: ['Dieser Pfad gehört Jellyfin selbst oder der Erneuerung von Zertifikaten.'],
  base_path_too_long: ['Der Basispfad hat höchstens 100 Zeichen.'],
  path_relative: ['Gib den ganzen Pfad ein, mit einem Schrägstrich am Anfang.'],
  path_not_plain: ['Lass .., . und doppelte Schrägstriche weg.'],
  path_bad_character: ['Im Pfad ist ein Zeichen, das in keiner Konfiguration stehen kann.'],
  path_too_long: ['Der Pfad ist länger, als das System erlaubt.'],
  proxy_unknown: ['Ein Webserver dieses Namens ist nicht bekannt.'],
  certificate_not_chosen: ['Wähle zuerst eines davon.'],
  port_zero: ['Ein Port liegt zwischen 1 und 65535.'],
  ports_equal: ['HTTP und HTTPS brauchen zwei verschiedene Ports.'],
  max_connections_zero: ['Mindestens eine Verbindung ist nötig.'],
};
