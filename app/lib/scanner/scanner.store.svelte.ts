import { readScan, type Scan } from './scan.ts';
import { isReading, NO_SCAN, scanPause, scanStep, type ScannerOptions } from './scan-machine.ts';
import type { ScanHandler, ScannerModel } from './scanner.model.ts';

/** ms for which a scan that brought the till to the front waits for the till's screen. */
const HELD = 5_000;

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface ScannerDeps {
  readonly options: () => ScannerOptions;
  readonly openDialogs: () => number;
  /** Nobody took a scan: the till is to come to the front. */
  readonly onUnclaimed: () => void;
  /** A dialog is open that wants no scan. */
  readonly onRefused: () => void;
  /** `null` where the focus is in no field that holds text. */
  readonly field: () => Field | null;
  readonly now: () => number;
  readonly later: (ms: number, action: () => void) => () => void;
}

/** Reads the scanner for every screen. A field that had the focus gets back what it held before the label was typed into it. */
export class ScannerStore implements ScannerModel {
  last = $state.raw<Scan | null>(null);
  private state = NO_SCAN;
  private before: { readonly field: Field; readonly value: string; readonly caret: number | null } | null = null;
  private handlers: { readonly handler: ScanHandler; readonly dialog: boolean }[] = [];
  private held: { readonly scan: Scan; readonly at: number } | null = null;
  private stopPause: () => void = () => undefined;
  private readonly deps: ScannerDeps;

  constructor(deps: ScannerDeps) {
    this.deps = deps;
  }

  get reading(): boolean {
    return isReading(this.state);
  }

  on(handler: ScanHandler, { dialog = false }: { readonly dialog?: boolean } = {}): () => void {
    const entry = { handler, dialog };
    this.handlers.push(entry);
    const { held } = this;
    if (held && this.deps.now() - held.at <= HELD && handler(held.scan)) this.held = null;
    return () => {
      this.handlers = this.handlers.filter((other) => other !== entry);
    };
  }

  key(event: KeyboardEvent): void {
    this.stopPause();
    if (event.isComposing) return;
    const options = this.deps.options();
    const step = scanStep(this.state, event, options);
    // The first key of what may become a label: its character is not in the field yet.
    if (step.state.keys === 1 && this.state.keys !== 1) this.remember();
    this.state = step.state;
    if (step.mine || (isReading(step.state) && event.code === 'Space' && this.before === null)) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (step.scanned !== null) {
      this.restore();
      this.deliver(readScan(step.scanned));
    } else if (options.suffix === '' && isReading(step.state)) {
      this.stopPause = this.deps.later(options.gap * 5, () => this.pause());
    }
  }

  private pause(): void {
    const step = scanPause(this.state, this.deps.options());
    this.state = step.state;
    if (step.scanned === null) return;
    this.restore();
    this.deliver(readScan(step.scanned));
  }

  private deliver(scan: Scan): void {
    this.last = scan;
    const inDialog = this.deps.openDialogs() > 0;
    const asked = inDialog ? this.handlers.filter(({ dialog }) => dialog) : this.handlers;
    for (const { handler } of [...asked].reverse()) if (handler(scan)) return;
    if (inDialog) return this.deps.onRefused();
    this.held = { scan, at: this.deps.now() };
    this.deps.onUnclaimed();
  }

  private remember(): void {
    const field = this.deps.field();
    this.before = field && { field, value: field.value, caret: field.selectionStart };
  }

  private restore(): void {
    const { before } = this;
    this.before = null;
    if (!before || before.field.value === before.value) return;
    before.field.value = before.value;
    if (before.caret !== null) before.field.setSelectionRange(before.caret, before.caret);
    before.field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
