/** What a till shows before a sale and once it is paid for: one piece, fetched right behind the till's first paint. */
export { default as ContactField } from './contact-field.svelte';
export { default as PaymentPane } from './payment-pane.svelte';
export { default as ReceiptPane } from './receipt-pane.svelte';
export { default as ReceiptSummary } from './receipt-summary.svelte';
export { default as TillClosed } from './till-closed.svelte';
export { default as TroublePane } from './trouble-pane.svelte';
