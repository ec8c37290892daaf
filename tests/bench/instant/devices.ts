import type { GatewayConfig } from '../../../fiscal-gateway/config.ts';
import type { Register } from '../../../fiscal-gateway/register/register.ts';
import { createInstantRegister } from './instant-register.ts';

export * from '../../../fiscal-gateway/devices/open.ts';

/** Stands in for the one of `fiscal-gateway/devices/open.ts` (see `swap.ts`). */
export const openRegister = ({ folder }: GatewayConfig): Register => createInstantRegister(folder);
