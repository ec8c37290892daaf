import { describe, expect, it } from 'vitest';
import { planStart } from './plan.ts';

const token = (): string => 'token-of-sixteen-characters';
const names = (plan: ReturnType<typeof planStart>): string[] => plan.stages.flat().map((program) => program.name);

describe('what npm start runs', () => {
  it('is one till with its register, the operator and the server, on the ports that design names', () => {
    const plan = planStart({}, 1, token);
    expect(names(plan)).toEqual(['register POS-001', 'ofd', 'sync-server', 'gateway POS-001']);
    expect(plan.ports.map(({ port }) => port)).toEqual([8080, 8000, 7778, 7779, 9000]);
    expect(plan.tills).toEqual([{ pos_id: 'POS-001', store: 'demo-1', url: 'http://127.0.0.1:8000' }]);
  });

  it('gives every till a gateway, port, register and name of its own, and one secret known to the server', () => {
    let n = 0;
    const plan = planStart({ REGISTER_PORT: '17000', GATEWAY_PORT: '18000' }, 3, () => `token-${++n}`);
    const ports = plan.ports.map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
    const gateways = plan.stages.flat().filter(({ name }) => name.startsWith('gateway'));
    expect(gateways.map(({ env }) => [env['GATEWAY_POS_ID'], env['GATEWAY_PORT'], env['REGISTER_PORT']])).toEqual([
      ['POS-001', '18000', '17000'],
      ['POS-002', '18001', '17002'],
      ['POS-003', '18002', '17004'],
    ]);
    const server = plan.stages.flat().find(({ name }) => name === 'sync-server')!;
    expect(JSON.parse(server.env['SYNC_GATEWAY_TOKENS']!)).toEqual(
      Object.fromEntries(gateways.map(({ env }) => [env['GATEWAY_POS_ID'], env['GATEWAY_SYNC_TOKEN']])),
    );
  });

  it('respects what the user set and runs no emulator for a real device', () => {
    const plan = planStart(
      { GATEWAY_REGISTER: 'shtrih+tcp://10.0.0.5:7778', GATEWAY_OFD: 'https://ofd.example', SYNC_PORT: '' },
      1,
      token,
    );
    expect(names(plan)).toEqual(['sync-server', 'gateway POS-001']);
    expect(plan.stages[1]![0]!.env['GATEWAY_OFD']).toBe('https://ofd.example');
    expect(plan.syncPort).toBe(8080);
  });

  it('names the variable that is not a port', () => {
    expect(() => planStart({ OFD_PORT: 'ninety' }, 1, token)).toThrow(/OFD_PORT/);
  });
});
