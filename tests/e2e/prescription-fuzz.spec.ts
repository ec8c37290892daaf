import { contactLensPrescription, prescription } from '../../design/documents/prescription.ts';
import { storeDatabase } from '../../design/databases.ts';
import { pick, seeded, SEED, SOAK } from '../faults/seeded.ts';
import { expect, test } from './harness/story.ts';
import { STORE } from './harness/world.ts';
import { against, differences, figureIn, figuresOf, offGrid, SIDES, storedBy, type Seen } from './monkey/prescription-oracle.ts';
import { strokesOf, type Stroke } from './monkey/prescription-strokes.ts';
import { PeoplePage } from './pages/people.page.ts';
import { PrescriptionPage } from './pages/prescription.page.ts';

const PRESCRIPTIONS = SOAK ? 300 : 12;
const STROKES = 40;
const DATABASE = storeDatabase(STORE);
type Doc = NonNullable<Awaited<ReturnType<PrescriptionPage['stored']>>>;

test.use({ worldOptions: { products: 60, days: 1 } });

/** A hand that types whatever comes to it, and then ends the prescription as a careful person does. */
class Hand {
  readonly rx: PrescriptionPage;
  readonly random: () => number;
  /** The last strokes, told where something is wrong. */
  readonly did: string[] = [];

  constructor(rx: PrescriptionPage, random: () => number) {
    this.rx = rx;
    this.random = random;
  }

  told(): string {
    return `seed ${SEED}, after ${this.did.slice(-40).join(' ')}`;
  }

  async stroke(stroke: Stroke): Promise<void> {
    const { page } = this.rx;
    this.did.push(stroke.kind === 'key' ? stroke.key : stroke.kind === 'wheel' ? `wheel${stroke.by}` : stroke.id);
    if (stroke.kind === 'key') await this.key(stroke.key);
    else if (stroke.kind === 'press') await this.press(stroke.id);
    else {
      const field = page.locator('input[data-figure]:focus');
      const box = (await field.count()) === 1 ? await field.boundingBox() : null;
      if (!box) return;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.wheel(0, -100 * stroke.by);
    }
  }

  /** What a Latin keyboard has no key for comes as another one's letter does. */
  private async key(key: string): Promise<void> {
    const { keyboard } = this.rx.page;
    await (/^[а-я]$/.test(key) ? keyboard.insertText(key) : keyboard.press(key));
  }

  /** By the keyboard alone: a choice's radio button stands within its label. */
  async press(id: string): Promise<void> {
    const control = this.rx.page.getByTestId(id);
    const radio = control.locator('input[type="radio"]');
    await ((await radio.count()) === 1 ? radio : control).press('Space');
  }

  async write(path: string, text: string): Promise<void> {
    const field = this.rx.field(path);
    await field.focus();
    await this.rx.page.keyboard.press('ControlOrMeta+A');
    await this.rx.page.keyboard.press('Backspace');
    for (const key of text) await this.key(key);
    await this.rx.page.keyboard.press('Tab');
  }

  /** Answers what the form asks and puts right what it refuses, as long as it does not let the prescription be signed. */
  async settle(): Promise<boolean> {
    const { page, sign } = this.rx;
    for (let round = 0; round < 12; round += 1) {
      if (await sign.isEnabled()) return true;
      const right = page.locator('[data-testid^="right-"][aria-pressed="false"]').first();
      const asked = page.locator('[data-asks] input[data-figure]').first();
      const wrong = page.locator('input[data-figure][aria-invalid]').first();
      if (await asked.count()) {
        await asked.press(pick(this.random, ['+', '-']));
      } else if (await wrong.count()) {
        const path = (await wrong.getAttribute('data-testid'))!.slice('rx-'.length);
        const empty = (await wrong.inputValue()) === '';
        await this.write(path, !empty ? '' : path.endsWith('.axis') ? '90' : path.endsWith('.sph') ? '0' : '');
      } else if (await right.count()) {
        await right.press('Enter');
      } else {
        // A prism without its base, or nothing written at all.
        const { texts, bases } = await this.rx.seen();
        const bare = Object.keys(bases).find((path) => bases[path] === '' && texts[path] !== '');
        await this.write(bare ?? 'od.sph', bare ? '' : '-1,5');
      }
    }
    return sign.isEnabled();
  }
}

/** What is kept while the hand is still at it: never a figure that the screen does not show, sign and all. */
function wrongIn({ texts }: Seen, kept: Doc | null): string[] {
  const paths = Object.keys(texts);
  const figures = kept === null ? {} : figuresOf(kept, paths);
  return paths.flatMap((path) => against(path, texts[path]!, figures[path] ?? null) ?? []);
}

/** A document as it is stored against the screen as it was: figure by figure, bases, grid, and a word for each eighth. */
function wrongAsStored(before: Seen, doc: Doc): string[] {
  const paths = Object.keys(before.texts);
  const found = figuresOf(doc, paths);
  const eyes = SIDES.flatMap((side) => {
    const eye = doc[side] as { prism?: Record<string, { base: string } | null> | null };
    return Object.entries(before.bases).flatMap(([path, base]) => {
      const [of, , way] = path.split('.');
      return of === side && (eye.prism?.[way!]?.base ?? '') !== base ? [`${path}: base ${base} is shown`] : [];
    });
  });
  const confirmed = (doc['confirmed'] ?? []) as readonly { code: string; side: string; field: string }[];
  const eighths = paths.filter((path) => {
    const [side, name] = path.split('.');
    const isPower = ['sph', 'cyl', 'add'].includes(name ?? '');
    const asked = confirmed.some((seen) => seen.code === 'EIGHTHS' && seen.side === side);
    return doc['signed'] && isPower && !Number.isInteger((found[path] ?? 0) * 4) && !asked;
  });
  return [
    ...differences(storedBy(before), found),
    ...paths.flatMap((path) => (found[path] == null ? [] : (offGrid(path, found[path]) ?? []))),
    ...eyes,
    ...eighths.map((path) => `${path}: an eighth that nobody was asked about`),
  ];
}

/** `Sph Cyl Axis` of each eye as figures. */
const figuresOfTable = (rows: readonly (readonly string[])[]) =>
  SIDES.map((side, at) => ['sph', 'cyl', 'axis'].map((name, n) => figureIn(`${side}.${name}`, rows[at]?.[n] ?? '')));

/** What a table has to say where the form shows this: figure by figure as it was written, no cylinder told as none. */
const figuresShown = ({ texts }: Seen) =>
  SIDES.map((side) => {
    const [sph, cyl, axis] = ['sph', 'cyl', 'axis'].map((name) => figureIn(`${side}.${name}`, texts[`${side}.${name}`]!));
    return [sph, cyl || null, cyl ? axis : null];
  });

/** The same lenses with the cylinder that a card is asked to show. */
const turnedTo = (plus: boolean, eyes: ReturnType<typeof figuresShown>) =>
  eyes.map(([sph, cyl, axis]) =>
    sph == null || !cyl || axis == null || cyl > 0 === plus
      ? [sph, cyl, axis]
      : [sph + cyl, -cyl, axis > 90 ? axis - 90 : axis + 90],
  );

test(`${PRESCRIPTIONS} prescriptions by a random keyboard: nothing off the grid, no sign that the screen did not show`, async ({
  world,
  newProfile,
}) => {
  test.setTimeout(SOAK ? 3_600_000 : 400_000);
  console.log(`prescription fuzz: SEED=${SEED}`);
  const context = await newProfile().open({ width: 1280, height: 800 });
  const page = context.pages()[0]!;
  page.setDefaultTimeout(30_000);
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  const rx = new PrescriptionPage(page);
  const random = seeded(SEED);
  const hand = new Hand(rx, random);

  await page.goto(`${world.url}/clients`);
  await new PeoplePage(page).unlockAs('optician');
  const client = page.getByTestId('clients-row').first();
  await client.click({ timeout: 60_000 });
  await page.getByTestId('card-tab-prescriptions').click();

  let [signed, aside, thrown, plano, empty] = [0, 0, 0, 0, 0];
  for (let n = 0; signed < PRESCRIPTIONS; n += 1) {
    expect(n, 'most of what is written can be signed').toBeLessThan(PRESCRIPTIONS * 3);
    const kind = random() < 0.8 ? 'glasses' : 'contact-lenses';
    const last = page.getByTestId(`rx-last-${kind}`);
    await page.getByTestId('client-prescriptions').waitFor();
    await (random() < 0.3 && (await last.isVisible()) ? last : page.getByTestId(`rx-new-${kind}`)).press('Enter');
    await expect(rx.form).toBeVisible();
    await expect(rx.field('od.sph')).toBeFocused();
    hand.did.push(`| ${kind}:`);
    const { id } = rx;

    for (const stroke of strokesOf(random, STROKES)) {
      await hand.stroke(stroke);
      const now = await rx.seen();
      expect(wrongIn(now, now.kept), hand.told()).toEqual([]);
      // Tab has gone on to the bars around the form: another Enter would leave it.
      if (!now.inForm) await rx.field('od.sph').focus();
    }
    if (!(await hand.settle())) {
      thrown += 1;
      await page.getByTestId('rx-discard').press('Enter');
      await page.getByTestId('rx-discard-yes').press('Enter');
      continue;
    }

    // A draft put aside and opened again is the same draft.
    if (random() < 0.3) {
      const before = await rx.seen();
      await page.getByTestId('rx-aside').press('Enter');
      await expect(rx.card(id)).toHaveAttribute('data-state', 'draft');
      const doc = (await rx.stored(id, DATABASE))!;
      expect(wrongAsStored(before, doc), `put aside, ${hand.told()}`).toEqual([]);
      await rx.card(id).getByTestId('rx-edit').press('Enter');
      await expect(rx.form).toBeVisible();
      const again = await rx.seen();
      expect(differences(storedBy(before), storedBy(again)), `opened again, ${hand.told()}`).toEqual([]);
      aside += 1;
      expect(await hand.settle(), `signed after it was put aside, ${hand.told()}`).toBe(true);
    }

    const before = await rx.seen();
    expect(wrongIn(before, before.kept), hand.told()).toEqual([]);
    await rx.sign.press('Enter');
    expect(figuresOfTable(await rx.table(page.getByRole('dialog'))), `before the signature, ${hand.told()}`).toEqual(
      figuresShown(before),
    );
    await page.getByTestId('rx-sign-yes').press('Enter');
    await expect(rx.card(id)).not.toHaveAttribute('data-state', 'draft');
    const doc = (await rx.stored(id, DATABASE))!;
    expect(wrongAsStored(before, doc), `signed, ${hand.told()}`).toEqual([]);
    const { _doc_id_rev: _, ...content } = doc;
    const schema = kind === 'glasses' ? prescription : contactLensPrescription;
    expect(schema.safeParse({ _id: id, ...content }).error?.issues ?? [], hand.told()).toEqual([]);
    const plus = await page.getByTestId('rx-view-plus').locator('input').isChecked();
    const card = figuresOfTable(await rx.table(rx.card(id)));
    expect(card, `on its card, ${hand.told()}`).toEqual(turnedTo(plus, figuresShown(before)));
    signed += 1;
    plano += SIDES.filter((side) => (doc[side] as { sph: number | null }).sph === 0).length;
    empty += SIDES.filter((side) => (doc[side] as { sph: number | null }).sph === null).length;
  }
  expect(broken).toEqual([]);
  expect(signed).toBeGreaterThanOrEqual(PRESCRIPTIONS);
  console.log(
    `prescription fuzz: ${signed} signed (${aside} put aside first), ${thrown} thrown away; eyes: ${plano} plano, ${empty} empty`,
  );
});
