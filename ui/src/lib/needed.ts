import { t, told } from '../messages/index.svelte';

const waits = ['looking', 'testing', 'judging', 'planning', 'refused'] as const;

/** What keeps the way on closed, in words. */
export function needed(word: string): string {
  const wait = waits.find((each) => each === word);
  if (wait) return t(`needs.${wait}`);
  return told(['fields', 'refusals', 'certificates'], word)?.[0] ?? t('needs.something');
}
