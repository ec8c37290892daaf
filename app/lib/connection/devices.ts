import type { ErrorCode } from '$design/errors.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import type { DevicesModel } from './devices.model.ts';

async function orCode<T>(answer: Promise<T>): Promise<T | ErrorCode> {
  try {
    return await answer;
  } catch (error) {
    return error instanceof GatewayError ? error.code : 'INTERNAL';
  }
}

export const createDevices = (
  client: Pick<GatewayClient, 'devices' | 'testDevices' | 'saveDevices'>,
  staff: () => string | null,
): DevicesModel => ({
  load: () => orCode(client.devices()),
  test: (adminKey, choice) => orCode(client.testDevices(adminKey, choice)),
  async save(adminKey, choice) {
    const by = staff();
    return by === null ? 'FORBIDDEN' : orCode(client.saveDevices(adminKey, { ...choice, by }));
  },
});
