import about from '../../package.json' with { type: 'json' };
import { api } from '../../design/fiscal/api/index.ts';
import { DomainError } from '../../design/errors.ts';
import { BREAKER, DISK } from '../../design/fiscal/limits.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const VERSION = about.version;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function deviceRoutes(app: App, gateway: Gateway): void {
  const { drive, network, sender, buffer, care, maintenance, diskWatch, backups, context } = gateway;
  const { config, clock, register, ofd } = context;

  function diskStatus(): 'ok' | 'low' | 'full' | 'failed' | 'unknown' {
    if (context.journal.fault !== null) return 'failed';
    const { free } = diskWatch;
    if (free === null) return 'unknown';
    return free < DISK.critical ? 'full' : free < DISK.low ? 'low' : 'ok';
  }

  function healthOf() {
    const { current_queued: queued, total_capacity: capacity, percent_full, dlq_size } = buffer();
    const { ofd: operator, server, mode } = network.state;
    const refuses = drive.seen !== null && drive.seen.drive.state !== 'ready' ? ('DRIVE_REFUSED' as const) : null;
    const blocked = drive.blocked ?? refuses;
    const device = register === null ? 'not_configured' : blocked ? 'blocked' : drive.seen === null ? 'unreachable' : 'ok';
    const link = (streak: { ok: boolean | null }, configured: boolean) =>
      !configured
        ? ('not_configured' as const)
        : streak.ok === null
          ? ('unknown' as const)
          : streak.ok
            ? ('ok' as const)
            : ('unreachable' as const);
    const disk = diskStatus();
    const unhealthy = percent_full >= 100 || dlq_size > 100 || device === 'blocked' || disk === 'failed';
    const degraded =
      percent_full > 90 ||
      dlq_size > 0 ||
      device !== 'ok' ||
      sender.breaker.state !== 'closed' ||
      disk === 'low' ||
      disk === 'full';
    return {
      status: unhealthy ? ('unhealthy' as const) : degraded ? ('degraded' as const) : ('healthy' as const),
      version: VERSION,
      demo: config.demo,
      pos_id: config.posId,
      store: config.store,
      network: mode,
      maintenance: maintenance.current !== null,
      time: clock.now(),
      components: {
        kkt_device: {
          status: device as 'ok',
          code: blocked,
          fn_serial: drive.seen?.fn ?? null,
          fn_capacity_left: drive.seen?.drive.documentsLeft ?? null,
        },
        ofd_connection: { status: link(operator, ofd !== null), latency_ms: network.latency },
        server_connection: { status: link(server, config.syncUrl !== null) },
        buffer: { queued, capacity, percent_full, dlq_size },
        circuit_breaker: {
          state: sender.breaker.state,
          failure_count: sender.breaker.failures,
          last_failure_time: iso(sender.lastFailure),
          next_attempt_time: sender.breaker.state === 'open' ? iso(sender.breaker.since + BREAKER.openFor) : null,
        },
        disk: { status: disk, free_bytes: diskWatch.free },
        backup: { made_at: iso(backups.last?.at ?? null) },
      },
    };
  }

  serve(app, api.health, async (_request, reply) => {
    const answer = healthOf();
    return reply.code(answer.status === 'unhealthy' ? 503 : 200).send(answer);
  });

  serve(app, api.drive, async () => {
    const status = await drive.ask();
    return { ...care.describe(status), former: context.stores.shiftFacts.owedByOthers(status.fn) };
  });
  serve(app, api.adoptDrive, async (request) => {
    const { fn, reason, signed_by: by } = request.body;
    if (by && !reason) throw new DomainError('SIGNATURE_REQUIRED');
    await drive.adopt(fn, by && reason ? { ...by, reason } : null);
    return { done: true };
  });

  serve(app, api.cacheRefresh, () => {
    throw new DomainError('ROUTE_REPLACED', { by: 'replication' });
  });
}
