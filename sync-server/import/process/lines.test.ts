import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { writeLine } from './lines.ts';

/** Takes one piece and is busy with it for ever, as the pipe to a process that hangs. */
const stuck = (): Writable => new Writable({ highWaterMark: 1, write: () => undefined });

it('a pipe that closes without an error while it is full ends the waiting: a killed reader leaves no job hanging', async () => {
  const pipe = stuck();
  const waiting = writeLine(pipe, 'the catalogue');
  pipe.destroy();
  await expect(waiting).resolves.toBeUndefined();
  await expect(writeLine(pipe, 'one page more')).resolves.toBeUndefined();
});

it('a pipe that breaks says so', async () => {
  const pipe = stuck();
  const waiting = writeLine(pipe, 'the catalogue');
  pipe.destroy(new Error('EPIPE'));
  await expect(waiting).rejects.toThrow('EPIPE');
});

it('waits for the other side and leaves no listeners behind', async () => {
  let go: () => void = () => undefined;
  const pipe = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void (go = done) });
  const waiting = writeLine(pipe, 'a line');
  go();
  await waiting;
  expect([pipe.listenerCount('drain'), pipe.listenerCount('close')]).toEqual([0, 0]);
});
