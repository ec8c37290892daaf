import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameSize } from '../../optics/frame-box.ts';
import { readPower, readPowers } from './dioptres.ts';
import { groupOf, readFrameSize, rimOf } from './frame-size.ts';
import { cutText, readArticle, readText, TEXT_LIMIT } from './text.ts';
import { kindOfText, readYes } from './words.ts';

describe('texts of a supplier (requirement E-02)', () => {
  it('are one line without what nobody sees', () => {
    expect(readText('  Оправа\u00a0 Ray-Ban\n\tсиняя\u200b\u0007 ')).toEqual({ text: 'Оправа Ray-Ban синяя', isCut: false });
    expect(readText('Оправа 15" «Pilot» &amp; Co')).toEqual({ text: 'Оправа 15" «Pilot» &amp; Co', isCut: false });
    expect(readText('=HYPERLINK("x")')).toEqual({ text: '=HYPERLINK("x")', isCut: false });
    expect(readText(1.67)).toEqual({ text: '1.67', isCut: false });
    expect(readText(null)).toEqual({ text: null, isCut: false });
  });
  it('over 128 characters they are cut, and no letter is halved', () => {
    expect(readText('я'.repeat(200))).toEqual({ text: 'я'.repeat(TEXT_LIMIT), isCut: true });
    expect(readText(`${'я'.repeat(127)}😎`)).toEqual({ text: 'я'.repeat(127), isCut: true });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('я', ' ', '😎'), maxLength: 20 }), fc.nat(20), (text, most) => {
        const cut = cutText(text, most);
        expect([cut.isWellFormed(), cut.length <= most, text.startsWith(cut)]).toEqual([true, true, true]);
      }),
    );
  });
  it('garbled letters are refused before they reach a receipt', () => {
    for (const garbled of ['Îïðàâà ìóæñêàÿ', 'РћРїСЂР°РІР° РјСѓР¶СЃРєР°СЏ', 'ÐžÐ¿Ñ€Ð°Ð²Ð°', 'Опр\ufffdва', '#N/A', '#ЗНАЧ!'])
      expect(readText(garbled), garbled).toEqual({ fault: 'TEXT_INVALID' });
    for (const plain of ['СРОЧНО: РАСПРОДАЖА', 'Škoda Café naïve', 'Линза «РС» №5', 'Größe', 'Ñandú', 'ёжик', 'РЁ-12 СРР'])
      expect('text' in readText(plain), plain).toBe(true);
  });
  it('an article keeps its zeros and case, and loses what Excel put around it', () => {
    expect(readArticle('="00123"')).toEqual({ text: '00123', isCut: false });
    expect(readArticle("'0012aB")).toEqual({ text: '0012aB', isCut: false });
    expect(readArticle(4607012345677)).toEqual({ text: '4607012345677', isCut: false });
    expect(readArticle('X'.repeat(129))).toEqual({ fault: 'TEXT_INVALID' });
  });
});

describe('words', () => {
  it('yes and no', () => {
    expect(['да', 'Yes', '1', '+', true].map((cell) => readYes(cell))).toEqual([true, true, true, true, true]);
    expect(['нет', 'FALSE', 0, '—'].map((cell) => readYes(cell))).toEqual([false, false, false, false]);
    expect(readYes('может быть')).toBeNull();
  });
  it('the kind of goods: what serves other goods is not those goods', () => {
    expect(kindOfText('Оправы мужские')).toBe('frame');
    expect(kindOfText('progressive lens 1.67')).toBe('lens');
    expect(kindOfText('Контактные линзы на месяц')).toBe('contact-lens');
    expect(kindOfText('Раствор для контактных линз')).toBe('care');
    expect(kindOfText('Футляр для оправы')).toBe('accessory');
    expect(kindOfText('Солнцезащитные очки')).toBe('sunglasses');
    expect(kindOfText('Разное')).toBeNull();
  });
});

describe('frame sizes (D-30)', () => {
  it.each(['54-18-140', '54□18-140', '54□18 140', '54/18/140', '54x18x140', '54х18-140 мм', '54 - 18 - 140', '54[]18-140'])(
    '%s',
    (size) => expect(readFrameSize(size, '', '')).toEqual({ a: 54, dbl: 18, temple: 140 }),
  );
  it('from three columns, or two', () => {
    expect(readFrameSize('54', '18', '140')).toEqual({ a: 54, dbl: 18, temple: 140 });
    expect(readFrameSize('54-18', '', '140 мм')).toEqual({ a: 54, dbl: 18, temple: 140 });
    expect(readFrameSize('', '', '')).toBeNull();
  });
  it('what no frame measures is told', () => {
    for (const wrong of ['M', '18-54-140', '54-18', '540-18-140']) expect(readFrameSize(wrong, '', ''), wrong).toBeUndefined();
  });
  it('every size that we print is read as itself', () => {
    const mm = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(mm(30, 75), mm(10, 35), mm(90, 170), (a, dbl, temple) => {
        expect(readFrameSize(frameSize({ a, dbl, temple }), '', '')).toEqual({ a, dbl, temple });
      }),
    );
  });
  it('rim and wearer by their words', () => {
    expect(['безободковая', 'на леске', 'ободковая', 'rimless'].map(rimOf)).toEqual(['rimless', 'half', 'full', 'rimless']);
    expect([groupOf('Жен'), groupOf('', 'Оправы детские'), groupOf('M', 'men'), groupOf('women')]).toEqual([
      'women',
      'children',
      'men',
      'women',
    ]);
  });
});

describe('dioptres', () => {
  it.each([
    ['-2,25', -2.25],
    ['−2.25', -2.25],
    ['+0,50', 0.5],
    ['- 2,25 дптр', -2.25],
    ['plano', 0],
    ['1,125', 1.125],
    [-6, -6],
  ])('%j', (written, value) => expect(readPower(written)).toBe(value));
  it.each<[string, number, number]>([
    ['-6,00…+4,00', -6, 4],
    ['от -6 до +4', -6, 4],
    ['-6.00/+4.00', -6, 4],
    ['−6,00 – −2,00', -6, -2],
    ['±6', -6, 6],
    ['+/-6,00', -6, 6],
    ['0,00 -4,00', -4, 0],
    ['−6,00 – 2,00', -6, 2],
    ['0-4', 0, 4],
    ['-3', -3, -3],
  ])('the range %s', (written, from, to) => expect(readPowers(written)).toEqual({ from, to }));
  it('a cylinder «up to» begins at plano, and is minus where it has no sign', () => {
    expect(readPowers('до -2,00', true)).toEqual({ from: -2, to: 0 });
    expect(readPowers('2.00', true)).toEqual({ from: -2, to: 0 });
    expect(readPowers('до +2', true)).toEqual({ from: 0, to: 2 });
    expect(readPowers('цил', true)).toBeNull();
  });
});
