import { mayRollBack } from './rollback.ts';
import type { GatewayAdmin, Health } from './gateway-admin.ts';
import type { ReleaseManifest } from './release.ts';
import type { Releases } from './releases.ts';
import type { Service } from './service.ts';

/** What the tills are told; an update takes seconds. */
const ESTIMATE_MINUTES = 5;
const LOOK_EVERY = 500;

export interface UpdateParts {
  readonly releases: Releases;
  readonly gateway: GatewayAdmin;
  readonly service: Service;
  /** Opens, and so migrates, a copy of the journal with the new program; throws with its words. A running gateway's is its backup. */
  readonly tryJournal: (version: string, from: 'backup' | 'journal') => Promise<void>;
  readonly say: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface UpdateOrder {
  readonly next: ReleaseManifest;
  /** How long to wait for a moment without a sale, ms. */
  readonly patience: number;
  /** How long a program may take to answer and to find its register, ms. */
  readonly healthyWithin: number;
}

export type UpdateOutcome = 'updated' | 'rolled-back' | 'stuck';

/**
 * An update between receipts (docs/decisions/0009): backup → the new program tries the journal on a copy → a moment without a sale →
 * maintenance, so that nothing new begins → stop → switch → start → health. Where the new program does not come up healthy, the old one
 * takes over again, if the journal allows it; else nothing is undone silently and a person is told what to do.
 * Throws before anything was changed where it cannot begin.
 */
export async function update(parts: UpdateParts, { next, patience, healthyWithin: within }: UpdateOrder): Promise<UpdateOutcome> {
  const { releases, gateway, service, tryJournal, say, sleep, now } = parts;
  const old = releases.current;
  if (old?.version === next.version) throw new Error(`version ${next.version} runs already`);

  async function healthyWithin(version: string, register: boolean): Promise<Health | null> {
    for (const end = now() + within; now() < end; await sleep(LOOK_EVERY)) {
      const health = await gateway.health();
      if (health?.version !== version) continue;
      if (!register || health.components.kkt_device.status === 'ok') return health;
    }
    return null;
  }

  async function quietMoment(): Promise<void> {
    for (const end = now() + patience; ; await sleep(LOOK_EVERY)) {
      if ((await gateway.maintenance()).quiet) return;
      if (now() >= end) throw new Error('a till is selling all the time: nothing was changed, try again later');
    }
  }

  const before = await gateway.health();
  let mine = false;
  if (before !== null) {
    say('резервная копия журнала');
    await gateway.backup();
  }
  say(`новая версия ${next.version} пробует журнал на копии`);
  await tryJournal(next.version, before === null ? 'journal' : 'backup');
  if (before !== null) {
    say('ждём паузы между чеками');
    await quietMoment();
    // A person's maintenance stays a person's: it is neither changed nor ended here.
    mine = (await gateway.maintenance()).maintenance === null;
    if (mine) await gateway.begin('Обновление программы', ESTIMATE_MINUTES);
  }
  const hadRegister = before?.components.kkt_device.status === 'ok';

  async function backTo(version: string): Promise<boolean> {
    await service.stop().catch((error: unknown) => say(String(error)));
    releases.switchTo(version);
    await service.start().catch((error: unknown) => say(String(error)));
    return (await healthyWithin(version, false)) !== null;
  }
  const ended = async (): Promise<void> => {
    if (mine) await gateway.end();
  };

  try {
    if (before !== null) await gateway.backup();
    await service.stop();
  } catch (error) {
    await service.start().catch(() => undefined);
    if ((await healthyWithin(before?.version ?? '', false)) !== null) await ended();
    throw error;
  }
  say(`переключаем на ${next.version}`);
  releases.switchTo(next.version);
  await service.start().catch((error: unknown) => say(String(error)));
  if ((await healthyWithin(next.version, hadRegister)) !== null) {
    await ended();
    for (const version of releases.tidy()) say(`удалена версия ${version}`);
    return 'updated';
  }

  if (old === null || !mayRollBack(old, next)) {
    say(`версия ${next.version} не заработала, а прежняя не может работать с её журналом.`);
    say('Ничего не откачено: установите исправленную версию или восстановите копию журнала (docs/gateway.md, «Обновление»).');
    return 'stuck';
  }
  say(`версия ${next.version} не заработала, возвращаем ${old.version}`);
  if (!(await backTo(old.version))) {
    say('прежняя версия не отвечает: позовите администратора');
    return 'stuck';
  }
  await ended();
  return 'rolled-back';
}
