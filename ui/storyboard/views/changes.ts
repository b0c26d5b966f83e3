import type { ChangeView, ProgressLine, View } from '../../src/generated/wizard';
import { but, named } from './base';
import { planned } from './reviews';

const lines = (done: number, then: string): ProgressLine[] =>
  planned.steps.map(({ summary, kind, path }, at) => ({
    summary,
    kind,
    path,
    status: at < done ? 'done' : at === done ? then : 'ahead',
    seconds: at < done ? [0.012, 0.004, 0.31, 0.52, 1.4, 0.01, 4.8, 2.2][at] ?? 0.1 : 0,
  }));

const change = (part: Partial<ChangeView>): View =>
  but('apply', {
    domain: named,
    review: planned,
    can_back: false,
    next_needs: 'end_of_way',
    change: { state: 'running', lines: lines(3, 'started'), id: null, url: null, undone: null, why: null, ...part },
  });

const restored = ['/etc/nginx/sites-available/jellyfin.example.com.conf', '/etc/jellyfin/network.xml'];

/** A change, in each of its states. */
export const changes: Record<string, View> = {
  'apply-password': change({ state: 'asking_password', lines: lines(0, 'ahead') }),
  'apply-running': change({}),
  'apply-calling-off': change({ state: 'calling_off', lines: lines(5, 'skipped') }),
  'apply-done': change({ state: 'done', lines: lines(8, 'done'), id: '4', url: 'https://jellyfin.example.com' }),
  'apply-undone': change({
    state: 'undone',
    lines: lines(2, 'failed'),
    why: {
      code: 'config_check_failed',
      message:
        'the server does not take the new configuration: nginx: [emerg] unknown directive "http2" in /etc/nginx/sites-enabled/jellyfin.example.com.conf:9',
      next: 'please report this with the server’s words',
    },
    undone: { restored, left: [], kept: [], server: 'untouched', differs: [] },
  }),
  'apply-called-off': change({
    state: 'undone',
    lines: lines(4, 'skipped'),
    why: { code: 'abandoned', message: 'it was called off', next: 'try again when you like' },
    undone: {
      restored,
      left: ['/etc/nginx/jellyfin-proxy'],
      kept: [['/etc/jellyfin/network.xml', '/var/lib/jellyfin-proxy/4/kept/network.xml']],
      server: 'reloaded',
      differs: [],
    },
  }),
  'apply-unhealthy': change({
    state: 'undone',
    lines: lines(4, 'failed'),
    why: {
      code: 'upgrade_lost',
      message: 'what the change did was looked at, and is not good (upgrade_lost)',
      next: 'see what was found, mend it and try again',
    },
    undone: { restored, left: [], kept: [], server: 'reload_failed', differs: [] },
  }),
  'apply-refused': change({
    state: 'failed',
    lines: lines(0, 'ahead'),
    why: { code: 'password_cancelled', message: 'pkexec ended with 126', next: 'try again when you like' },
  }),
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
      restored: [],
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
