import type { Signal } from './feedback.model.ts';

/** A tone: Hz, beginning and length in ms. */
export interface Tone {
  readonly hz: number;
  readonly at: number;
  readonly ms: number;
}

/** Told apart without looking: one high tone is good, two falling ones are not; done rises. All under half a second. */
export const TONES: Readonly<Record<Signal, readonly Tone[]>> = {
  found: [{ hz: 1_760, at: 0, ms: 70 }],
  'not-found': [
    { hz: 520, at: 0, ms: 130 },
    { hz: 390, at: 150, ms: 190 },
  ],
  refused: [{ hz: 220, at: 0, ms: 320 }],
  done: [
    { hz: 880, at: 0, ms: 80 },
    { hz: 1_320, at: 90, ms: 130 },
  ],
};

/** ms on, off, on …, for devices that can. */
export const BUZZES: Readonly<Record<Signal, readonly number[]>> = {
  found: [25],
  'not-found': [80, 60, 80],
  refused: [180],
  done: [40, 40, 40],
};
