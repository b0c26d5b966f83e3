import type { RefusalText, ReviewView, View } from '../../src/generated/wizard';
import { base, but, named } from './base';

const site = `--- /etc/nginx/sites-available/jellyfin.example.com.conf
+++ /etc/nginx/sites-available/jellyfin.example.com.conf
@@ -0,0 +1,21 @@
+# Jellyfin behind nginx, written by jellyfin-proxy. Edits are found and asked about.
+map $http_upgrade $jellyfin_connection {
+    default upgrade;
+    ""      "";
+}
+
+server {
+    listen 443 ssl http2;
+    server_name jellyfin.example.com;
+    ssl_certificate "/etc/letsencrypt/live/jellyfin.example.com/fullchain.pem";
+    ssl_certificate_key "/etc/letsencrypt/live/jellyfin.example.com/privkey.pem";
+    client_max_body_size 20M;
+
+    location / {
+        proxy_pass http://127.0.0.1:8096;
+        proxy_set_header Host $http_host;
+        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
+        proxy_set_header X-Forwarded-Proto $scheme;
+        proxy_buffering off;
+    }
+}
`;

const network = `--- /etc/jellyfin/network.xml
+++ /etc/jellyfin/network.xml
@@ -18,5 +18,7 @@
   <EnableIPv6>false</EnableIPv6>
-  <KnownProxies />
+  <KnownProxies>
+    <string>127.0.0.1</string>
+  </KnownProxies>
   <RequireHttps>false</RequireHttps>
`;

/** A plan for nginx, as it is shown. */
export const planned: ReviewView = {
  ...base.review,
  state: 'planned',
  plan_id: '5f2c9a7e',
  url: 'https://jellyfin.example.com',
  steps: [
    {
      kind: 'write_file',
      group: 'proxy',
      path: '/etc/nginx/sites-available/jellyfin.example.com.conf',
      summary: 'Write /etc/nginx/sites-available/jellyfin.example.com.conf',
      diff: site,
    },
    {
      kind: 'link',
      group: 'proxy',
      path: '/etc/nginx/sites-enabled/jellyfin.example.com.conf',
      summary:
        'Link /etc/nginx/sites-enabled/jellyfin.example.com.conf to /etc/nginx/sites-available/jellyfin.example.com.conf',
      diff: null,
    },
    {
      kind: 'check_config',
      group: 'proxy',
      path: null,
      summary: 'Let the server check everything (/usr/sbin/nginx -t)',
      diff: null,
    },
    {
      kind: 'reload',
      group: 'proxy',
      path: null,
      summary: 'Reload, without dropping anybody (systemctl reload nginx)',
      diff: null,
    },
    {
      kind: 'observe_site_answers',
      group: 'proof',
      path: null,
      summary: 'See that the site answers and leads to Jellyfin',
      diff: null,
    },
    {
      kind: 'write_file',
      group: 'jellyfin',
      path: '/etc/jellyfin/network.xml',
      summary: 'Write /etc/jellyfin/network.xml',
      diff: network,
    },
    {
      kind: 'restart_jellyfin',
      group: 'jellyfin',
      path: null,
      summary: 'Ask Jellyfin at http://127.0.0.1:8096 to restart, and wait until it is ready',
      diff: null,
    },
    { kind: 'observe_healthy', group: 'proof', path: null, summary: 'Run the whole health check', diff: null },
  ],
  findings: [
    {
      warning: true,
      code: 'jellyfin_restarts',
      message:
        'Jellyfin restarts at the end, two to six seconds: whoever is watching is interrupted, and open pages must be reloaded',
      next: 'choose a quiet moment, or leave Jellyfin as it is',
    },
    {
      warning: true,
      code: 'becomes_default',
      message:
        'on port 443 visitors who use another name or the bare address will come to jellyfin.example.com, and no longer to /etc/nginx/sites-enabled/default, line 3',
      next: 'add default_server to the other site’s listen',
    },
    {
      warning: false,
      code: 'planned_without_root',
      message:
        'this was planned without root, which sees more: the plan is made again before anything is changed',
      next: null,
    },
    {
      warning: false,
      code: 'uploads_buffered',
      message: 'this nginx writes an upload to disk before it passes it on',
      next: null,
    },
  ],
};

const refused = (refusal: Partial<RefusalText> & Pick<RefusalText, 'code' | 'message'>): View =>
  but('review', {
    domain: named,
    review: { ...base.review, state: 'refused', refusal: { next: 'mend that first', command: null, ways: [], ...refusal } },
    next_needs: 'refused',
  });

/** The review, in each of its states. */
export const reviews: Record<string, View> = {
  review: but('review', { domain: named, review: planned }),
  'review-practice': but('review', {
    practice: true,
    domain: { ...named, name: 'jellyfin.practice.test', url: 'https://jellyfin.practice.test' },
    review: { ...planned, url: 'https://jellyfin.practice.test', asks_password: false, findings: [] },
  }),
  'review-left': but('review', {
    domain: named,
    review: {
      ...planned,
      known_proxies: false,
      steps: planned.steps.filter((step) => step.group !== 'jellyfin'),
      findings: [
        {
          warning: true,
          code: 'known_proxies_left',
          message:
            'Jellyfin is not told about its proxy: every visitor counts as local to it, and a stranger can restart it through the proxy',
          next: 'enter 127.0.0.1 in Jellyfin’s dashboard under Networking, Known proxies, and restart it',
        },
      ],
    },
  }),
  'review-planning': but('review', {
    domain: named,
    review: { ...base.review, state: 'planning' },
    next_needs: 'planning',
  }),
  'review-nothing': but('review', {
    domain: named,
    review: { ...base.review, state: 'nothing_to_do', url: 'https://jellyfin.example.com' },
  }),
  'review-refused': refused({
    code: 'name_taken',
    message: 'jellyfin.example.com is already served by /etc/nginx/conf.d/jellyfin.conf, line 7',
    next: 'choose another name, or take that site out of /etc/nginx/conf.d/jellyfin.conf first',
  }),
  'review-adopt': refused({
    code: 'jellyfin_site_exists',
    message:
      '/etc/nginx/conf.d/jellyfin.conf, line 7: a site for Jellyfin of this name stands here, written by hand',
    ways: ['take its place with --adopt', 'choose another name'],
  }),
  'review-conflict': refused({
    code: 'port_passes_bytes',
    message: '/etc/nginx/nginx.conf, line 41: the stream server passes everything on port 443 on as it comes',
    ways: [
      'send this name to another port in the map in /etc/nginx/nginx.conf',
      'choose other ports for HTTP and HTTPS',
    ],
  }),
  'review-unknown': refused({
    code: 'something_new',
    message: 'something that this window has no sentence for yet',
    next: 'look at it',
  }),
};
