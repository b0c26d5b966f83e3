import type { Catalogue } from '../catalogue';
import { checks } from './checks';
import { findings } from './findings';
import { certificates, fields, refusals } from './refusals';
import { root } from './root';
import { screens } from './screens';

/** Chinese, in simplified characters. */
export const zh: Catalogue = { screens, refusals, certificates, fields, root, checks, findings };
