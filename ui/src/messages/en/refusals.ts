/** Why there is no plan. */
export const refusals = {
  no_proxy_installed: ['No web server is installed.', 'Install Apache, nginx or HAProxy, then look again.'],
  proxy_not_installed: ['It is not installed on this computer.', 'Install it, then look again.'],
  choose_proxy: ['More than one web server is installed.', 'Choose one of them.'],
  proxy_not_running: ['It is installed, and does not run.', 'Start its service, then look again.'],
  config_already_broken: [
    'Its present configuration does not pass its own check.',
    'Mend that first: a reload would fail whatever is written.',
  ],
  config_not_understood: [
    'Something in its configuration is not understood, and could matter.',
    'Have a look at the line named below, or set the site up by hand.',
  ],
  proxy_too_old: ['This version lacks what a proxy for Jellyfin needs.', 'Update it, or choose another web server.'],
  module_missing: ['It lacks a module that cannot be switched on.', 'Install the package with that module and plan again.'],
  name_taken: ['This name is served already.', 'Choose another name, or take that site out first.'],
  port_taken: [
    'Another program holds the port.',
    'Stop that program or move it, or choose other ports on the screen “Address”.',
  ],
  port_in_use: [
    'The web server itself uses the port in a way that leaves no room for another site.',
    'Choose other ports on the screen “Address”.',
  ],
  jellyfin_site_exists: [
    'A hand-written site for Jellyfin of this name is there already.',
    'Let this wizard take its place, or choose another name.',
  ],
  nothing_to_adopt: [
    'No site of that name can be taken over.',
    'Leave the taking over off, and say where the certificate is.',
  ],
  name_matched_elsewhere: [
    'A wildcard or a pattern of another site goes before this name.',
    'Choose another name, or change that site.',
  ],
  port_expects_proxy_protocol: [
    'The port expects visitors to come through another proxy in front.',
    'Choose other ports, or set the proxy in front up.',
  ],
  port_passes_bytes: [
    'The port passes everything on unread, so no name can be told apart there.',
    'Choose other ports, or change that part of the configuration.',
  ],
  behind_another_proxy: [
    'Another proxy of this computer is in front of this one.',
    'Choose the one in front: visitors come to it first.',
  ],
  definition_taken: ['Something of the same name is defined already.', 'Rename or remove it, then plan again.'],
  no_place: [
    'Something before it takes every request, so the site would never be reached.',
    'Change the rule named below, then plan again.',
  ],
  port_is_jellyfins: ['This port is Jellyfin’s own.', 'Choose other ports on the screen “Address”.'],
  jellyfin_not_set_up: [
    'Jellyfin’s own first steps were never finished: whoever comes first becomes its administrator.',
    'Open Jellyfin on this computer, finish its first steps, and come back.',
  ],
  jellyfin_starting: [
    'Jellyfin is starting or migrating its data.',
    'Wait until it is ready; a migration can take hours and must not be interrupted.',
  ],
  jellyfin_unreachable: ['Jellyfin does not answer there.', 'Start Jellyfin, or correct its address.'],
  not_jellyfin: [
    'Something other than Jellyfin answers at this address.',
    'Correct the address or port; Jellyfin’s own is 8096 unless it was changed.',
  ],
  base_path_mismatch: [
    'Jellyfin’s Base URL is another one.',
    'Change the Base URL in Jellyfin’s Dashboard under Networking, then plan again.',
  ],
  jellyfin_config_not_understood: [
    'Jellyfin’s network settings are not understood.',
    'Mend the file named below, or do not let Jellyfin be told about its proxy.',
  ],
  cannot_queue: ['This web server cannot queue visitors.', 'Choose HAProxy, which can.'],
  plan_unsound: [
    'The finished plan did not pass the second check. That is a mistake of this program; nothing was changed.',
    'Please report it with what stands below.',
  ],
} as const;

/** What is wrong with a certificate. */
export const certificates = {
  certificate_missing: [
    'The file is not there.',
    'Check the path; Certbot keeps them in /etc/letsencrypt/live, as fullchain.pem and privkey.pem.',
  ],
  certificate_unreadable: ['The file may not be read.', 'Make it readable for root, or name another one.'],
  certificate_not_pem: ['There is no certificate in it.', 'It has to begin with -----BEGIN CERTIFICATE-----.'],
  certificate_key_missing: ['There is no usable key in it.', 'The key has to be in PEM form and without a passphrase.'],
  certificate_key_mismatch: ['The key belongs to another certificate.', 'Give the key it was made with.'],
  certificate_name_mismatch: ['It is for other names.', 'Use one of its names, or a certificate for this one.'],
  certificate_expired: ['Its time is over.', 'Renew it first.'],
  certificate_not_yet_valid: ['Its time has not come.', 'Check this computer’s clock, or wait.'],
} as const;

/** What is wrong with what was typed. */
export const fields = {
  domain_missing: ['Type the name that visitors will use.'],
  domain_is_address: ['This is an address; a web server tells sites apart by name.'],
  domain_is_wildcard: ['A wildcard is not one name: type the name that visitors will use.'],
  domain_trailing_dot: ['Leave out the dot at the end.'],
  domain_not_only_a_name: ['Only the name is wanted here, without https://, port or path.'],
  domain_too_long: ['The name is too long: 253 characters at most, and 63 between two dots.'],
  domain_bad_character: ['It holds a character that cannot stand in a name.'],
  domain_malformed: ['This is not a name as DNS writes them, such as jellyfin.example.com.'],
  upstream_not_a_url: ['Type an address such as http://127.0.0.1:8096.'],
  upstream_scheme: ['It has to begin with http: behind a proxy Jellyfin’s own https is left off.'],
  upstream_credentials: ['Leave out the user name and password.'],
  upstream_path: ['Leave out the path: Jellyfin’s Base URL is a setting of its own.'],
  upstream_port: ['The port has to be between 1 and 65535.'],
  upstream_host: ['The host is neither an address nor a name.'],
  base_path_bad_character: ['The base path holds a character that cannot stand there.'],
  base_path_dots: ['The base path has an empty part, or one of dots only.'],
  base_path_taken: ['This path belongs to Jellyfin itself or to the renewal of certificates.'],
  base_path_too_long: ['The base path has 100 characters at most.'],
  path_relative: ['Type the whole path, beginning with a slash.'],
  path_not_plain: ['Leave out .., . and doubled slashes.'],
  path_bad_character: ['The path holds a character that no configuration can carry.'],
  path_too_long: ['The path is longer than the system takes.'],
  proxy_unknown: ['No web server of that name is known.'],
  certificate_not_chosen: ['Choose one of these first.'],
  port_zero: ['A port is between 1 and 65535.'],
  ports_equal: ['HTTP and HTTPS need two different ports.'],
  max_connections_zero: ['At least one connection is needed.'],
} as const;
