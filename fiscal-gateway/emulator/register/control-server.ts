import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DRIVE_WARNINGS } from '../../../design/fiscal/drive-care.ts';
import { SHIFT_LIMIT } from '../../../design/fiscal/limits.ts';
import { answerProblems, checked } from '../problems.ts';
import type { Device } from './device.ts';
import type { DeviceStore } from './device.store.ts';
import { fault } from './faults.ts';

const page = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).default(100_000),
});
const paper = z.object({ present: z.boolean().optional(), near: z.boolean().optional() });
const open = z.object({ open: z.boolean() });
const clockBody = z.object({ offset_ms: z.int() });
const driveBody = z.object({
  /** The open shift began so long ago; `"expired"` puts it just past its 24 hours. */
  shift_opened_at: z.union([z.int(), z.literal('expired')]).optional(),
  valid_until: z.int().optional(),
  documents_left: z.int().min(0).optional(),
  unsent_limit: z.int().min(0).optional(),
  /** The oldest document without a ticket waits since then, epoch ms. */
  unsent_first_at: z.int().optional(),
  /** What the drive warns of by itself. */
  warnings: z.array(z.enum(DRIVE_WARNINGS)).optional(),
  failed: z.boolean().optional(),
  registration_number: z.string().min(1).max(20).optional(),
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
    const { present, near } = checked(paper, request.body);
    if (near !== undefined) device.setPaperNear(near);
    if (present !== undefined) device.setPaper(present);
    return device.status();
  });
  app.post('/cover', (request) => {
    device.setCover(checked(open, request.body).open);
    return device.status();
  });
  app.post('/drawer', (request) => {
    device.setDrawer(checked(open, request.body).open);
    return device.status();
  });
  app.post('/clock', (request) => {
    device.setClock(checked(clockBody, request.body).offset_ms);
    return device.status();
  });
  app.post('/drive', (request) => {
    const dials = checked(driveBody, request.body);
    const { shift_opened_at: opened, valid_until, documents_left, unsent_limit } = dials;
    const { unsent_first_at, warnings, failed, registration_number } = dials;
    device.setDrive(
      {
        ...(valid_until === undefined ? {} : { validUntil: valid_until }),
        ...(documents_left === undefined ? {} : { documentsLeft: documents_left }),
        ...(unsent_limit === undefined ? {} : { unsentLimit: unsent_limit }),
        ...(warnings === undefined ? {} : { warnings }),
        ...(failed === undefined ? {} : { failed }),
        ...(registration_number === undefined ? {} : { registrationNumber: registration_number }),
      },
      opened === 'expired' ? device.status().clock - SHIFT_LIMIT : opened,
    );
    if (unsent_first_at !== undefined) device.setUnsentSince(unsent_first_at);
    return device.status();
  });
  app.post('/reset', () => {
    device.reset();
    resetLines();
    return device.status();
  });
  return app;
}
