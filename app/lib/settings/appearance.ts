import type { TillSettings } from './till-settings.ts';

type Looks = Pick<TillSettings, 'theme' | 'largeType'>;

/** Colours of the page around the app: Chromium draws an installed app's title bar in them. */
const FRAME = { light: '#0d5a5a', dark: '#141210' } as const;

/** The theme that is shown: the person's, else the device's. */
export const themeShown = ({ theme }: Looks, deviceIsDark: boolean): 'light' | 'dark' =>
  theme === 'system' ? (deviceIsDark ? 'dark' : 'light') : theme;

/** Puts theme and type size on the document; `app.css` has the rest. */
export function showLooks(looks: Looks, deviceIsDark: boolean, document: Document): void {
  const theme = themeShown(looks, deviceIsDark);
  const { dataset } = document.documentElement;
  dataset['theme'] = theme;
  if (looks.largeType) dataset['type'] = 'large';
  else delete dataset['type'];
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', FRAME[theme]);
}
