import type { z } from 'zod';
import type { pairAnswer } from '../../../design/fiscal/wire.ts';

export type PairAnswer = z.infer<typeof pairAnswer>;
