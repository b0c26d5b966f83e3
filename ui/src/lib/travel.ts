import type { Screen } from '../generated/wizard';
import type { Session } from './session.svelte';

/** The program decides whether a screen can be gone to, and says so by the next view. */
const PATIENCE_MS = 1_000;

/** Where the window's own history is. */
interface Place {
  screen: Screen;
}

/**
 * Lets the window's own back and forward (keys, gestures, a mouse's buttons) go through the screens. The program
 * decides whether a screen can be gone to; what was typed stays either way.
 */
export function travel(session: Session): { shown: (screen: Screen) => void; end: () => void } {
  let first = true;
  /** Where the window's own way back leads; what was typed last is shown on the screen before it once more. */
  let awaited: { screen: Screen; until: number } | undefined;

  function shown(screen: Screen): void {
    if (awaited && awaited.screen !== screen && Date.now() < awaited.until) return;
    awaited = undefined;
    const here = history.state as Place | null;
    const place: Place = { screen };
    if (first) history.replaceState(place, '');
    else if (here?.screen !== screen) history.pushState(place, '');
    first = false;
  }

  function moved(event: PopStateEvent): void {
    const there = event.state as Place | null;
    if (!there || there.screen === session.view?.screen) return;
    awaited = { screen: there.screen, until: Date.now() + PATIENCE_MS };
    session.send({ do: 'go_to', screen: there.screen });
  }

  window.addEventListener('popstate', moved);
  return { shown, end: () => window.removeEventListener('popstate', moved) };
}
