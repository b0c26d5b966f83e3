/** What one should know before agreeing to a plan. */
export const findings = {
  jellyfin_restarts: [
    'Jellyfin restarts at the end, for a few seconds: whoever is watching is interrupted.',
    'Choose a quiet moment, or leave Jellyfin as it is, below.',
  ],
  jellyfin_restart_needed: ['Jellyfin reads its network settings at its next start.'],
  jellyfin_requires_https: ['Jellyfin itself insists on HTTPS; once it knows its proxy this no longer redirects visitors.'],
  jellyfin_not_asked: ['Jellyfin itself was not asked.'],
  known_proxies_left: [
    'Jellyfin is not told about its proxy: every visitor counts as local to it, and a stranger can restart it.',
    'Enter the proxy in Jellyfin’s Dashboard under Networking, Known proxies, and restart it.',
  ],
  known_proxies_by_hand: [
    'This Jellyfin’s settings are not on this computer, so it has to be told about its proxy by hand. Until then every visitor counts as local to it.',
    'Enter the proxy’s address in its Dashboard under Networking, Known proxies, and restart it.',
  ],
  no_tls: [
    'Without a certificate passwords and films travel readable for everybody on the way.',
    'Use this inside your own network only.',
  ],
  local_ca: [
    'The certificate comes from this computer’s own authority, which no device knows yet.',
    'Install the authority’s certificate on each phone, computer and television that shall connect.',
  ],
  certificate_not_judged: ['The certificate may be read by root only, so it is checked when the change is made.'],
  certificate_key_not_judged: ['The key may be read by root only, so it is checked when the change is made.'],
  certificate_self_signed: [
    'The certificate signed itself: every browser warns, and most televisions refuse.',
    'Take the certificate to each device, or use one of a public authority.',
  ],
  certificate_leaf_only: [
    'The file holds one certificate and no intermediate: browsers repair that, Android and televisions do not.',
    'Use the file with the whole chain; Certbot calls it fullchain.pem.',
  ],
  certificate_chain_order: [
    'The certificates in the file are not in order.',
    'Put the site’s own first, then the one that signed it, and so on.',
  ],
  certificate_ends_soon: ['The certificate ends soon.', 'See that it is renewed by itself.'],
  planned_without_root: ['This was planned without the password, with which more can be seen: the plan is made again before anything is changed.'],
  combined_copy: [
    'This HAProxy takes certificate and key from one file only, so a copy of both is made.',
    'After each renewal it has to be copied again.',
  ],
  managed_block_edited: [
    'What this wizard wrote was changed by hand since, and that change will be replaced.',
    'Keep a copy of it, if you need it.',
  ],
  acme_standalone: ['HAProxy serves no files, so a certificate is renewed by the command below.'],
  websockets_count: [
    'Every open page or app keeps one connection for as long as it is open.',
    'Allow at least two connections for each person who watches at the same time.',
  ],
  no_compression: ['This HAProxy was built without compression.'],
  upstream_by_name: ['The web server looks Jellyfin’s name up only when it starts.', 'Give Jellyfin’s address instead of its name.'],
  also_listens: ['The web server will also listen on another port.'],
  listens_on_address: ['The web server listens on certain addresses only.'],
  proxy_line_at_address: [
    'Connections to one address of the port come through another proxy only.',
  ],
  http2_for_all_sites: ['The other sites will offer HTTP/2 as well.'],
  http2_needs_threaded_mpm: [
    'Apache runs without threads, where HTTP/2 does not work: visitors get HTTP/1.1.',
    'Switch to the event model, if nothing needs the other (mod_php does).',
  ],
  module_not_there: ['A module of Apache is not there.'],
  uploads_buffered: ['This nginx writes an upload to disk before it passes it on.'],
  default_moves: [
    'Visitors who type another name or only the address will come to another site.',
    'If they are to come to this one, give the other site’s file a name that comes later in the alphabet.',
  ],
  becomes_default: [
    'Visitors who use another name or the bare address will come to this site from now on.',
    'Give the other site a default listener, if that matters.',
  ],
  wildcard_gives_way: ['The name was answered by a wildcard of another site until now.'],
  no_http2: ['This nginx has no HTTP/2, so browsers will use HTTP/1.1.'],
  http2_as_neighbours: ['The other sites on the port have no HTTP/2, so this one goes without it too.'],
  mixed_http2_spelling: ['Other sites switch HTTP/2 on in the old way: nginx may warn about it, which does no harm.'],
  firewall_rules_stay: [
    'The firewall has rules of somebody’s own for these ports, which do not let everybody in; they stay as they are.',
    'See that they let in whoever shall see the site.',
  ],
  firewall_closed: [
    'The firewall lets nobody from other machines come to these ports.',
    'Open what is wanted, with the command below.',
  ],
  firewall_not_read: [
    'The firewall’s rules may be read with the password only, so they are judged when the change is made.',
  ],
  firewall_by_hand: [
    'Rules that somebody made by hand decide who comes in; they stay as they are.',
    'See that they let visitors come to the site’s ports.',
  ],
  firewall_other_zones: ['The firewall is opened in its default zone only; its other zones stay as they are.'],
  selinux_boolean_needed: [
    'Where SELinux is enforcing, the proxy may not connect to Jellyfin unless it is allowed to.',
    'Allow it on that machine, with the command below.',
  ],
  guest_in_frontend: ['The site comes in by a frontend that is there already, in marked lines of its own.'],
  frontend_rules_apply: ['Rules of that frontend hold for this site’s visitors, too.'],
  queries_logged: [
    'The frontend sends visitors on to HTTPS itself and logs what they asked for: an API key that somebody sends by plain HTTP then stands in that log.',
    'Log the path only in that frontend: %HP in a log-format, instead of option httplog.',
  ],
  requests_not_logged: [
    'The frontend logs queries, in which API keys travel, so nothing is logged of what goes to Jellyfin.',
  ],
  frontend_without_http2: ['The frontend does not offer HTTP/2, so pages of many pictures load a little slower.'],
  client_timeout_short: [
    'The frontend soon gives up on a visitor who takes nothing, so a film that is paused for longer begins to load anew.',
    'Set “timeout client 1h” in that frontend.',
  ],
  selinux_port_of_others: [
    'SELinux keeps this port for other programs, and may not let the proxy listen there.',
    'Choose another port.',
  ],
  selinux_port_not_judged: [
    'Whether SELinux lets the proxy listen on this port cannot be told: semanage is not here.',
    'Install semanage, or choose another port.',
  ],
  site_adopted: [
    'The site takes the place of the one written by hand, with its certificate and its extra settings.',
  ],
  not_carried_over: [
    'Some of what the site before had is not carried over.',
    'Put what you need of it into the new site, outside of the marked lines; undo brings the old one back.',
  ],
} as const;
