import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  image?: string;
  command?: string[];
  profiles?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  devices?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  network_mode?: string;
  restart?: string;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const { services } = compose;
const service = (name: string): Service => services[name]!;

describe('docker-compose.yml', () => {
  it('runs CouchDB 3.5 and the sync server, which only the TLS proxy opens to others', () => {
    expect(service('couchdb').image).toMatch(/^couchdb:3\.5/);
    expect(service('sync-server').ports).toBeUndefined();
    expect(service('proxy').ports).toContain('443:443');
    expect(readFileSync('ops/caddy/Caddyfile', 'utf8')).toContain('reverse_proxy sync-server:8080');
    expect(service('sync-server').environment?.['SYNC_PUBLIC_URL']).toMatch(/^https:/);
  });

  it('publishes everything else on loopback', () => {
    for (const [name, { ports = [] }] of Object.entries(services)) {
      for (const published of ports) if (name !== 'proxy') expect(published).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('watches the health of every service, and what leans on one waits for it', () => {
    for (const [name, { healthcheck }] of Object.entries(services)) expect(healthcheck?.test, name).toBeDefined();
    expect(service('sync-server').depends_on).toEqual({ couchdb: { condition: 'service_healthy' } });
    expect(service('proxy').depends_on).toEqual({ 'sync-server': { condition: 'service_healthy' } });
  });

  it('brings back whatever was killed, also after the machine was switched off, unless a person stopped it', () => {
    for (const [name, { restart }] of Object.entries(services)) expect(restart, name).toBe('unless-stopped');
  });

  it('keeps all data in named volumes', () => {
    const mounted = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes)
      .map((volume) => volume.split(':')[0]!)
      .filter((source) => !source.startsWith('.'));
    expect(new Set(mounted)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('has no default password: a secret that is not set stops the start', () => {
    for (const [, name, rest] of text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET))([^}]*)\}/g)) expect(rest, name).toMatch(/^:\?/);
    expect(text).not.toMatch(/(?:PASSWORD|SECRET|TOKEN): *['"]?\w/);
  });

  it('has the gateway of one till in the profile `till`, with its serial device', () => {
    const gateway = service('gateway');
    expect(gateway.profiles).toEqual(['till']);
    expect(gateway.ports).toEqual(['127.0.0.1:8000:8000']);
    expect(gateway.devices?.join()).toMatch(/\/dev\/tty/);
    expect(gateway.environment).not.toHaveProperty('OPTICS_DEMO');
  });

  it('has the emulators in the profile `demo` only', () => {
    const demo = Object.entries(services).filter(([, { environment }]) => environment?.['OPTICS_DEMO'] === '1');
    expect(demo.map(([name, { profiles }]) => [name, profiles])).toEqual([['demo', ['demo']]]);
    expect(service('demo').command?.join(' ')).toContain('ops/start/main.ts');
  });
});
