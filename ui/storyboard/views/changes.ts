import type { ChangeState, ChangeView, ProgressLine, View } from '../../src/generated/wizard';
import { but, named, wayTo } from './base';
import { planned } from './reviews';

const lines = (done: number, then: string): ProgressLine[] =>
  planned.steps.map(({ summary, kind, path }, at) => ({
    summary,
    kind,
    path,
    status: at < done ? 'done' : at === done ? then : 'ahead',
    seconds: at < done ? [0.012, 0.004, 0.31, 0.52, 1.4, 0.01, 4.8, 2.2][at] ?? 0.1 : 0,
  }));

/** The states in which a change goes on. */
const goingOn: readonly ChangeState[] = ['asking_password', 'running', 'calling_off', 'undoing'];

const change = ({ state = 'running', ...part }: Partial<ChangeView>): View =>
  but('apply', {
    changing: goingOn.includes(state),
    way: wayTo('apply', goingOn.includes(state) ? 'closed' : 'passed'),
    domain: named,
    review: planned,
    can_back: false,
    next_needs: 'end_of_way',
    change: { state, lines: lines(3, 'started'), way_back: [], id: null, url: null, undone: null, why: null, ...part },
  });

const path = '/etc/nginx/sites-enabled/jellyfin.example.com.conf';
const steps: [string, string | null, string][] = [
  ['withdraw', null, 'take back what SELinux and the firewall allowed'],
  ['put_back', '/etc/jellyfin/network.xml', 'put back /etc/jellyfin/network.xml'],
  ['take_away', path, `take away ${path}`],
  ['take_away', '/etc/nginx/jellyfin-proxy', 'take away /etc/nginx/jellyfin-proxy'],
  ['read_again', null, 'have SELinux and the firewall read their files again'],
  ['reload', null, 'check the old configuration and reload the server'],
  ['restart_jellyfin', null, 'restart Jellyfin with its old settings'],
];

/** The way back: so many steps were gone, and the next one stands like this. */
const wayBack = (gone: number, then = 'ahead'): ProgressLine[] =>
  steps.map(([kind, about, summary], at) => ({
    kind,
    path: about,
    summary,
    status: at < gone ? (about?.endsWith('proxy') ? 'skipped' : 'done') : at === gone ? then : 'ahead',
    seconds: at < gone ? [1.2, 0.01, 0, 0, 0.8, 0.31, 6.4][at] ?? 0 : 0,
  }));

/** Every way in which asking for the password may end, other than that it was given. */
export const noRoot = {
  password_cancelled: 'the password was not given',
  password_refused: 'root is needed for that, and polkit did not give it: Error executing command: Not authorized',
  password_agent_missing: 'no window could ask for the password: No authentication agent found.',
  password_timed_out: 'nobody gave the password within 300 seconds',
  root_side_missing: 'jellyfin-proxy-helper is not beside /usr/bin/jellyfin-proxy-wizard: install the package again',
  root_side_not_started: 'the root side ended before it said anything: the other side closed the connection',
  root_side_silent: 'the root side said nothing within 30 seconds',
  abandoned: 'it was called off while the password was asked for',
} as const;

const notBegun = (code: string, message: string, steps: ProgressLine[]) =>
  change({ state: 'failed', lines: steps, why: { code, message, next: 'try again when you like' } });

/** A change, in each of its states. */
export const changes: Record<string, View> = {
  'apply-password': change({ state: 'asking_password', lines: lines(0, 'ahead') }),
  'apply-running': change({}),
  'apply-calling-off': change({ state: 'calling_off', lines: lines(5, 'skipped') }),
  'apply-undoing': change({ state: 'undoing', lines: [], way_back: wayBack(5, 'started') }),
  'apply-undoing-failed': change({ state: 'undoing', lines: lines(5, 'failed'), way_back: wayBack(0, 'started') }),
  'apply-undone-by-hand': change({
    state: 'undone',
    lines: [],
    way_back: wayBack(7),
    undone: { left: ['/etc/nginx/jellyfin-proxy'], kept: [], server: 'reloaded', differs: [] },
  }),
  'apply-done': change({ state: 'done', lines: lines(8, 'done'), id: '4', url: 'https://jellyfin.example.com' }),
  'apply-untouched': change({ state: 'untouched', lines: lines(0, 'ahead') }),
  'apply-undone': change({
    state: 'undone',
    lines: lines(2, 'failed'),
    way_back: wayBack(5).slice(1, 3),
    why: {
      code: 'config_check_failed',
      message:
        'the server does not take the new configuration: nginx: [emerg] unknown directive "http2" in /etc/nginx/sites-enabled/jellyfin.example.com.conf:9',
      next: 'please report this with the server’s words',
    },
    undone: { left: [], kept: [], server: 'untouched', differs: [] },
  }),
  'apply-called-off': change({
    state: 'undone',
    lines: lines(4, 'skipped'),
    way_back: wayBack(7),
    why: { code: 'abandoned', message: 'it was called off', next: 'try again when you like' },
    undone: {
      left: ['/etc/nginx/jellyfin-proxy'],
      kept: [['/etc/jellyfin/network.xml', '/var/lib/jellyfin-proxy/4/kept/network.xml']],
      server: 'reloaded',
      differs: [],
    },
  }),
  'apply-unhealthy': change({
    state: 'undone',
    lines: lines(4, 'failed'),
    way_back: wayBack(5, 'failed'),
    why: {
      code: 'upgrade_lost',
      message: 'what the change did was looked at, and is not good (upgrade_lost)',
      next: 'see what was found, mend it and try again',
    },
    undone: { left: [], kept: [], server: 'reload_failed', differs: [] },
  }),
  ...Object.fromEntries(
    Object.entries(noRoot).flatMap(([code, message]) => [
      [`apply-${code}`, notBegun(code, message, lines(0, 'ahead'))],
      [`apply-undo-${code}`, notBegun(code, message, [])],
    ]),
  ),
  'apply-lost': change({
    state: 'failed',
    lines: lines(4, 'started'),
    why: { code: 'root_side_lost', message: 'the connection to the root side: closed', next: 'put back what it left' },
  }),
  'apply-differs': change({
    state: 'failed',
    lines: [],
    id: '4',
    undone: {
      left: [],
      kept: [],
      server: 'untouched',
      differs: [
        [
          '/etc/nginx/sites-available/jellyfin.example.com.conf',
          '--- a\n+++ b\n@@ -13,1 +13,1 @@\n-    client_max_body_size 20M;\n+    client_max_body_size 200M;\n',
        ],
      ],
    },
  }),
};
