import type { z } from 'zod';
import type { pinAnswer } from '$design/fiscal/wire-service.ts';
import type { checkAnswer, lockAnswer, lockRequest, pairAnswer, cashAnswer } from '$design/fiscal/wire.ts';

/** Answers of the gateway that the contract names by schema only. Types alone: nothing of Zod reaches the bundle. */
export type CheckAnswer = z.infer<typeof checkAnswer>;
export type LockAnswer = z.infer<typeof lockAnswer>;
export type LockRequest = z.infer<typeof lockRequest>;
export type GatewayPairAnswer = z.infer<typeof pairAnswer>;
export type CashAnswer = z.infer<typeof cashAnswer>;
export type PinAnswer = z.infer<typeof pinAnswer>;
