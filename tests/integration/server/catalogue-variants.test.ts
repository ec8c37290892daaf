import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { card, FRAME, openCatalogueOffice, unescaped, type CatalogueOffice } from './catalogue-office.fixture.ts';

let office: CatalogueOffice;
beforeAll(async () => {
  office = await openCatalogueOffice();
});
afterAll(() => office.fixture.end());

const post: CatalogueOffice['post'] = (...asked) => office.post(...asked);
const text: CatalogueOffice['text'] = (path) => office.text(path);
const held: CatalogueOffice['held'] = (sku) => office.held(sku);

describe('variants of a model (E-01)', () => {
  const MODEL = { ...FRAME, brand: 'Vogue', model: 'VO 5051', ean: '', colourCode: '' };
  const variants = async (sku: string) => /<h2 id="variants">[\s\S]*?<\/form>/.exec(await text(card(sku)))![0];
  const made = async (more: Record<string, string>) => {
    expect((await post('/admin/catalogue/new', { ...MODEL, ...more })).status).toBe(303);
  };

  it('stand side by side by colour and size, each with its code and price; what is archived does not', async () => {
    await made({ sku: 'VO-1', colour: 'чёрный', price: '9 900' });
    expect(await variants('VO-1')).toContain('Других цветов и размеров этой модели нет');
    await made({ sku: 'VO-2', colour: 'синий', a: '51', model: 'vo  5051', price: '10 500' });
    await made({ sku: 'VO-3', colour: 'красный', model: 'VO 5052' });
    const shown = await variants('VO-1');
    expect([...shown.matchAll(/<td>([^<]*·[^<]*)<\/td>/g)].map(([, words]) => words)).toEqual([
      'синий · 51-21-140',
      'чёрный · 49-21-140',
    ]);
    expect(shown).toContain(`href="${card('VO-2')}"`);
    expect(shown).toMatch(/10\s500,00/);
    expect(shown).not.toContain('VO-3');
    await post(`${card('VO-2')}/archive`, { rev: (await held('VO-2'))._rev, archived: 'yes' });
    expect(await variants('VO-1')).not.toContain('VO-2');
  });

  it('a further one begins with all that the model shares, without codes and colour', async () => {
    const shared = new URLSearchParams(
      [...(await variants('VO-1')).matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        unescaped(value!),
      ]),
    );
    expect([shared.get('model'), shared.get('material'), shared.get('colour'), shared.get('ean')]).toEqual([
      ...['VO 5051', 'ацетат', null, null],
    ]);
    const form = await text(`/admin/catalogue/new?${shared.toString()}`);
    expect(form).toContain('value="VO 5051"');
    expect(form).toMatch(/name="colour" value=""/);
  });
});
