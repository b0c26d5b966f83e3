import { t } from '../messages/index.svelte';

const ids = [
  'dns.a',
  'dns.aaaa',
  'tcp.80',
  'tcp.443',
  'http.redirect',
  'tls.chain',
  'tls.name',
  'tls.expiry',
  'tls.versions',
  'tls.alpn',
  'jellyfin.direct',
  'jellyfin.set_up',
  'jellyfin.same_server',
  'jellyfin.trusts_proxy',
  'websocket',
  'forwarded',
  'range',
  'upload_limit',
  'exposure.upstream',
  'logs.secrets',
  'latency',
  'backend.state',
] as const;

/** What a check asks, in words; its own name where it is not known here. */
export function checkName(id: string): string {
  const known = ids.find((each) => each === id);
  return known ? t(`check.${known}`) : id;
}
