import { expect, it } from 'vitest';
import type { BoardCard } from '$design/workshop/board.ts';
import { BoardDrag } from './board-drag.svelte.ts';

const card = { id: 'order:1', column: 'confirmed' } as BoardCard;
const at = (clientX: number, clientY: number, pointerType = 'touch') => ({
  pointerId: 1,
  pointerType,
  clientX,
  clientY,
  button: 0,
});
const drag = () => new BoardDrag((x) => (x > 200 ? 'production' : 'confirmed'));

it('a card is pulled aside with a finger and let go over a column', () => {
  const pull = drag();
  pull.grab(card, at(100, 100));
  pull.move(at(130, 105));
  expect(pull.card).toBe(card);
  pull.move(at(250, 140));
  expect(pull.drop(at(250, 140))).toEqual({ card, to: 'production' });
  expect(pull.isClick()).toBe(false);
});

it('a finger that scrolls pulls nothing, and its press opens the card', () => {
  const pull = drag();
  pull.grab(card, at(100, 100));
  pull.move(at(103, 160));
  expect(pull.card).toBeNull();
  expect(pull.drop(at(103, 160))).toBeNull();
  expect(pull.isClick()).toBe(true);
});

it('a mouse pulls any way; a card let go over its own column stays', () => {
  const pull = drag();
  pull.grab(card, at(100, 100, 'mouse'));
  pull.move(at(100, 130, 'mouse'));
  expect(pull.card).toBe(card);
  expect(pull.drop(at(100, 130))).toBeNull();
});

it('what another finger does is no part of the pull', () => {
  const pull = drag();
  pull.grab(card, at(100, 100));
  pull.move({ ...at(250, 100), pointerId: 2 });
  expect(pull.card).toBeNull();
});
