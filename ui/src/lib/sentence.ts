import { t } from '../messages/index.svelte';

const kinds = [
  'make_folder',
  'write_file',
  'link',
  'remove',
  'combine_pem',
  'issue_certificate',
  'enable',
  'check_config',
  'reload',
  'observe_site_answers',
  'observe_healthy',
  'restart_jellyfin',
  'put_back',
  'take_away',
  'withdraw',
  'read_again',
] as const;

/**
 * A step in the language that is spoken, by its kind and file. `own` is the program's own sentence in English, of a
 * kind that has no translation.
 */
export function sentence(step: { kind: string; path: string | null; summary: string }): { text: string; own: boolean } {
  const kind = kinds.find((each) => each === step.kind);
  if (!kind) return { text: step.summary, own: true };
  switch (kind) {
    case 'check_config':
    case 'reload':
    case 'restart_jellyfin':
    case 'enable':
    case 'observe_site_answers':
    case 'observe_healthy':
    case 'withdraw':
    case 'read_again':
      return { text: t(`step.${kind}`), own: false };
    // On the way back the same is done as by a step that removes.
    case 'take_away':
      return { text: t('step.remove', { path: step.path ?? '' }), own: false };
    default:
      return { text: t(`step.${kind}`, { path: step.path ?? '' }), own: false };
  }
}
