import { STEPS, type ConnectionModel, type Step } from './connection.model.ts';
import type { Findings } from './connection-steps.ts';
import type { ProbeDeps } from './gateway-probe.ts';

export interface ConnectionDeps extends ProbeDeps {
  readonly till: () => Findings['till'];
  readonly url: () => string | null;
  readonly token: () => string | null;
  readonly server: () => Promise<Findings['server']>;
  readonly now: () => number;
}

export class ConnectionStore implements ConnectionModel {
  steps = $state.raw<readonly Step[]>([]);
  running = $state(false);
  testedAt = $state<number | null>(null);
  private readonly deps: ConnectionDeps;

  constructor(deps: ConnectionDeps) {
    this.deps = deps;
  }

  async test(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.steps = STEPS.map((name) => ({ name, state: 'running', why: null, values: {} }));
    try {
      const { deps } = this;
      // Wanted once in a while: no part of what a till loads to sell.
      const [{ connectionSteps }, { probeGateway, probeToken }] = await Promise.all([
        import('./connection-steps.ts'),
        import('./gateway-probe.ts'),
      ]);
      const [till, url] = [deps.till(), deps.url()];
      const asked = till !== null && url !== null ? url : null;
      const [gateway, token, server] = await Promise.all([
        asked === null ? null : probeGateway(asked, deps),
        asked === null ? null : probeToken(asked, deps.token(), deps),
        deps.server(),
      ]);
      this.steps = connectionSteps({ till, url, gateway, token, server });
      this.testedAt = deps.now();
    } finally {
      this.running = false;
    }
  }
}
