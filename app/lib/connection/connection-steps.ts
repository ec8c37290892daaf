import type { AnswerTo } from '$design/fiscal/api/client.ts';
import type { Step, StepName, StepState, Why } from './connection.model.ts';

export type Health = AnswerTo<'GET /v1/health'>;

/** What the questions of a test brought. */
export interface Findings {
  /** `null`: this device is no till. */
  readonly till: { readonly pos: string; readonly store: string } | null;
  readonly url: string | null;
  /** `unknown-page`: it answers, but lets this page read nothing. */
  readonly gateway:
    | { readonly kind: 'health'; readonly health: Health; readonly ms: number }
    | { readonly kind: 'timeout' | 'refused' | 'permission' | 'unknown-page' | 'other' }
    | null;
  /** `null`: it could not be asked. */
  readonly token: 'valid' | 'missing' | 'refused' | null;
  /** ms of its answer. */
  readonly server: { readonly kind: 'ok'; readonly ms: number } | { readonly kind: 'login' | 'silent' };
}

const GATEWAY_WHY = {
  timeout: 'timeout',
  refused: 'refused',
  permission: 'permission',
  'unknown-page': 'unknownPage',
  other: 'notGateway',
} as const;

const step = (name: StepName, state: StepState, why: Why, values: Step['values'] = {}): Step => ({ name, state, why, values });
const later = (name: StepName): Step => step(name, 'skipped', 'earlier');

/** The steps of the way as a person reads them: each says by itself whether it stands, and what to do where it does not. */
export function connectionSteps({ till, url, gateway, token, server }: Findings): readonly Step[] {
  const serverStep =
    server.kind === 'ok'
      ? step('server', 'ok', 'serverOk', { ms: Math.round(server.ms) })
      : server.kind === 'login'
        ? step('server', 'failed', 'serverLogin')
        : step('server', 'warn', 'serverSilent');
  if (till === null) return [step('address', 'skipped', 'disabled'), serverStep];
  if (url === null) return [step('address', 'failed', 'notConfigured'), serverStep];
  const address = step('address', 'ok', 'addressOk', { url });
  if (gateway?.kind !== 'health') {
    const why = gateway === null ? 'refused' : GATEWAY_WHY[gateway.kind];
    const rest = (['token', 'till', 'register', 'drive', 'ofd', 'link'] as const).map(later);
    return [address, step('gateway', 'failed', why), ...rest, serverStep];
  }
  const { health, ms } = gateway;
  const { kkt_device: device, ofd_connection: ofd, server_connection: link } = health.components;
  return [
    address,
    step('gateway', 'ok', 'answers', { version: health.version, ms: Math.round(ms) }),
    token === 'valid'
      ? step('token', 'ok', 'tokenOk')
      : token === null
        ? later('token')
        : step('token', 'failed', token === 'missing' ? 'tokenMissing' : 'tokenRefused'),
    health.pos_id === till.pos && health.store === till.store
      ? step('till', 'ok', 'tillOk', { till: health.pos_id, store: health.store })
      : step('till', 'failed', 'tillOther', { till: health.pos_id, store: health.store, expected: `${till.pos}, ${till.store}` }),
    device.status === 'ok'
      ? step('register', 'ok', 'registerOk')
      : device.status === 'not_configured'
        ? step('register', 'failed', 'registerNone')
        : device.status === 'unreachable'
          ? step('register', 'failed', 'registerSilent')
          : step('register', 'failed', 'registerBlocked', { code: device.code ?? 'DRIVE_REFUSED' }),
    device.fn_serial === null
      ? step('drive', 'skipped', 'driveUnknown')
      : step('drive', device.status === 'ok' ? 'ok' : 'warn', 'driveOk', {
          fn: device.fn_serial,
          left: device.fn_capacity_left ?? 0,
        }),
    ofd.status === 'ok'
      ? ofd.latency_ms === null
        ? step('ofd', 'ok', 'ofdOkPlain')
        : step('ofd', 'ok', 'ofdOk', { ms: Math.round(ofd.latency_ms) })
      : ofd.status === 'not_configured'
        ? step('ofd', 'failed', 'ofdNone')
        : ofd.status === 'unknown'
          ? step('ofd', 'skipped', 'checking')
          : step('ofd', 'warn', 'ofdSilent'),
    link.status === 'ok'
      ? step('link', 'ok', 'ofdOkPlain')
      : link.status === 'not_configured'
        ? step('link', 'warn', 'linkNone')
        : link.status === 'unknown'
          ? step('link', 'skipped', 'checking')
          : step('link', 'warn', 'linkSilent'),
    serverStep,
  ];
}
