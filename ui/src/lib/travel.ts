import type { Screen } from '../generated/wizard';
import type { Session } from './session.svelte';

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

  function shown(screen: Screen): void {
    const here = history.state as Place | null;
    const place: Place = { screen };
    if (first) history.replaceState(place, '');
    else if (here?.screen !== screen) history.pushState(place, '');
    first = false;
  }

  function moved(event: PopStateEvent): void {
    const there = event.state as Place | null;
    if (there && there.screen !== session.view?.screen) session.send({ do: 'go_to', screen: there.screen });
  }

  window.addEventListener('popstate', moved);
  return { shown, end: () => window.removeEventListener('popstate', moved) };
}
