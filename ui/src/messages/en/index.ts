import { checks } from './checks';
import { findings } from './findings';
import { certificates, fields, refusals } from './refusals';
import { root } from './root';
import { screens } from './screens';

/** English, from which the other languages' keys are taken. */
export const en = { screens, refusals, certificates, fields, root, checks, findings } as const;
