import { version as build } from '$app/environment';
import type { App } from '../app.model.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import { VERSION } from '../update/releases.ts';
import type { ErrorLog } from './error-log.ts';

type Parts = Pick<
  App,
  'device' | 'people' | 'catalogue' | 'sale' | 'tray' | 'sync' | 'storage' | 'update' | 'install' | 'settings'
> & { readonly gateway: GatewayStore; readonly errorLog: ErrorLog };

/** Lines of the gateway's log that support gets. */
const LOG_LINES = 200;

/** What support needs to see of this till: versions, states, counts, codes. Whatever is personal is left out here, and once more by `scrub`. */
export function diagnosticFacts(parts: Parts): Readonly<Record<string, unknown>> {
  const { device, people, gateway, catalogue, sale, tray, sync, storage, update, install, settings, errorLog } = parts;
  const { scanner, terminal, printerWidth, sounds, theme, largeType, language } = settings;
  const { shift, buffer, lock } = gateway;
  return {
    program: { version: VERSION, build, waiting: update.waiting, outdated: update.outdated, installed: install.state },
    browser: {
      agent: navigator.userAgent,
      screen: `${screen.width}×${screen.height}`,
      window: `${innerWidth}×${innerHeight}`,
      ratio: devicePixelRatio,
      online: navigator.onLine,
    },
    device: device.info && {
      number: device.info.device,
      till: device.info.till,
      store: device.info.store,
      demo: device.info.demo,
    },
    role: people.current?.role ?? null,
    settings: { scanner, terminal: terminal.kind, printerWidth, sounds, theme, largeType, language },
    gateway: {
      url: gateway.url,
      mode: gateway.mode,
      since: gateway.since,
      paired: gateway.token !== null,
      needsCode: gateway.needsCode,
      otherTab: gateway.otherTab,
      lockMine: lock?.mine ?? null,
      shift: shift && { state: shift.state, number: shift.number, openedAt: shift.opened_at },
      buffer,
    },
    register: gateway.client.drive(),
    log: gateway.client.logs(LOG_LINES).then(({ items }) => items),
    sync: {
      state: sync.state,
      unsent: sync.unsent,
      refused: sync.refused,
      lastSync: sync.lastSync,
      online: sync.online,
      since: sync.since,
      why: sync.why,
      clockAhead: sync.clockAhead,
      databases: sync.databases.map(({ name, unsent, refused, behind, trouble }) => ({
        database: name,
        unsent,
        refused,
        behind,
        trouble,
      })),
    },
    catalogue: {
      state: catalogue.state,
      loaded: catalogue.loaded,
      of: catalogue.total,
      count: catalogue.count,
      damaged: catalogue.damaged,
    },
    storage: { state: storage.state, persisted: storage.persisted, used: storage.used, quota: storage.quota },
    sale: { phase: sale.phase, count: sale.lines.length, error: sale.error?.code ?? null },
    tray: tray.items.map(({ stage, error, at }) => ({ stage, error, at })),
    errors: errorLog.list,
  };
}
