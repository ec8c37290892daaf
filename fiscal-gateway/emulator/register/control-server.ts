import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SHIFT_LIMIT } from '../../../design/fiscal/limits.ts';
import { answerProblems, checked } from '../problems.ts';
import type { Device } from './device.ts';
import type { DeviceStore } from './device.store.ts';
import { fault } from './faults.ts';

const page = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).default(100_000),
});
const paper = z.object({ present: z.boolean() });
const cover = z.object({ open: z.boolean() });
const clockBody = z.object({ offset_ms: z.int() });
const driveBody = z.object({
  /** The open shift began so long ago; `"expired"` puts it just past its 24 hours. */
  shift_opened_at: z.union([z.int(), z.literal('expired')]).optional(),
  valid_until: z.int().optional(),
  documents_left: z.int().min(0).optional(),
  unsent_limit: z.int().min(0).optional(),
});

/** The control port: what a person does to the device with hands, and what went wrong with it. No real register has one. */
export function createControlServer(device: Device, store: DeviceStore, resetLines: () => void): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true });
  answerProblems(app);

  app.get('/state', () => device.state());
  app.get('/documents', (request) => {
    const { from, limit } = checked(page, request.query);
    return { documents: store.documents(from, limit).map(({ document, text, qr }) => ({ ...document, text, qr })) };
  });
  app.get('/paper', (request) => {
    const { from, limit } = checked(page, request.query);
    return { jobs: store.printed(from, limit) };
  });
  app.post('/fault', (request) => {
    device.arm(checked(fault, request.body));
    return device.state().faults;
  });
  app.delete('/fault', () => {
    device.disarm();
    return device.state().faults;
  });
  app.post('/paper', (request) => {
    device.setPaper(checked(paper, request.body).present);
    return device.status();
  });
  app.post('/cover', (request) => {
    device.setCover(checked(cover, request.body).open);
    return device.status();
  });
  app.post('/clock', (request) => {
    device.setClock(checked(clockBody, request.body).offset_ms);
    return device.status();
  });
  app.post('/drive', (request) => {
    const { shift_opened_at: opened, valid_until, documents_left, unsent_limit } = checked(driveBody, request.body);
    device.setDrive(
      {
        ...(valid_until === undefined ? {} : { validUntil: valid_until }),
        ...(documents_left === undefined ? {} : { documentsLeft: documents_left }),
        ...(unsent_limit === undefined ? {} : { unsentLimit: unsent_limit }),
      },
      opened === 'expired' ? device.status().clock - SHIFT_LIMIT : opened,
    );
    return device.status();
  });
  app.post('/reset', () => {
    device.reset();
    resetLines();
    return device.status();
  });
  return app;
}
