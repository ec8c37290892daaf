import { api } from '../../design/fiscal/api/index.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

export function choiceRoutes(app: App, { choice }: Gateway): void {
  serve(app, api.devices, () => choice.describe());
  serve(app, api.testDevices, (request) => choice.test(request.body));
  serve(app, api.saveDevices, (request) => choice.save(request.body, request.body.by));
}
