/** The time on the screen, server-corrected, renewed each second. */
export class TickingClock {
  now = $state(0);
  private timer: ReturnType<typeof setInterval> | null = null;
  private readonly read: () => number;

  constructor(read: () => number) {
    this.read = read;
    this.now = read();
  }
  start(): void {
    this.timer ??= setInterval(() => (this.now = this.read()), 1_000);
  }
  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
