export const TABS = ['data', 'note', 'prescriptions', 'orders', 'purchases', 'timeline'] as const;
export type Tab = (typeof TABS)[number];
export const isTab = (text: string | null): text is Tab => TABS.some((tab) => tab === text);

/** Which card is open, in the address: a link from elsewhere opens it, and a reload finds it again. */
export const clientQuery = (id: string | null, tab: Tab = 'data'): string => {
  if (id === null) return '';
  return `?${new URLSearchParams(tab === 'data' ? { id } : { id, tab }).toString()}`;
};
