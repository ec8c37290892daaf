/** Work on one key after another, different keys side by side: "is it there already?" and "write it" are one step then. */
export function perKey(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const next = (ends.get(key) ?? Promise.resolve()).then(work, work);
    const done = next.then(
      () => undefined,
      () => undefined,
    );
    ends.set(key, done);
    void done.then(() => ends.get(key) === done && ends.delete(key));
    return next;
  };
}
