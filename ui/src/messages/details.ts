/**
 * A translated sentence is chosen by its code and carries no file, line, name or number: those stand in the program's
 * own sentences in English, which are then shown below it. Here is which of them, for the codes where it is not simply
 * the first.
 */

/** Codes whose own sentences say no more than the translated ones. */
const none: ReadonlySet<string> = new Set([
  'abandoned',
  'already_undone',
  'cannot_queue',
  'certificate_not_made',
  'certificate_self_signed',
  'choose_proxy',
  'front_gone',
  'http2_for_all_sites',
  'jellyfin_not_asked',
  'jellyfin_not_set_up',
  'jellyfin_requires_https',
  'jellyfin_restart_needed',
  'jellyfin_restarts',
  'local_ca',
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
  'unknown_plan',
  'uploads_buffered',
  'websockets_count',
]);

/** Codes whose next step names a command, a file or an address. */
const next: ReadonlySet<string> = new Set([
  'http2_needs_threaded_mpm',
  'known_proxies_by_hand',
  'known_proxies_left',
  'no_proxy_installed',
  'proxy_not_installed',
  'proxy_not_running',
]);

/** What of the program's own sentences is worth showing below translated ones; `null` for nothing. */
export function details(code: string, own: { message: string; next: string | null }): string | null {
  if (none.has(code)) return null;
  return next.has(code) ? own.next : own.message;
}
