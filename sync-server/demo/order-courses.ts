import type { NewEvent } from '../../design/merge/edit.ts';

/** An event of a course, so many hours after the order was taken down; `by`: whose hands, the optician's where nothing is said. */
export interface CourseStep {
  readonly after: number;
  readonly event: NewEvent;
  readonly by?: 'technician';
}

/** How far an order of the demo has come. Days count back from today. */
export interface Course {
  readonly name: string;
  /** Days ago that it was taken down. */
  readonly age: number;
  /** The promised day, counted from today; below nothing: it is past. */
  readonly due: number;
  /** `true`: half of the price is paid on taking down, the rest on handing over. */
  readonly paid: boolean;
  readonly own?: true;
  readonly stock?: true;
  readonly rush?: true;
  readonly pairs?: 2;
  readonly steps: readonly CourseStep[];
}

const at = (after: number, event: NewEvent, by?: 'technician'): CourseStep => ({ after, event, ...(by ? { by } : {}) });
const confirmed = at(0.2, { kind: 'confirm' });
const lensOrdered = at(3, { kind: 'step', step: 'lens-ordered' });
const received = (after: number): CourseStep => at(after, { kind: 'step', step: 'received' });
const started = (after: number): CourseStep[] => [
  at(after, { kind: 'start' }, 'technician'),
  at(after + 0.1, { kind: 'assign', to: 'staff:office-technician-1' }, 'technician'),
  at(after + 0.2, { kind: 'location', place: 'Мастерская' }, 'technician'),
];
const edging = (after: number): CourseStep[] => [
  at(after, { kind: 'timer', action: 'start' }, 'technician'),
  at(after + 0.1, { kind: 'step', step: 'edging' }, 'technician'),
];
const edged = (after: number): CourseStep[] => [
  ...edging(after),
  at(after + 0.6, { kind: 'timer', action: 'stop' }, 'technician'),
];
const made = (after: number): CourseStep[] => [
  at(after, { kind: 'step', step: 'quality-control' }, 'technician'),
  at(after + 0.3, { kind: 'ready' }, 'technician'),
  at(after + 0.4, { kind: 'location', place: 'Шкаф выдачи' }, 'technician'),
];
const whole = (bench: number): CourseStep[] => [confirmed, ...started(bench), ...edged(bench + 1), ...made(bench + 2)];
const ordered = (bench: number): CourseStep[] => [
  confirmed,
  lensOrdered,
  received(bench - 1),
  ...started(bench),
  ...edged(bench + 1),
  ...made(bench + 2),
];
const handedOver = (after: number): CourseStep => at(after, { kind: 'deliver' });

/** Something of everything that a workshop meets, late ones included. The states are those of today, whenever the demo is loaded. */
export const COURSES: readonly Course[] = [
  { name: 'черновик', age: 0, due: 7, paid: false, steps: [] },
  { name: 'линзы заказать', age: 1, due: 6, paid: true, steps: [confirmed] },
  { name: 'линзы в пути', age: 4, due: 2, paid: true, steps: [confirmed, lensOrdered] },
  { name: 'поставщик опаздывает', age: 9, due: -1, paid: true, steps: [confirmed, lensOrdered] },
  { name: 'линзы пришли', age: 5, due: 1, paid: true, steps: [confirmed, lensOrdered, received(70)] },
  { name: 'линзы со склада, срочно', age: 0, due: 0, paid: true, stock: true, rush: true, steps: [confirmed] },
  { name: 'обточка', age: 3, due: 0, paid: true, stock: true, steps: [confirmed, ...started(30), ...edging(48)] },
  {
    name: 'линза разбита, заказана снова',
    ...{ age: 11, due: -2, paid: true },
    steps: [
      ...[confirmed, lensOrdered, received(70), ...started(96), ...edging(97)],
      at(98, { kind: 'timer', action: 'stop' }, 'technician'),
      at(
        98,
        { kind: 'breakage', part: 'od', cause: 'edging', again: 'supplier', fault: 'workshop', note: 'скол при обточке' },
        'technician',
      ),
      at(120, { kind: 'step', step: 'lens-ordered', eye: 'od' }),
    ],
  },
  {
    name: 'брак: ось',
    ...{ age: 8, due: -1, paid: true },
    steps: [
      ...[confirmed, lensOrdered, received(70), ...started(96), ...edged(97)],
      at(
        99,
        { kind: 'defect', part: 'os', cause: 'axis', again: 'supplier', fault: 'supplier', note: 'ось смещена на 6°' },
        'technician',
      ),
    ],
  },
  { name: 'контроль', age: 6, due: 1, paid: true, steps: [...ordered(100).slice(0, -2)] },
  { name: 'две пары', age: 4, due: 3, paid: true, pairs: 2, steps: [confirmed, lensOrdered] },
  { name: 'своя оправа', age: 2, due: 4, paid: true, own: true, steps: [confirmed, lensOrdered] },
  { name: 'готов', age: 5, due: 1, paid: true, steps: ordered(80) },
  { name: 'готов, оплачен целиком позже', age: 4, due: 0, paid: false, stock: true, steps: whole(60) },
  { name: 'не забран', age: 17, due: -8, paid: true, steps: ordered(150) },
  { name: 'давно не забран', age: 48, due: -40, paid: true, own: true, steps: ordered(140) },
  { name: 'выдан', age: 20, due: -12, paid: true, steps: [...ordered(120), handedOver(200)] },
  { name: 'выдан', age: 33, due: -26, paid: true, stock: true, steps: [...whole(40), handedOver(160)] },
  { name: 'выдан', age: 62, due: -50, paid: true, pairs: 2, steps: [...ordered(150), handedOver(260)] },
  {
    name: 'отменён',
    ...{ age: 15, due: -6, paid: false },
    steps: [confirmed, at(30, { kind: 'cancel', reason: 'клиент передумал', fault: 'client' })],
  },
];
