/** Addresses of the app's router beside the till's own `/`: a till that is loaded anew on one of them starts without a network. */
const PAGES = [
  ...['history', 'dashboard', 'report', 'tray', 'refusals', 'settings', 'refund', 'correction'],
  ...['clients', 'prescription', 'orders', 'workshop', 'lens-orders', 'stock', 'stock-take', 'print'],
];

/** Path and query of a page of the app. Everything else (`/api`, `/db`, the administrator's pages) is the server's. */
export const PAGE = new RegExp(`^/(?:(?:${PAGES.join('|')})(?:/[\\w-]+)*)?/?(?:\\?.*)?$`);
