import type { Screen, Stop, StopState, View } from '../../src/generated/wizard';

const order: readonly Screen[] = ['computer', 'proxy', 'jellyfin', 'domain', 'certificate', 'review', 'apply'];

/** The way as it stands on a screen, and what was passed: closed while something is changed. */
export function wayTo(screen: Screen, passed: StopState = 'passed'): Stop[] {
  const here = order.indexOf(screen);
  if (here < 0) return [];
  return order.map((each, at) => ({ screen: each, state: at < here ? passed : at === here ? 'here' : 'ahead' }));
}

/** A computer with a running nginx, and nothing answered yet. */
export const base: View = {
  turn: 1,
  practice: false,
  beginning_practice: false,
  screen: 'computer',
  way: wayTo('computer'),
  can_back: true,
  changing: false,
  next_needs: null,
  computer: {
    looking: false,
    system: 'Debian GNU/Linux 12 (bookworm)',
    proxies: [
      { word: 'nginx', title: 'nginx', version: '1.22.1', running: true, sites: 3, problems: [] },
      { word: 'apache', title: 'Apache', version: '2.4.62', running: false, sites: 1, problems: [] },
    ],
    ports: [
      { port: 80, holder: 'nginx', free: false },
      { port: 443, holder: null, free: false },
    ],
    managed: [],
    unread: [],
    install_command: null,
  },
  proxy: {
    chosen: 'nginx',
    cards: [
      {
        word: 'nginx',
        title: 'nginx',
        version: '1.22.1',
        recommended: true,
        reason: 'serves_the_web',
        why_not: null,
      },
      {
        word: 'apache',
        title: 'Apache',
        version: '2.4.62',
        recommended: false,
        reason: null,
        why_not: {
          code: 'proxy_not_running',
          message: 'Apache is installed, and does not run',
          next: 'start it and try again: sudo systemctl start apache2',
          command: 'sudo systemctl start apache2',
          remedy: 'start',
        },
      },
      {
        word: 'haproxy',
        title: 'HAProxy',
        version: null,
        recommended: false,
        reason: null,
        why_not: {
          code: 'proxy_not_installed',
          message: 'HAProxy is not installed on this machine',
          next: 'install it and try again: sudo apt-get install haproxy',
          command: 'sudo apt-get install haproxy',
          remedy: 'install',
        },
      },
    ],
  },
  providing: null,
  jellyfin: {
    address: 'http://127.0.0.1:8096',
    problem: null,
    found: [{ address: 'http://127.0.0.1:8096', config_folder: '/etc/jellyfin' }],
    testing: false,
    test: { phase: 'ready', version: '10.11.3', base_path: '', set_up: true, trusts_proxy: false, stranger: null, usable: true },
  },
  domain: {
    name: '',
    problem: null,
    looking_up: false,
    points_to: null,
    url: null,
    http_port: 80,
    https_port: 443,
    ports_problem: null,
  },
  certificate: { found: [], chosen: null, judging: false, judged: null, problems: [], hsts: false },
  review: {
    state: 'open',
    plan_id: null,
    url: null,
    steps: [],
    findings: [],
    refusal: null,
    known_proxies: true,
    adopt: false,
    asks_password: true,
  },
  change: null,
  health: null,
  history: null,
  notice: null,
};

/** The base with other parts. */
export function but(screen: Screen, parts: Partial<View>): View {
  return { ...base, screen, way: wayTo(screen), ...parts };
}

/** The name as most screens after it have it. */
export const named: View['domain'] = {
  ...base.domain,
  name: 'jellyfin.example.com',
  url: 'https://jellyfin.example.com',
  points_to: { meaning: 'public', addresses: ['203.0.113.7'] },
};
