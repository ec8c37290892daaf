/** One page, drawn in the browser: a till starts without a server. */
export const ssr = false;
export const prerender = false;
