/**
 * The hand-in of a revoked device (design §5): what it still holds is somebody's money, so it may deliver it, apart, and read nothing.
 *
 * The contract for the app's loop:
 * 1. Recognise: any `/api` or `/db` call answers 403 `DEVICE_REVOKED` with `handIn: true` (in `details` of the problem document under
 *    `/api`, beside `code` under `/db`). Without `handIn: true` nothing is taken.
 * 2. Deliver, with the same token, to the same addresses as before: for each local `store-<code>` and `sales-<code>-<yyyymm>` of the own
 *    shop (any month, closed ones too) `POST /db/<name>/_revs_diff`, then `POST /db/<name>/_bulk_docs` with `new_edits: false` and
 *    `_revisions`, as in an ordinary push. 201 with `[]`: all of it is kept. A row comes back only for a document without a usable `_id`
 *    or `_rev`. A revision that the shop's database or the quarantine holds already is not "missing".
 * 3. `GET /db/`, `GET /db/<name>` (`update_seq` is 0 for ever) and `GET|PUT /db/<name>/_local/<id>` answer as for a live device; the
 *    `_local` documents are this device's own. Everything else, every pull, is 403 `DEVICE_REVOKED`.
 * 4. 507 `QUARANTINE_FULL`: the room of this device (`QUARANTINE_ROOM`) is used up; keep the rest and say so. 413, 429 as ever.
 * 5. Keep acknowledgements of the hand-in apart from those of replication and forget them when the device is paired again: a released
 *    document is in the shop's database, a kept one is not.
 */
