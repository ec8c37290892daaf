import { describe, expect, it } from 'vitest';
import { variantOf } from './variants.ts';

const frame = { a: 51, dbl: 20, temple: 135, colour: 'чёрный', material: 'титан', rim: 'full', group: 'men' } as const;

describe('E-01: variants of a model', () => {
  it('are articles of one brand and one model, however they are spelled', () => {
    const one = variantOf({ brand: 'Ray-Ban', frame: { ...frame, model: 'RB 5154', colourCode: '2000' } });
    const other = variantOf({ brand: ' RAY-BAN', frame: { ...frame, a: 49, model: 'rb  5154', colour: 'синий' } });
    expect(other?.model).toBe(one?.model);
    expect([one?.words, other?.words]).toEqual(['чёрный 2000 · 51-20-135', 'синий · 49-20-135']);
  });

  it('are not articles of another brand, nor of another model', () => {
    const of = (brand: string, model: string) => variantOf({ brand, frame: { ...frame, model } })?.model;
    expect(of('Vogue', '5154')).not.toBe(of('Ray-Ban', '5154'));
    expect(of('Vogue', '5154')).not.toBe(of('Vogue', '5155'));
  });

  it('need a model: without one an article stands alone', () => {
    expect(variantOf({ brand: 'Vogue', frame })).toBeNull();
    expect(variantOf({ brand: 'Vogue', frame: { ...frame, model: '  ' } })).toBeNull();
    expect(variantOf({ brand: 'Vogue' })).toBeNull();
  });
});
