import { randomUUID } from 'node:crypto';
import { CONTROL } from '../design/databases.ts';
import type { Engine } from './engine/engine.ts';

/** Made at the first start and kept with the data, so that replication goes on from its checkpoints whatever the server's address. */
export async function serverUuid(engine: Engine): Promise<string> {
  const control = await engine.open(CONTROL);
  const known = await control.get('server:identity');
  if (typeof known?.['uuid'] === 'string') return known['uuid'];
  const uuid = randomUUID();
  await control.put({ _id: 'server:identity', type: 'server', schema: 1, uuid });
  return uuid;
}
