export { recordOf, writesOf } from '$design/merge/resolution-writes.ts';
export { mergeKindOf, resolve } from '$design/merge/resolve.ts';
