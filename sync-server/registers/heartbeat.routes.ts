import type { FastifyInstance } from 'fastify';
import { CHAIN } from '../../design/databases.ts';
import type { RegisterState } from '../../design/documents/chain.ts';
import { DomainError } from '../../design/errors.ts';
import { heartbeat, type Heartbeat } from '../../design/fiscal/journal-copy.ts';
import { witness, type Witnessed } from '../../design/event-witness.ts';
import { docId } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import { gatewayOf } from '../devices/gateway-authentication.ts';
import type { Gateways, Till } from '../devices/gateways.store.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import { noteReturn } from '../reconcile/absences.store.ts';
import type { Stamps } from '../stamps.ts';

export interface HeartbeatDeps {
  readonly engine: Engine;
  readonly gateways: Gateways;
  readonly clock: Clock;
  readonly stamps: Stamps;
  /** Up to which row the till's journal is held here. */
  readonly held: (pos: string) => Promise<number>;
  readonly beat: (pos: string, queued: number) => void;
  /** A till's event journal does not contain what it once did. */
  readonly eventsBroken: (pos: string, why: 'cut' | 'rewritten') => void;
}

/** POST /api/v1/kkt/heartbeat: what the gateway says of its register becomes `register-state:<till>` in `chain`. Answers server time. */
export function heartbeatRoutes(app: FastifyInstance, deps: HeartbeatDeps): void {
  app.post('/v1/kkt/heartbeat', async (request) => {
    const till = gatewayOf(request, deps.gateways);
    const body = parsed(heartbeat, request.body);
    if (body.pos_id !== till.pos) throw new DomainError('WRONG_TILL', { pos_id: till.pos });
    const events = await write(till, body, deps);
    deps.beat(till.pos, body.buffer_status.current_queued);
    // Who says how its copy stands understands the answer, too.
    return { now: deps.clock.now(), ...(body.events && { events }), ...(body.copy && { held: await deps.held(till.pos) }) };
  });
}

/** Answers what is remembered of the till's event journal from now on. */
async function write(till: Till, body: Heartbeat, deps: HeartbeatDeps): Promise<Witnessed | null> {
  const chain = await deps.engine.open(CHAIN);
  const id = docId('register-state', till.pos);
  // Two heartbeats at once: the second conflicts and is written over the first on the next turn.
  for (let tries = 0; tries < 3; tries += 1) {
    const before = await chain.get(id);
    const known = (before as unknown as RegisterState | null)?.events ?? null;
    const { state: events, found } = body.events ? witness(known, body.events, deps.clock.now()) : { state: known, found: null };
    const state = { ...stateOf(till, body, deps), events };
    if (!(await chain.put(before ? { ...state, _rev: before._rev } : state)).ok) continue;
    if (found) deps.eventsBroken(till.pos, found);
    if (before) await noteReturn(deps.engine, till, Number(before['seen']), deps.clock.now());
    return events;
  }
  return null;
}

function stateOf(till: Till, body: Heartbeat, { clock, stamps }: HeartbeatDeps): RegisterState {
  const buffer = body.buffer_status;
  return {
    _id: docId('register-state', till.pos),
    type: 'register-state',
    schema: 1,
    hlc: stamps(),
    by: null,
    pos: till.pos,
    store: till.store,
    seen: clock.now(),
    retired: false,
    fn: body.fn,
    network: buffer.network_status,
    shift: body.shift && { number: body.shift.number, openedAt: body.shift.opened_at },
    buffer: {
      capacity: buffer.total_capacity,
      queued: buffer.current_queued,
      percent: buffer.percent_full,
      dead: buffer.dlq_size,
    },
    breaker: body.circuit_breaker.state,
    ...(body.copy && { copy: body.copy }),
    care: body.care && {
      daysLeft: body.care.days_left,
      documentsLeft: body.care.documents_left,
      unsentDays: body.care.unsent_age_days,
      alarms: body.care.alarms,
      maintenanceUntil: body.care.maintenance?.until ?? null,
    },
  };
}
