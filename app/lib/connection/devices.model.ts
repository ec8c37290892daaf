import type { ErrorCode } from '$design/errors.ts';
import type { DevicesAnswer, DevicesChoice, DevicesTested } from '$design/fiscal/wire-devices.ts';

/** Which register and operator the gateway of this till works with; kept there. `adminKey` is the gateway's own, for the one call. */
export interface DevicesModel {
  load(): Promise<DevicesAnswer | ErrorCode>;
  /** Asks each address whether it answers; registers and keeps nothing. */
  test(adminKey: string, choice: DevicesChoice): Promise<DevicesTested | ErrorCode>;
  /** Kept where it answers; in force when the gateway is started anew. */
  save(adminKey: string, choice: DevicesChoice): Promise<DevicesAnswer | ErrorCode>;
}
