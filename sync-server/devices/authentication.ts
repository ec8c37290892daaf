import type { FastifyRequest } from 'fastify';
import type { Device } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import type { Devices } from './devices.store.ts';
import { bearerOf } from './tokens.ts';

export interface DeviceDoor {
  /** Lets revoked devices in too: their routes decide what these may do (`db/quarantine.ts`). */
  readonly revokedToo?: boolean;
  /** @throws DomainError RATE_LIMITED */
  readonly count?: (device: number) => void;
}

/** A hook: the paired device that asks, or 401 / 403 DEVICE_REVOKED, which says that the device may hand in what it holds / 429. */
export function authenticateDevice(devices: Devices, { revokedToo = false, count }: DeviceDoor = {}) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = bearerOf(request.headers.authorization);
    const device = token === null ? null : await devices.authenticate(token);
    if (!device) throw new DomainError('UNAUTHENTICATED');
    count?.(device.number);
    if (device.revoked !== null && !revokedToo) throw new DomainError('DEVICE_REVOKED', { handIn: true });
    request.device = device;
  };
}

/** The device that `authenticateDevice` found for this request. */
export function deviceOf(request: FastifyRequest): Device {
  if (!request.device) throw new DomainError('UNAUTHENTICATED');
  return request.device;
}

declare module 'fastify' {
  interface FastifyRequest {
    device: Device | null;
  }
}
