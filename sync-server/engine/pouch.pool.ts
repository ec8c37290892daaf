export type Pouch = PouchDB.Database;

/** Opens databases when they are used and closes those that nobody uses, the longest unused first. */
export interface PouchPool {
  /** Runs `work` on the open database; it stays open until `work` ends. */
  use<T>(location: string, work: (pouch: Pouch) => Promise<T>): Promise<T>;
  /** Closes a database when its users are done and then runs `work` (removing it, say); whoever wants it meanwhile waits. */
  whileClosed<T>(location: string, work: () => Promise<T>): Promise<T>;
  openCount(): number;
  close(): Promise<void>;
}

interface Slot {
  readonly pouch: Promise<Pouch>;
  users: number;
  /** Told when nobody uses it any more. */
  idle: (() => void) | null;
}

/**
 * @param most how many may stay open; more are open only while all of them are in use
 * @param open opens the database in this folder, making it where it is missing
 */
export function createPouchPool(most: number, open: (location: string) => Promise<Pouch>): PouchPool {
  /** In the order of their last use. */
  const slots = new Map<string, Slot>();
  /** LevelDB refuses a folder that is not quite closed yet. */
  const closing = new Map<string, Promise<unknown>>();
  let closed = false;

  function take(location: string): Slot {
    let slot = slots.get(location);
    if (slot) slots.delete(location);
    else {
      const before = closing.get(location) ?? Promise.resolve();
      slot = { pouch: before.then(() => open(location)), users: 0, idle: null };
      const made = slot;
      slot.pouch.catch(() => slots.get(location) === made && slots.delete(location));
    }
    slots.set(location, slot);
    return slot;
  }

  function shut(location: string, slot: Slot | undefined, then: () => Promise<unknown>): Promise<unknown> {
    slots.delete(location);
    const before = closing.get(location) ?? Promise.resolve();
    const unused = slot && slot.users > 0 ? new Promise<void>((resolve) => (slot.idle = resolve)) : Promise.resolve();
    const done = Promise.all([before, unused])
      .then(() => slot?.pouch)
      .catch(() => undefined) // it never opened
      .then((pouch) => pouch?.close())
      .then(then);
    const settled = done.catch(() => undefined);
    closing.set(location, settled);
    void settled.then(() => closing.get(location) === settled && closing.delete(location));
    return done;
  }

  function trim(): void {
    for (const [location, slot] of slots) {
      if (slots.size <= most) return;
      if (slot.users === 0) void shut(location, slot, () => Promise.resolve()).catch(() => undefined);
    }
  }

  return {
    async use(location, work) {
      if (closed) throw new Error('the engine is closed');
      const slot = take(location);
      slot.users += 1;
      try {
        trim();
        return await work(await slot.pouch);
      } finally {
        slot.users -= 1;
        if (slot.users === 0) slot.idle?.();
        trim();
      }
    },
    whileClosed: <T>(location: string, work: () => Promise<T>) => shut(location, slots.get(location), work) as Promise<T>,
    openCount: () => slots.size,
    async close() {
      closed = true;
      await Promise.allSettled([...slots].map(([location, slot]) => shut(location, slot, () => Promise.resolve())));
      await Promise.all(closing.values());
    },
  };
}
