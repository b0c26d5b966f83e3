import type { ChangeState } from '../generated/wizard';

const states: readonly ChangeState[] = ['asking_password', 'running', 'calling_off', 'undoing'];

/** Whether a change in this state goes on: no other screen can be gone to. */
export function underWay(state: ChangeState): boolean {
  return states.includes(state);
}
