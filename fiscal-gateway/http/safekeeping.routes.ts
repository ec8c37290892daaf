import { basename } from 'node:path';
import { api } from '../../design/fiscal/api/index.ts';
import type { BackupAnswer } from '../../design/fiscal/wire-safekeeping.ts';
import type { Gateway } from '../gateway.ts';
import type { Backup } from '../safekeeping/backups.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const said = ({ kind, file, at, bytes, manifest }: Backup): BackupAnswer => ({
  kind,
  file: basename(file),
  made_at: new Date(at).toISOString(),
  bytes,
  sha256: manifest.sha256,
  receipts: manifest.counts.receipts,
  documents: manifest.counts.documents,
  events_head: manifest.chain.head.seq,
});

export function safekeepingRoutes(app: App, { backups }: Gateway): void {
  serve(app, api.backups, () => ({ items: backups.list().map(said) }));
  serve(app, api.makeBackup, async (_request, reply) => reply.code(201).send(said(await backups.make('manual'))));
}
