/** The program as an app of its own: own window, own icon, starts with the PC. */
export interface InstallModel {
  /** `ready`: the browser would ask the person. `installed`: this is the app's own window. `unknown`: the browser has not offered it. */
  readonly state: 'installed' | 'ready' | 'unknown';
  /** A good moment to offer it, once: nobody has said yes or no on this device. */
  readonly offered: boolean;
  /** Lets the browser ask. `false`: the person would rather not. */
  install(): Promise<boolean>;
  /** The person does not want to be asked again. */
  later(): void;
}
