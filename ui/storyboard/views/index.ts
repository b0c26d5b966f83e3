import type { View } from '../../src/generated/wizard';
import { afterwards } from './afterwards';
import { certificates } from './certificates';
import { changes } from './changes';
import { questions } from './questions';
import { reviews } from './reviews';

/** Each screen in each of its states, by name. */
export const views: Readonly<Record<string, View>> = {
  ...questions,
  ...certificates,
  ...reviews,
  ...changes,
  ...afterwards,
};
