import type { Screen } from '../generated/wizard';

const screens: Readonly<Record<string, readonly Screen[]>> = {
  no_proxy_installed: ['computer'],
  not_looked: ['computer'],
  proxy_not_installed: ['proxy'],
  choose_proxy: ['proxy'],
  proxy_not_running: ['proxy'],
  config_already_broken: ['proxy'],
  config_not_understood: ['proxy'],
  proxy_too_old: ['proxy'],
  module_missing: ['proxy'],
  behind_another_proxy: ['proxy', 'domain'],
  cannot_queue: ['proxy'],
  name_taken: ['domain'],
  name_matched_elsewhere: ['domain'],
  jellyfin_site_exists: ['domain'],
  port_taken: ['domain'],
  port_in_use: ['domain'],
  port_is_jellyfins: ['domain'],
  port_passes_bytes: ['domain', 'proxy'],
  definition_taken: ['domain'],
  no_place: ['domain'],
  port_expects_proxy_protocol: ['domain'],
  port_zero: ['domain'],
  ports_equal: ['domain'],
  nothing_to_adopt: ['certificate'],
  certificate_not_chosen: ['certificate'],
  certificate_missing: ['certificate'],
  certificate_unreadable: ['certificate'],
  certificate_not_pem: ['certificate'],
  certificate_key_missing: ['certificate'],
  certificate_key_mismatch: ['certificate'],
  certificate_name_mismatch: ['certificate'],
  certificate_expired: ['certificate'],
  certificate_not_yet_valid: ['certificate'],
  jellyfin_not_set_up: ['jellyfin'],
  jellyfin_starting: ['jellyfin'],
  jellyfin_unreachable: ['jellyfin'],
  not_jellyfin: ['jellyfin'],
  base_path_mismatch: ['jellyfin'],
};

/** The screens on which something can be done about a refusal, best first; none where that is outside of this window. */
export function screensToMend(code: string): readonly Screen[] {
  return Object.hasOwn(screens, code) ? (screens[code] ?? []) : [];
}

/** Whether something is left that can be put back. */
export function canBeRecovered(code: string): boolean {
  return ['recover_first', 'undo_incomplete', 'root_side_lost'].includes(code);
}
