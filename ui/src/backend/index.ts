import type { Backend } from './backend';

/** The backend of where this page runs: the desktop application tells by its bridge. */
export async function backendHere(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./desktop')).desktopBackend();
  return (await import('./browser')).browserBackend();
}
