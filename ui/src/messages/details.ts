/**
 * Codes whose own sentence in English says no more than the translated one: no file, line, name or number is lost
 * without it. For every other code it is shown below, as what was observed.
 */
const withoutDetails: ReadonlySet<string> = new Set([
  'abandoned',
  'already_undone',
  'certificate_not_made',
  'certificate_self_signed',
  'front_gone',
  'http2_for_all_sites',
  'http2_needs_threaded_mpm',
  'jellyfin_not_asked',
  'jellyfin_not_set_up',
  'jellyfin_requires_https',
  'jellyfin_restart_needed',
  'jellyfin_restarts',
  'known_proxies_left',
  'no_compression',
  'no_http2',
  'no_tls',
  'nothing_to_do',
  'nothing_to_recover',
  'nothing_to_undo',
  'other_plan',
  'planned_without_root',
  'port_zero',
  'ports_equal',
  'proxy_not_installed',
  'proxy_not_running',
  'cannot_queue',
  'unknown_plan',
  'uploads_buffered',
  'websockets_count',
]);

/** Whether the program's own sentence is worth showing below a translated one. */
export function hasDetails(code: string): boolean {
  return !withoutDetails.has(code);
}
