import { getContext, setContext } from 'svelte';
import type { App } from './app.model.ts';

const KEY = Symbol('app');

/** Called once, by the root layout. */
export const provideApp = (app: App): App => setContext(KEY, app);

/** The program's stores, for any component below the root layout. */
export const useApp = (): App => getContext<App>(KEY);
