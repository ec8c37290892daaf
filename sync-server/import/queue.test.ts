import { expect, it } from 'vitest';
import { createWorkQueue, PRIORITIES, type Priority } from './queue.ts';

const queueOf = () => {
  const failures: string[] = [];
  return { queue: createWorkQueue((key) => failures.push(key)), failures };
};
/** Work that goes on until it is let go. */
function held() {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  return { until, release };
}

it('of what waits in a lane the more urgent goes first, in the order of coming among equals: critical, high, default, low', async () => {
  const { queue } = queueOf();
  const door = held();
  const order: string[] = [];
  queue.add('catalogue', 'in hand', 'low', () => door.until);
  for (const round of [1, 2]) {
    for (const priority of ['low', 'default', 'high', 'critical'] as const) {
      queue.add('catalogue', `${priority} ${round}`, priority, () => Promise.resolve(void order.push(`${priority} ${round}`)));
    }
  }
  door.release();
  await queue.idle();
  const urgent = (Object.keys(PRIORITIES) as Priority[]).sort((a, b) => PRIORITIES[b] - PRIORITIES[a]);
  expect(urgent).toEqual(['critical', 'high', 'default', 'low']);
  expect(order).toEqual(urgent.flatMap((priority) => [`${priority} 1`, `${priority} 2`]));
});

it('a huge file in its lane holds up no activation', async () => {
  const { queue } = queueOf();
  const door = held();
  const order: string[] = [];
  queue.add('files', 'huge', 'critical', async () => {
    await door.until;
    order.push('file');
  });
  await new Promise<void>((resolve) => {
    queue.add('catalogue', 'prices', 'low', () => Promise.resolve(void order.push('prices')).then(resolve));
  });
  expect([order, queue.waiting('files')]).toEqual([['prices'], 1]);
  door.release();
  await queue.idle();
  expect(order).toEqual(['prices', 'file']);
});

it('what runs or waits is not taken twice, and what failed is told and may come again', async () => {
  const { queue, failures } = queueOf();
  const door = held();
  let runs = 0;
  const work = async (): Promise<void> => {
    runs += 1;
    await door.until;
    throw new Error('disk');
  };
  queue.add('files', 'job', 'high', work);
  queue.add('files', 'job', 'high', work);
  queue.add('catalogue', 'job', 'high', work);
  door.release();
  await queue.idle();
  expect([runs, failures]).toEqual([1, ['job']]);
  queue.add('files', 'job', 'high', work);
  await queue.idle();
  expect([runs, failures]).toEqual([2, ['job', 'job']]);
});

it('what is called off before its turn is never begun, and a stop waits for what is in hand', async () => {
  const { queue, failures } = queueOf();
  const order: string[] = [];
  queue.add('files', 'first', 'high', async (signal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    order.push('first ended');
    throw new Error('aborted');
  });
  queue.add('files', 'second', 'high', () => Promise.resolve(void order.push('second')));
  queue.abort('second');
  await queue.stop();
  expect([order, failures]).toEqual([['first ended'], []]);
});
