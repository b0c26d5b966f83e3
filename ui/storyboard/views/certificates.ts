import type { CertificateOption, View } from '../../src/generated/wizard';
import { base, but, named } from './base';

const fitting: CertificateOption = {
  cert: '/etc/letsencrypt/live/jellyfin.example.com/fullchain.pem',
  key: '/etc/letsencrypt/live/jellyfin.example.com/privkey.pem',
  names: ['jellyfin.example.com'],
  issuer: 'Let’s Encrypt R11',
  ends: '2027-02-01',
  days_left: 68,
  fault: null,
};

const others: CertificateOption = {
  ...fitting,
  cert: '/etc/letsencrypt/live/cloud.example.com/fullchain.pem',
  key: '/etc/letsencrypt/live/cloud.example.com/privkey.pem',
  names: ['cloud.example.com', 'www.cloud.example.com'],
  fault: { code: 'certificate_name_mismatch', message: 'the certificate is for cloud.example.com' },
};

const over: CertificateOption = {
  ...fitting,
  cert: '/root/.acme.sh/old.example.com_ecc/fullchain.cer',
  key: '/root/.acme.sh/old.example.com_ecc/old.example.com.key',
  ends: '2026-10-30',
  days_left: -26,
  fault: { code: 'certificate_expired', message: 'the certificate ended on 2026-10-30T08:00:00Z' },
};

const { certificate } = base;
const shown = (part: Partial<View['certificate']>, next_needs: string | null = null): View =>
  but('certificate', { domain: named, certificate: { ...certificate, ...part }, next_needs });

/** The screen with the certificates, in each of its states. */
export const certificates: Record<string, View> = {
  certificate: shown({
    found: [fitting, others, over],
    chosen: { from: 'found', cert: fitting.cert, key: fitting.key },
    judged: fitting,
  }),
  'certificate-none-found': shown({}, 'certificate_not_chosen'),
  'certificate-files': shown({
    chosen: { from: 'files', cert: '/home/anna/zertifikate/fullchain.pem', key: '/home/anna/zertifikate/privkey.pem' },
    judged: { ...fitting, cert: '/home/anna/zertifikate/fullchain.pem' },
  }),
  'certificate-judging': shown(
    { chosen: { from: 'combined', pem: '/etc/haproxy/jellyfin.pem' }, judging: true },
    'judging',
  ),
  'certificate-problems': shown(
    {
      chosen: { from: 'files', cert: 'fullchain.pem', key: '/etc/ssl/private/other.key' },
      problems: [
        { field: 'cert', problem: { code: 'path_relative', message: 'fullchain.pem is not an absolute path' } },
        { field: 'key', problem: { code: 'certificate_key_mismatch', message: 'the key is another’s' } },
      ],
    },
    'path_relative',
  ),
  'certificate-combined': shown(
    {
      chosen: { from: 'combined', pem: '/etc/haproxy/cloud.pem' },
      judged: { ...others, cert: '/etc/haproxy/cloud.pem' },
    },
    'certificate_name_mismatch',
  ),
  'certificate-local-ca': shown({ chosen: { from: 'local_ca' }, hsts: true }),
  'certificate-no-tls': shown({ chosen: { from: 'no_tls' } }),
};
