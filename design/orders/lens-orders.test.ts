import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described, orderedLensOf, pairOf, powerOf, viewOf } from '../../tests/factories/order-events.ts';
import { bySupplier, lensesToOrder, lensesUnderWay, lensId, type KnownOrder } from './lens-needs.ts';
import { matchDelivery } from './receiving.ts';
import { letterBytes, vcaText, writeOrder } from './supplier-formats.ts';
import { supplierMail, withdrawalMail } from './supplier-mail.ts';
import { jobOfVca, jobsOf, vcaOf, type JobLens, type LensJob } from './vca-job.ts';
import { parseVca, vcaPair, writeVca } from './vca.ts';

const known = (number: string, ...events: Parameters<typeof viewOf>): KnownOrder => ({
  id: `order:${number}`,
  number,
  view: viewOf(...events),
});
const CONFIRM = { kind: 'confirm' } as const;
const ORDERED = { kind: 'step', step: 'lens-ordered', supplierOrder: 'supplier-order:1' } as const;
const prism = { horizontal: { amount: 2, base: 'in' }, vertical: { amount: 1.5, base: 'up' } } as const;

describe('lenses to be ordered', () => {
  it('are those of confirmed orders that a supplier is to send and nobody has ordered, by supplier', () => {
    const orders = [
      known('17', described(pairOf({ os: orderedLensOf({ supplier: 'Оптлинза' }), rush: true })), CONFIRM),
      known('18', described(pairOf({ od: orderedLensOf({ source: 'stock' }), os: orderedLensOf({ supplier: null }) })), CONFIRM),
      known('19', described(), CONFIRM, ORDERED),
      known('20', described()),
      known('21', described(), CONFIRM, { kind: 'cancel', reason: '' }),
    ];
    const groups = bySupplier(lensesToOrder(orders));
    expect(groups.map(({ supplier, lines }) => [supplier, lines.map(lensId)])).toEqual([
      ['Линзы Плюс', ['17-A-R']],
      ['Оптлинза', ['17-A-L']],
      [null, ['18-A-L']],
    ]);
    expect(lensesUnderWay(orders).map(lensId)).toEqual(['19-A-R', '19-A-L']);
  });

  it('that broke come once more, and are marked so', () => {
    const broken = { kind: 'breakage', part: 'os', cause: 'edging', again: 'supplier' } as const;
    const [line, ...more] = lensesToOrder([known('17', described(), CONFIRM, ORDERED, broken)]);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ eye: 'os', again: true, supplierOrder: null });
  });
});

describe('a VCA job', () => {
  const lines = lensesToOrder([
    known(
      '17',
      described(
        pairOf({
          od: orderedLensOf({ power: powerOf({ sph: -3, cyl: 0.75, axis: 90, prism }), tint: 'серый' }),
          tray: '4',
          rush: true,
        }),
      ),
      CONFIRM,
    ),
  ]);

  it('is written as labs read it: minus cylinder, right and left, codes', () => {
    const [job] = jobsOf(lines);
    expect(writeVca([vcaOf(job!)]).split('\r\n')).toEqual([
      'JOB=17-A',
      'DO=B',
      'LNAM=LENS-160;LENS-160',
      'SPH=-2.25;-2.25',
      'CYL=-0.75;-0.75',
      'AX=180;180',
      'PRVM=2.50;',
      'PRVA=36.870;',
      'IPD=31.50;31.50',
      'OCHT=18.00;18.00',
      'HBOX=54.00;54.00',
      'VBOX=36.00;36.00',
      'DBL=18.00',
      'FED=56.00;56.00',
      'ETYP=1',
      '_DIAM=70.00;70.00',
      '_COAT=HMC;HMC',
      '_TINT=серый;',
      '_RUSH_JOB=1',
      '_TRAY_NUM=4',
      '',
    ]);
  });

  it('comes back as it went, whatever is in it', () => {
    const eighth = (min: number, max: number) => fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8);
    const half = fc.option(fc.integer({ min: 10, max: 160 }).map((n) => n / 2));
    const word = fc.stringMatching(/^[A-Z0-9][A-Z0-9 .-]{0,6}[A-Z0-9]$/);
    const base = fc.record({
      amount: fc.integer({ min: 1, max: 40 }).map((n) => n / 4),
      base: fc.constantFrom('in' as const, 'out' as const),
    });
    const lens: fc.Arbitrary<JobLens> = fc.record({
      sku: word,
      power: fc
        .record({
          sph: eighth(-20, 20),
          cyl: eighth(-6, -1),
          axis: fc.integer({ min: 1, max: 180 }),
          add: fc.constantFrom(1, 2.25),
        })
        .chain((power) =>
          fc.option(base).map((horizontal) => ({ ...power, ...(horizontal ? { prism: { horizontal, vertical: null } } : {}) })),
        ),
      ...{ pd: half, height: half, diameter: half, coatings: fc.array(word, { maxLength: 2 }), tint: fc.option(word) },
    });
    const any: fc.Arbitrary<LensJob> = fc
      .record({
        job: word,
        od: lens,
        os: fc.option(lens),
        multifocal: fc.constant(true),
        box: fc.record({ a: half, b: half, dbl: half, ed: half }),
        rim: fc.constantFrom('full' as const, 'half' as const, 'rimless' as const, null),
        ...{ rush: fc.boolean(), remake: fc.boolean(), tray: fc.option(word) },
      })
      .chain((job) => fc.constantFrom(job, ...(job.os ? [{ ...job, od: null }] : [])));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (jobs) => {
        const { jobs: parsed, refused } = parseVca(writeVca(jobs.map(vcaOf)));
        expect(refused).toEqual([]);
        expect(parsed.map(jobOfVca)).toEqual(jobs);
      }),
    );
  });

  it('keeps labels that nobody here reads, in order and repeated, and tells lines that are none', () => {
    const text = 'JOB=1\r\nTRCFMT=1;400;E;R;F\r\nR=2479;2480\r\nR=2481;2482\r\n_VENDOR=a=b;c\r\n';
    const { jobs, refused } = parseVca(`\u001c${text}какая-то строка\r\n\u001d`);
    expect(writeVca(jobs)).toBe(text);
    expect(refused).toEqual([{ line: 6, text: 'какая-то строка' }]);
    expect(jobOfVca(jobs[0]!)).toBeNull();
    expect(vcaPair([{ label: 'HBOX', value: '54.00' }], 'HBOX')).toEqual({ od: '54.00', os: '54.00' });
  });

  it('cannot be broken by what a field holds', () => {
    const [job] = jobsOf(lines);
    const odd = { ...job!, tray: 'a;b\r\nJOB=2\u001d' };
    expect(parseVca(writeVca([vcaOf(odd)])).jobs).toHaveLength(1);
  });
});

describe('the letter to a supplier', () => {
  it('names every lens, and nothing of the client', () => {
    const pair = pairOf({ od: orderedLensOf({ power: powerOf({ prism, add: 2 }) }), purpose: 'progressive', rush: true });
    const mail = supplierMail(
      'С-5',
      { name: 'Оптика', address: 'Невский, 1', phone: '', customer: 'К-77' },
      lensesToOrder([known('17', described(pair), CONFIRM)]),
    );
    expect(mail.subject).toBe('Заказ линз № С-5, Оптика');
    expect(mail.text).toContain(
      [
        '17-A (СРОЧНО)',
        '  OD (правый): LENS-160, sph −2,25 cyl −0,75 ax 180 add +2,00 prism 2,5Δ основание 37°, Ø 70, покрытие HMC, РЦ 31,5, высота 18',
        '  OS (левый): LENS-160, sph −2,25 cyl −0,75 ax 180, Ø 70, покрытие HMC, РЦ 31,5, высота 18',
      ].join('\n'),
    );
    expect(mail.text).not.toMatch(/client|Окулист/);
    expect(mail.text).toMatch(/Наш номер клиента: К-77\nОптика\nНевский, 1$/);
  });

  it('is of the format that the supplier takes, with the same words under one digest', () => {
    const lines = lensesToOrder([known('17', described(), CONFIRM)]);
    const shop = { name: 'Оптика', address: '', phone: '', customer: null };
    const [vca, letter] = (['vca', 'letter'] as const).map((format) => writeOrder(format, { number: '3-001', shop, lines }));
    expect(vca!.file).toEqual({ name: 'lens-order-3-001.vca', text: vcaText(lines) });
    expect(vca!.file!.text).toMatch(/^JOB=17-A\r\nDO=B\r\n/);
    expect(letter!.file).toBeNull();
    expect(letter!.text).not.toContain('VCA');
    const { file, text, subject } = vca!;
    expect(letterBytes({ file, text, subject })).toBe(letterBytes(vca!));
  });

  it('that calls lenses off says which, and whether anything is left', () => {
    const lines = lensesToOrder([known('17', described(), CONFIRM)]);
    const shop = { name: 'Оптика', address: '', phone: '+7 812 000-00-00', customer: null };
    const part = withdrawalMail('3-001', shop, lines.slice(1), false);
    expect(part.text).toMatch(/отменить в заказе № 3-001 линз: 1\. Остальное остаётся в силе\.\n\n17-A\n {2}OS/);
    expect(part.text).not.toContain('OD (правый)');
    expect(withdrawalMail('3-001', shop, lines, true).subject).toBe('Отмена заказа линз № 3-001, Оптика');
  });
});

describe('a delivery scanned in', () => {
  const underWay = lensesUnderWay([
    known('17', described(), CONFIRM, ORDERED),
    known('18', described(pairOf({ rush: true })), CONFIRM, ORDERED),
  ]);
  const lens = { sku: 'LENS-160', power: powerOf() };

  it('by the job on the packet, with what differs', () => {
    const power = powerOf({ sph: 2.25, axis: 90, add: 1, cyl: -1 });
    const { matches, missing } = matchDelivery(underWay, [
      { ...lens, job: '17-A-L' },
      { job: '17-A-R', sku: 'LENS-167', power },
    ]);
    expect(matches.map(({ line, differences }) => [lensId(line), differences])).toEqual([
      ['17-A-L', []],
      ['17-A-R', ['SKU', 'SPH', 'CYL', 'AXIS', 'ADD']],
    ]);
    expect(missing.map(lensId)).toEqual(['18-A-R', '18-A-L']);
  });

  it('without a job: the same lens in either notation, the urgent order first', () => {
    const turned = powerOf({ sph: -3, cyl: 0.75, axis: 90 });
    const { matches, unexpected } = matchDelivery(underWay, [
      { job: null, sku: 'LENS-160', power: turned },
      { job: null, sku: 'LENS-160', power: powerOf({ axis: null }) },
      { job: null, sku: 'LENS-160', power: powerOf({ sph: -9 }) },
      { job: '99-A-R', sku: 'LENS-174', power: null },
    ]);
    expect(matches.map(({ line, differences }) => [lensId(line), differences])).toEqual([
      ['18-A-R', []],
      ['18-A-L', []],
    ]);
    expect(unexpected).toHaveLength(2);
  });

  it('uses every scan and every line once', () => {
    const scan = fc.record({
      job: fc.constantFrom(null, '17-A-R', '17-A-L', '18-A-R', 'x'),
      sku: fc.constantFrom('LENS-160', 'x'),
      power: fc.constantFrom(null, powerOf(), powerOf({ sph: 1 })),
    });
    fc.assert(
      fc.property(fc.array(scan, { maxLength: 8 }), (scans) => {
        const { matches, unexpected, missing } = matchDelivery(underWay, scans);
        expect(matches.length + unexpected.length).toBe(scans.length);
        expect(new Set([...matches.map(({ line }) => line), ...missing]).size).toBe(underWay.length);
        expect(matches.length + missing.length).toBe(underWay.length);
      }),
    );
  });
});
