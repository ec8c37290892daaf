import type { English } from '../keys.ts';
import type { news as ru } from '../ru/news.ts';

export const news: English<typeof ru> = {
  title: 'What is new',
  version: 'Version {{version}}',
  understood: 'Got it',
  till: 'The scanner works from any screen and under any keyboard layout: the product joins the receipt by itself.\nF1 opens the list of keys, and every button shows its own.\nTill settings: theme, large type, sounds, language, a connection test step by step.\nDiscounts, promo codes and parked receipts.\nRefunds by line, prepayments, split payments.',
  first: 'The till sells without internet and loses nothing.',
};
