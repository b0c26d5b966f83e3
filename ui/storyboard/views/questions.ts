import type { ProvidingView, View } from '../../src/generated/wizard';
import { base, but, named } from './base';

const { computer, proxy, jellyfin, domain } = base;
const none = { ...proxy, chosen: null, cards: proxy.cards.map((card) => ({ ...card, recommended: false, reason: null })) };

const nothing: View['proxy'] = {
  chosen: null,
  cards: proxy.cards.map(({ word, title }) => ({
    word,
    title,
    version: null,
    recommended: false,
    reason: null,
    why_not: {
      code: 'proxy_not_installed',
      message: `${title} is not installed on this machine`,
      next: 'install it',
      command: `sudo apt-get install ${word === 'apache' ? 'apache2' : word}`,
      remedy: 'install',
    },
  })),
};

const installing = (part: Partial<ProvidingView>): View =>
  but('computer', {
    computer: { ...computer, proxies: [], ports: [] },
    proxy: nothing,
    jellyfin: { ...jellyfin, found: [], test: null },
    next_needs: 'no_proxy_installed',
    providing: {
      word: 'nginx',
      title: 'nginx',
      remedy: 'install',
      state: 'running',
      lines: [
        '$ apt-get update',
        'Reading package lists...',
        '$ apt-get --yes -o Dpkg::Options::=--force-confold install nginx',
        'The following NEW packages will be installed:',
        'nginx nginx-common',
        'Setting up nginx-common (1.22.1-9+deb12u3) ...',
      ],
      why: null,
      ...part,
    },
  });

/** The screens that ask, in each of their states. */
export const questions: Record<string, View> = {
  'computer-looking': but('computer', {
    computer: { ...computer, looking: true, system: '', proxies: [], ports: [] },
    next_needs: 'looking',
  }),
  'practice-beginning': but('computer', {
    practice: true,
    beginning_practice: true,
    computer: { ...computer, looking: true, system: '', proxies: [], ports: [] },
    next_needs: 'looking',
  }),
  computer: but('computer', {}),
  'computer-none': but('computer', {
    computer: {
      ...computer,
      proxies: [],
      ports: [
        { port: 80, holder: null, free: true },
        { port: 443, holder: null, free: true },
      ],
      install_command: 'sudo apt-get install nginx',
    },
    proxy: nothing,
    jellyfin: { ...jellyfin, found: [], test: null },
    next_needs: 'no_proxy_installed',
  }),
  'computer-installing': installing({}),
  'computer-install-password': installing({ state: 'asking_password', lines: [] }),
  'computer-install-failed': installing({
    state: 'failed',
    lines: ['$ apt-get --yes install nginx', 'E: Unable to locate package nginx'],
    why: {
      code: 'tool_failed',
      message: 'apt-get --yes install nginx failed: E: Unable to locate package nginx',
      next: 'mend what it says and try again',
    },
  }),
  'computer-unread': but('computer', {
    computer: {
      ...computer,
      looking: true,
      proxies: [
        {
          word: 'apache',
          title: 'Apache',
          version: '2.4.62',
          running: true,
          sites: 1,
          problems: ['/etc/apache2/sites-enabled/000-default.conf:12: the section <If> is not followed'],
        },
      ],
      unread: ['/etc/letsencrypt/live: permission denied', '/etc/nginx/secret.conf: permission denied'],
    },
  }),
  proxy: but('proxy', {}),
  'proxy-start-failed': but('proxy', {
    providing: {
      word: 'apache',
      title: 'Apache',
      remedy: 'start',
      state: 'failed',
      lines: [],
      why: { code: 'not_started', message: 'Apache was started, and does not run', next: 'see in its log why it ended' },
    },
  }),
  'proxy-none-chosen': but('proxy', { proxy: none, next_needs: 'choose_proxy' }),
  jellyfin: but('jellyfin', {}),
  'jellyfin-testing': but('jellyfin', { jellyfin: { ...jellyfin, testing: true, test: null }, next_needs: 'testing' }),
  'jellyfin-problem': but('jellyfin', {
    jellyfin: {
      ...jellyfin,
      address: 'https://jellyfin:8920/web',
      problem: {
        code: 'upstream_scheme',
        message: 'the scheme must be http: behind a proxy Jellyfin’s own https is left off',
      },
      test: null,
      found: [...jellyfin.found, { address: 'http://192.168.178.20:8096', config_folder: '/srv/jellyfin/config' }],
    },
    next_needs: 'upstream_scheme',
  }),
  'jellyfin-not-set-up': but('jellyfin', {
    jellyfin: {
      ...jellyfin,
      test: { phase: 'ready', version: '10.11.3', base_path: '/media', set_up: false, trusts_proxy: null, stranger: null, usable: false },
    },
    next_needs: 'jellyfin_not_set_up',
  }),
  ...Object.fromEntries(
    ['starting', 'loading', 'unhealthy', 'filtered', 'elsewhere', 'refused', 'silent', 'unreachable', 'not_jellyfin'].map(
      (phase) => [
        `jellyfin-${phase}`,
        but('jellyfin', {
          jellyfin: {
            ...jellyfin,
            test: {
              phase,
              version: null,
              base_path: '',
              set_up: null,
              trusts_proxy: null,
              stranger: phase === 'not_jellyfin' ? 'status 302 to /login (Kestrel)' : null,
              usable: false,
            },
          },
          next_needs:
            phase === 'starting' || phase === 'loading'
              ? 'jellyfin_starting'
              : phase === 'not_jellyfin'
                ? phase
                : 'jellyfin_unreachable',
        }),
      ],
    ),
  ),
  'domain-empty': but('domain', { next_needs: 'domain_missing' }),
  'domain-looking-up': but('domain', { domain: { ...named, looking_up: true, points_to: null } }),
  'domain-problem': but('domain', {
    domain: {
      ...domain,
      name: 'https://jellyfin.example.com/web',
      problem: {
        code: 'domain_not_only_a_name',
        message: 'only the name is wanted here, without https://, port or path',
      },
    },
    next_needs: 'domain_not_only_a_name',
  }),
  'domain-ports': but('domain', {
    domain: {
      ...named,
      http_port: 8443,
      https_port: 8443,
      ports_problem: { code: 'ports_equal', message: 'HTTP and HTTPS need two different ports' },
    },
    next_needs: 'ports_equal',
  }),
  'domain-long': but('domain', {
    domain: {
      ...named,
      name: 'wohnzimmer-filmabend-und-musiksammlung.familie-schwarzenberger-hohenlohe.dyndns-anbieter.example.com',
      url: 'https://wohnzimmer-filmabend-und-musiksammlung.familie-schwarzenberger-hohenlohe.dyndns-anbieter.example.com:8443',
      points_to: { meaning: 'public', addresses: ['203.0.113.7', '2001:db8:85a3::8a2e:370:7334'] },
    },
  }),
  ...Object.fromEntries(
    (['here', 'public', 'private', 'ipv6_only', 'nowhere', 'no_answer'] as const).map((meaning) => [
      `domain-${meaning}`,
      but('domain', {
        domain: {
          ...named,
          points_to: {
            meaning,
            addresses: meaning === 'nowhere' || meaning === 'no_answer' ? [] : ['203.0.113.7', '2001:db8::7'],
          },
        },
      }),
    ]),
  ),
};
