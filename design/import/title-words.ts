import type { ImportField } from './fields.ts';

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

/**
 * What suppliers call their columns, Russian and English, some as their neighbours do and in Latin letters, the most telling title first; compared without case, spaces and signs
 * (`titleKey` in title-meaning.ts). «Код» is an article only where nothing better stands beside it; «цена» beside a retail price is what
 * we pay. Which money a price in another tongue is in says `titleMoney`.
 */
export const TITLE_WORDS: Readonly<Record<ImportField, readonly string[]>> = {
  sku: words(
    'артикул, арт, sku, артикул товара, артикул продавца, article, article number, article no, art no, art, item code',
    'item no, item number, product code, part number, part no, stock code, код товара, код номенклатуры',
    'номенклатурный номер, код позиции, номенклатурный код, код 1с, id товара, artikul, артикульний номер, artikelnummer',
    'artikelnr, articolo, codice articolo, código artículo, referencia, référence, 货号, 编号, 商品编码, код, code, ref',
    'reference, item, id, codigo, código, kod, codice, 代码',
  ),
  supplierCode: words(
    'код поставщика, артикул поставщика, supplier code, supplier article, vendor code, код производителя',
    'артикул производителя, manufacturer code, mpn, код, код товара, код 1с, code, ref, reference, item no',
  ),
  ean: words(
    'ean, ean13, ean 13, штрихкод, штрих код, штрихкод ean13, баркод, barcode, bar code, gtin, upc, ean upc, ean code',
    'код ean, шк, shtrihkod, shtrikhkod, shtrih kod, штрихкод товару, strichcode, codice a barre, 条码, 条形码',
  ),
  name: words(
    'наименование, название, наименование товара, наименование номенклатуры, название товара, полное наименование',
    'номенклатура, товар, товары, name, product name, item name, product, goods, title, name of goods',
    'наименование продукции, продукт, продукция, позиция, описание, description, семейство, family, линза, lens, lente',
    'nombre, naimenovanie, naimenovanie tovara, nazvanie, tovar, найменування, назва, назва товару, атауы, тауар атауы',
    'тауар, bezeichnung, artikelbezeichnung, beschreibung, descrizione, denominazione, désignation, 名称, 品名, 商品名称',
  ),
  brand: words(
    'бренд, брэнд, торговая марка, марка, тм, brand, brand name, производитель, изготовитель, manufacturer, maker',
    'trademark, фирма, marca, brend, proizvoditel, виробник, marke, hersteller, 品牌',
  ),
  category: words(
    'категория, товарная группа, группа товаров, группа товара, группы, раздел, category, product group, categoria, группа, group',
    'подгруппа, рубрика, kategoriya, категорія, kategorie, 类别, 分类',
  ),
  kind: words('вид товара, тип товара, product type, вид, тип, type, kind, tipo'),
  price: words(
    'ррц, рекомендованная розничная цена, розничная цена, цена розничная, цена розница, розница, розн цена, цена розн',
    'roznichnaya tsena, tsena roznichnaya, tsena rozn, retail price, retail, rrp, msrp, srp, mrp, цена продажи',
    'selling price, sale price, selling, мрц, рц, цена с ндс, цена, price, tsena, cena, ціна, бағасы, preis, prezzo, prix, 单价, 价格',
    ' unit price, цена за шт, цена за единицу, цена за ед, стоимость, цена без ндс, precio, прайс, базовая цена',
    'цена базовая, цена по прайсу, list price, catalogue price, catalog price',
  ),
  cost: words(
    'закупочная цена, цена закупки, закупка, цена закупочная, закуп, закуп цена, оптовая цена, цена опт, опт, цена оптовая',
    'purchase price, purchase, cost, cost price, wholesale price, wholesale, whl, dealer price, net price, buy price',
    'себестоимость, входная цена, цена поставщика, дилерская цена, дилер, цена дилера, ваша цена, цена для вас',
    'цена партнера, партнерская цена, costo, мелкий опт, zakupochnaya tsena, optovaya tsena, tsena optovaya, zakupka',
    'einkaufspreis, 批发价, цена, price',
  ),
  vat: words(
    'ндс, ставка ндс, ст ндс, ндс %, % ндс, vat, vat rate, vat %, nds, stavka nds, ставка, налог, ставка налога',
    'tax, tax rate',
  ),
  stock: words(
    'остаток, остатки, наличие, в наличии, свободный остаток, конечный остаток, остаток на складе, кол во, количество, кол',
    'доступно, ostatok, ostatki, kolichestvo, kol vo, kolvo, nalichie, залишок, кількість, саны, қалдық, bestand, menge',
    'quantità, quantité, 数量, 库存, stock, in stock, qty, quantity, availability, available, on hand, balance, склад, stock qty, остаток шт',
  ),
  currency: words('валюта, вал, currency, curr, cur, валюта цены, код валюты, currency code, valyuta, valuta, währung, 币种'),
  pack: words('единиц в цене, штук в цене, цена за сколько, price per, price unit'),
  markRequired: words('маркировка, честный знак, чз, подлежит маркировке, mark required, marking, маркируемый, markrequired'),
  model: words('модель, model, model no, model number, modelno, style, модель оправы, modelo, 型号'),
  colour: words(
    'цвет, цвет оправы, tsvet, колір, farbe, colore, 颜色, color, colour, расцветка, название цвета, color name, colour name',
  ),
  colourCode: words('код цвета, номер цвета, цвет код, color code, colour code, col code, color no'),
  size: words('размер, размер оправы, размеры, size, ширина линзы, ширина рамки, lens width, eye size, калибр, caliber, a'),
  dbl: words('мост, мостик, переносица, dbl, bridge, ширина моста, ширина переносицы, bridge size, шнт'),
  temple: words('заушник, дужка, длина заушника, длина дужки, заушники, temple, temple length, arm, side length'),
  material: words('материал, материал оправы, material, frame material, материал линзы'),
  rim: words('тип оправы, ободок, обод, конструкция, rim, rim type, frame type, frametype'),
  group: words('пол, для кого, gender, sex, половозрастная группа, age group'),
  index: words(
    'индекс, показатель преломления, коэффициент преломления, index, refractive index, n, indice, índice, преломление',
  ),
  sphFrom: words(
    'сфера от, sph от, sph from, sph min, sphmin, сфера мин, сфера с, сфера, sph, sphere, диапазон сферы, диапазон',
    'рефракция, диоптрии, power',
  ),
  sphTo: words('сфера до, sph до, sph to, sph max, sphmax, сфера макс, сфера по'),
  cylFrom: words('цилиндр от, цил от, cyl от, cyl from, cyl min, cylmin, цилиндр мин, цилиндр с'),
  cylTo: words('цилиндр до, цил до, cyl до, cyl to, cyl max, cylmax, цилиндр макс, цилиндр по, цилиндр, цил, cyl, cylinder'),
  add: words('аддидация, аддиция, адд, add, addition'),
  diameter: words('диаметр, диам, diameter, dia, диаметр линзы, ø, d'),
  axis: words('ось, оси, axis, axes, ax, ось цилиндра, диапазон осей'),
  packSize: words(
    'линз в упаковке, линз в уп, в упаковке, штук в упаковке, шт в упаковке, шт в уп, кол во в упаковке',
    'количество в упаковке, фасовка, pack size, lenses per box, lenses per pack',
  ),
  replacement: words('срок замены, режим замены, замена, периодичность замены, режим ношения, срок ношения, replacement, wear'),
  bc: words('базовая кривизна, радиус кривизны, кривизна, радиус, base curve, bc, basecurve'),
};
