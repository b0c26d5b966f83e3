import type { CheckLine, HealthView, View } from '../../src/generated/wizard';
import { base, but, named } from './base';
import { qr } from './qr';

const well: readonly [string, string, string][] = [
  ['dns.a', 'ok', '203.0.113.7'],
  ['dns.aaaa', 'no_ipv6_address', 'no address'],
  ['tcp.80', 'ok', '203.0.113.7:80 answers'],
  ['tcp.443', 'ok', '203.0.113.7:443 answers'],
  ['http.redirect', 'ok', '301 to https://jellyfin.example.com/'],
  ['tls.chain', 'ok', '2 certificates, trusted'],
  ['tls.name', 'ok', 'jellyfin.example.com'],
  ['tls.expiry', 'ok', '68 days left'],
  ['tls.versions', 'ok', 'TLS 1.2, TLS 1.3'],
  ['tls.alpn', 'ok', 'h2, http/1.1'],
  ['jellyfin.direct', 'ok', 'Jellyfin 10.11.3'],
  ['jellyfin.set_up', 'ok', 'finished'],
  ['jellyfin.same_server', 'ok', '9f1c…'],
  ['jellyfin.trusts_proxy', 'ok', 'https://jellyfin.example.com/web/'],
  ['websocket', 'ok', '403 from Jellyfin'],
  ['forwarded', 'ok', 'https, jellyfin.example.com'],
  ['range', 'ok', '206, 100 bytes'],
  ['upload_limit', 'ok', '401 after 2 MB'],
  ['exposure.upstream', 'ok', 'loopback only'],
  ['logs.secrets', 'no_log_given', ''],
  ['latency', 'ok', '3 ms added'],
  ['backend.state', 'ok', 'Healthy'],
];

const took: Readonly<Record<string, number>> = { 'dns.a': 0.07, 'tls.chain': 0.21, websocket: 0.34, latency: 1.2 };

const line = ([id, code, observed]: readonly [string, string, string]): CheckLine => ({
  id,
  status: code === 'ok' ? 'pass' : 'skip',
  code,
  meaning: 'As it should be.',
  observed,
  fix: null,
  seconds: took[id] ?? null,
});

const fault = (id: string, status: string, code: string, observed: string): CheckLine => ({
  id,
  status,
  code,
  meaning: 'In English.',
  observed,
  fix: 'In English.',
  seconds: took[id] ?? null,
});

const healthy: HealthView = {
  url: 'https://jellyfin.example.com',
  running: false,
  verdict: 'healthy',
  seconds: 2.31,
  lines: well.map(line),
  ca_file: null,
  report: '# https://jellyfin.example.com\n\nhealthy (20 passed)',
  qr_path: qr.path,
  qr_size: qr.size,
};

const but_ = (id: string, other: CheckLine, lines: CheckLine[]) =>
  lines.map((each) => (each.id === id ? other : each));

const broken: HealthView = {
  ...healthy,
  verdict: 'broken',
  lines: but_(
    'websocket',
    fault('websocket', 'fail', 'upgrade_lost', 'status 400'),
    but_(
      'jellyfin.trusts_proxy',
      fault('jellyfin.trusts_proxy', 'fail', 'proxy_not_known', 'redirect to http://jellyfin.example.com/web/'),
      but_('tls.expiry', fault('tls.expiry', 'warn', 'certificate_expires_soon', '12 days left'), healthy.lines),
    ),
  ),
};

const degraded: HealthView = {
  ...healthy,
  verdict: 'degraded',
  lines: but_(
    'exposure.upstream',
    fault('exposure.upstream', 'warn', 'upstream_exposed', 'http://192.168.178.20:8096 answers'),
    healthy.lines,
  ),
};

const away = (screen: 'home' | 'health' | 'history', parts: Partial<View>): View =>
  but(screen, { domain: named, can_back: false, next_needs: 'end_of_way', ...parts });

const done = { state: 'done', lines: [], id: '4', url: healthy.url, undone: null, why: null } as const;

const managed = [
  {
    name: 'jellyfin.example.com',
    url: 'https://jellyfin.example.com',
    proxy: 'nginx',
    file: '/etc/nginx/sites-available/jellyfin.example.com.conf',
    days_left: 68,
    ends_soon: false,
  },
  {
    name: 'filme.heim.lan',
    url: 'http://filme.heim.lan:8080',
    proxy: 'HAProxy',
    file: '/etc/haproxy/haproxy.cfg',
    days_left: null,
    ends_soon: false,
  },
  {
    name: 'alt.example.org',
    url: 'https://alt.example.org',
    proxy: 'nginx',
    file: '/etc/nginx/sites-available/alt.example.org.conf',
    days_left: -3,
    ends_soon: true,
  },
];

const soon = { ...managed[0]!, name: 'bald.example.org', url: 'https://bald.example.org', days_left: 12, ends_soon: true };

const coming = well.map(
  (each, at): CheckLine =>
    at < 9
      ? line(each)
      : { id: each[0], status: 'ahead', code: '', meaning: '', observed: '', fix: null, seconds: null },
);

const notice = (code: string, message: string): View => ({ ...base, notice: { code, message, next: 'try again' } });

/** What comes after a set-up, and what stands in the way. */
export const afterwards: Record<string, View> = {
  'health-first': away('health', {
    health: { ...healthy, running: true, verdict: null, seconds: null, lines: coming, report: '' },
  }),
  'health-again': away('health', { health: { ...broken, running: true, lines: coming } }),
  'health-healthy': away('health', { health: healthy, change: { ...done, lines: [], way_back: [] } }),
  'health-authority': away('health', { health: { ...healthy, ca_file: '/etc/jellyfin-proxy/ca/ca.crt' } }),
  'health-degraded': away('health', { health: degraded }),
  'health-broken': away('health', { health: broken }),
  'home-empty': away('home', {}),
  home: away('home', { computer: { ...base.computer, managed: [...managed, soon] } }),
  'home-one': away('home', { computer: { ...base.computer, managed: managed.slice(0, 1) } }),
  'history-reading': away('history', { history: { reading: true, changes: [] } }),
  'history-none': away('history', { history: { reading: false, changes: [] } }),
  history: away('history', {
    history: {
      reading: false,
      changes: [
        {
          id: '5',
          when: '2026-11-25T20:14:00Z',
          proxy: 'nginx',
          url: 'https://alt.example.org',
          state: 'interrupted',
          steps: ['Write /etc/nginx/sites-available/alt.example.org.conf'],
        },
        {
          id: '4',
          when: '2026-11-24T19:02:11Z',
          proxy: 'nginx',
          url: 'https://jellyfin.example.com',
          state: 'active',
          steps: [
            'Write /etc/nginx/sites-available/jellyfin.example.com.conf',
            'Reload, without dropping anybody (systemctl reload nginx)',
            'Run the whole health check',
          ],
        },
        {
          id: '3',
          when: '2026-11-20T08:30:00Z',
          proxy: 'nginx',
          url: 'https://jellyfin.example.com',
          state: 'undone',
          steps: ['Write /etc/nginx/sites-available/jellyfin.example.com.conf'],
        },
      ],
    },
  }),
  'notice-missing': notice('root_side_missing', '/usr/libexec/jellyfin-proxy/helper is not there'),
  'notice-killed': notice('root_side_lost', 'the helper ended by signal 9'),
  'notice-recover': notice('recover_first', 'change 5 was interrupted, and what it left has to be put back first'),
  'notice-changed': notice('changed_since_planned', '/etc/nginx/nginx.conf is no longer as it was'),
  'notice-timeout': notice('password_timed_out', 'nobody answered within 300 seconds'),
  'notice-other-plan': { ...but('review', { domain: named }), notice: notice('other_plan', 'other').notice },
  'notice-unknown': notice('never_heard_of', 'something happened that this window has no sentence for'),
};
