import type { Till } from '../wiring/till.ts';
import { askServer } from './ask-server.ts';
import { TEST_TIMEOUT } from './connection.model.ts';
import { ConnectionStore } from './connection.store.svelte.ts';

/** The test of the way to this till's register and to the server. */
export const createConnection = ({ gateway, device, pos, server, now }: Till): ConnectionStore =>
  new ConnectionStore({
    fetch: (input, init) => fetch(input, init),
    deadline: () => AbortSignal.timeout(TEST_TIMEOUT),
    localNetwork: () => gateway.localNetwork(),
    elapsed: () => performance.now(),
    till: () => {
      const till = pos();
      return till === null ? null : { pos: till, store: device()?.store ?? '' };
    },
    url: () => gateway.url,
    token: () => gateway.token,
    server: () => askServer(server, () => performance.now()),
    now,
  });
