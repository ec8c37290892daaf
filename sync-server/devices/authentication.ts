import type { FastifyRequest } from 'fastify';
import type { Device } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import type { Devices } from './devices.store.ts';
import { bearerOf } from './tokens.ts';

/** A hook: the paired device that asks, or 401 / 403 DEVICE_REVOKED. */
export function authenticateDevice(devices: Devices) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = bearerOf(request.headers.authorization);
    const device = token === null ? null : await devices.authenticate(token);
    if (!device) throw new DomainError('UNAUTHENTICATED');
    if (device.revoked !== null) throw new DomainError('DEVICE_REVOKED');
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
