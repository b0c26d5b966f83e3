import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, test, vi } from 'vitest';

import { en } from '../src/messages/en';
import { noRoot } from '../storyboard/views/changes';
import { recorded, shown } from './shown';

const button = (name: RegExp | string) => screen.getByRole('button', { name });
const press = (name: RegExp | string) => fireEvent.click(button(name));
const enter = () => fireEvent.submit(document.querySelector('form')!);

describe('the way', () => {
  test('goes on, back, and to a screen that was passed', async () => {
    const backend = await shown('jellyfin');
    await enter();
    await press('Back');
    await press(/^This computer/);
    expect(backend.sent).toEqual([{ do: 'next' }, { do: 'back' }, { do: 'go_to', screen: 'computer' }]);
  });

  test('is closed where something is missing, and says what', async () => {
    const backend = await shown('proxy-none-chosen');
    await enter();
    expect(backend.sent).toEqual([]);
    const next = button('Next');
    expect(next.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(next.getAttribute('aria-describedby')!)?.textContent).toMatch(/more than one/i);
  });

  test('takes the focus to the heading of a new screen', async () => {
    const backend = await shown('proxy');
    backend.show(recorded('jellyfin'));
    await tick();
    await tick();
    expect(document.activeElement?.tagName).toBe('H1');
  });

  test('takes the focus to the outcome of a change, which is told by the heading', async () => {
    const backend = await shown('apply-running');
    button('Cancel and undo').focus();
    backend.show(recorded('apply-calling-off'));
    await tick();
    expect(document.activeElement?.tagName).toBe('BUTTON');
    backend.show(recorded('apply-called-off'));
    await tick();
    await tick();
    expect(document.activeElement?.textContent).toBe('Everything is as it was');
  });

  test('leaves the focus alone while a screen fills', async () => {
    const backend = await shown('jellyfin-testing');
    const field = screen.getByRole('textbox');
    field.focus();
    backend.show(recorded('jellyfin'));
    await tick();
    await tick();
    expect(document.activeElement).toBe(field);
  });

  test('follows the window’s own back and forward', async () => {
    const backend = await shown('jellyfin');
    backend.show(recorded('domain-here'));
    await tick();
    expect(history.state).toEqual({ screen: 'domain' });
    window.dispatchEvent(new PopStateEvent('popstate', { state: { screen: 'jellyfin' } }));
    expect(backend.sent).toEqual([{ do: 'go_to', screen: 'jellyfin' }]);
    window.dispatchEvent(new PopStateEvent('popstate', { state: { screen: 'domain' } }));
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
    expect(backend.sent).toHaveLength(1);
  });

  test('what is shown of the screen before meanwhile is no step of the window’s own history', async () => {
    const backend = await shown('domain-here');
    const length = history.length;
    history.replaceState({ screen: 'jellyfin' }, '');
    window.dispatchEvent(new PopStateEvent('popstate', { state: { screen: 'jellyfin' } }));
    backend.show({ ...recorded('domain-here'), turn: 2 });
    await tick();
    backend.show({ ...recorded('jellyfin'), turn: 3 });
    await tick();
    expect([history.state, history.length]).toEqual([{ screen: 'jellyfin' }, length]);
  });

  test('says the step one is on', async () => {
    await shown('domain-here');
    expect(screen.getByRole('listitem', { current: 'step' }).textContent).toMatch(/Address/);
  });
});

describe('the questions', () => {
  test('a proxy is chosen by its card, and one that cannot be says why', async () => {
    const backend = await shown('proxy-none-chosen');
    await fireEvent.click(screen.getByRole('radio', { name: /nginx/ }));
    expect(backend.sent).toEqual([{ do: 'choose_proxy', proxy: 'nginx' }]);
    const closed = screen.getByRole<HTMLInputElement>('radio', { name: /HAProxy/ });
    expect(closed.disabled).toBe(true);
    const why = document.getElementById(closed.getAttribute('aria-describedby')!)?.textContent;
    expect(why).toMatch(/not installed/);
    expect(screen.getByText('sudo apt-get install haproxy')).toBeTruthy();
    await press('Install HAProxy');
    await press('Start Apache');
    expect(backend.sent.slice(1)).toEqual([
      { do: 'install', proxy: 'haproxy' },
      { do: 'start_proxy', proxy: 'apache' },
    ]);
  });

  test('what a package manager prints is shown as it comes, and nothing else is begun meanwhile', async () => {
    const backend = await shown('computer-installing');
    expect(screen.getByRole('region', { name: 'What the package manager says' }).textContent).toMatch(/Setting up/);
    expect(screen.queryByRole('button', { name: /^Install/ })).toBeNull();
    backend.show({ ...recorded('computer-install-failed'), turn: 2 });
    await tick();
    expect(screen.getByRole('heading', { name: 'nginx could not be installed' })).toBeTruthy();
    await press('All right');
    expect(backend.sent).toEqual([{ do: 'dismiss' }]);
  });

  test('a Jellyfin that was found is taken by a press', async () => {
    const backend = await shown('jellyfin-problem');
    await press('http://192.168.178.20:8096');
    expect(backend.sent).toEqual([{ do: 'type_upstream', text: 'http://192.168.178.20:8096' }]);
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  });

  test('both ports go together', async () => {
    const backend = await shown('domain-ports');
    await fireEvent.input(screen.getByLabelText('Port for HTTP'), { target: { value: '8080' } });
    await enter();
    expect(backend.sent).toEqual([{ do: 'set_ports', http: 8080, https: 8443 }, { do: 'next' }]);
  });

  test('a found certificate that does not fit cannot be chosen', async () => {
    const backend = await shown('certificate');
    const radio = screen.getByRole<HTMLInputElement>('radio', { name: /cloud\.example\.com/ });
    expect(radio.disabled).toBe(true);
    await fireEvent.click(screen.getByRole('radio', { name: /Make one on this computer/ }));
    expect(backend.sent).toEqual([{ do: 'choose_certificate', choice: { from: 'local_ca' } }]);
  });

  test('both paths of a certificate go together, whoever is typed in', async () => {
    const backend = await shown('certificate-files');
    await fireEvent.input(screen.getByLabelText('Private key'), { target: { value: '/etc/a.key' } });
    await enter();
    expect(backend.sent[0]).toEqual({
      do: 'choose_certificate',
      choice: { from: 'files', cert: '/home/anna/zertifikate/fullchain.pem', key: '/etc/a.key' },
    });
  });

  test('a file is picked by the system where that is to be had', async () => {
    const view = recorded('certificate-files');
    const backend = await shown(view);
    expect(screen.queryByRole('button', { name: 'Choose a file…' })).toBeNull();
    backend.pickFile = () => Promise.resolve('/etc/picked.pem');
    backend.show({ ...recorded('certificate-combined') });
    await tick();
    await press('Choose a file…');
    await Promise.resolve();
    await tick();
    expect(backend.sent).toEqual([{ do: 'choose_certificate', choice: { from: 'combined', pem: '/etc/picked.pem' } }]);
  });
});

describe('the review', () => {
  test('is agreed to by the id of the plan that is shown', async () => {
    const backend = await shown('review');
    await press('Set it up');
    expect(backend.sent).toEqual([{ do: 'agree', plan_id: '5f2c9a7e' }]);
  });

  test('lets Jellyfin be left as it is, and a hand-written site give way', async () => {
    const backend = await shown('review');
    await fireEvent.click(screen.getByRole('checkbox', { name: /Tell Jellyfin/ }));
    backend.show(recorded('review-adopt'));
    await tick();
    await fireEvent.click(screen.getByRole('checkbox', { name: /Take the place/ }));
    expect(backend.sent).toEqual([
      { do: 'set_known_proxies', on: false },
      { do: 'set_adopt', on: true },
    ]);
  });

  test('shows what is in the way with file and line, and each way out', async () => {
    const backend = await shown('review-conflict');
    expect(screen.getByText(/nginx\.conf, line 41/)).toBeTruthy();
    expect(screen.getByText(/choose other ports for HTTP and HTTPS/)).toBeTruthy();
    await press('Plan again');
    expect(backend.sent).toEqual([{ do: 'plan_again' }]);
  });

  test('leads to the screen where something can be done about it', async () => {
    const backend = await shown('review-refused');
    await press('Go to “Address”');
    expect(backend.sent).toEqual([{ do: 'go_to', screen: 'domain' }]);
  });

  test('shows a word it has no sentence for as the program says it', async () => {
    await shown('review-unknown');
    expect(screen.getByText('something that this window has no sentence for yet')).toBeTruthy();
  });
});

describe('a change', () => {
  test('is cancelled as a whole', async () => {
    const backend = await shown('apply-running');
    await press('Cancel and undo');
    backend.show(recorded('apply-calling-off'));
    await tick();
    await press('Cancel and undo');
    expect(backend.sent).toEqual([{ do: 'call_off' }]);
  });

  test('says why it was undone and what is back', async () => {
    await shown('apply-undone');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Everything is as it was');
    expect(screen.getByText(/unknown directive/)).toBeTruthy();
    expect(screen.getByText('Put back /etc/jellyfin/network.xml')).toBeTruthy();
  });

  test.each(Object.keys(noRoot) as (keyof typeof noRoot)[])('that %s kept from beginning has a way on', async (code) => {
    const backend = await shown(`apply-${code}`);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('It was not done');
    for (const sentence of en.root[code]) expect(screen.getByText(sentence)).toBeTruthy();
    await press('Back to the plan');
    backend.show(recorded(`apply-undo-${code}`));
    await tick();
    for (const sentence of en.root[code]) expect(screen.getByText(sentence)).toBeTruthy();
    await press('History');
    expect(backend.sent).toEqual([{ do: 'go_to', screen: 'review' }, { do: 'show_history' }]);
  });

  test('is seen to be undone, step by step, and that is not stopped half-way', async () => {
    const backend = await shown('apply-undoing');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Undoing the change');
    expect(screen.queryByRole('button', { name: 'Cancel and undo' })).toBeNull();
    expect(screen.getByRole('progressbar')).toBeTruthy();
    expect(screen.getByText(/^Now: Reload the web server/)).toBeTruthy();
    backend.show(recorded('apply-undone-by-hand'));
    await tick();
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByText('Take away /etc/nginx/jellyfin-proxy')).toBeTruthy();
  });

  test('can be put back where the root side was lost', async () => {
    const backend = await shown('apply-lost');
    await press('Put it back now');
    expect(backend.sent).toEqual([{ do: 'recover', overwrite: false }]);
  });

  test('is undone over what somebody changed only when that is said', async () => {
    const backend = await shown('apply-differs');
    await press('Undo anyway');
    expect(backend.sent).toEqual([{ do: 'undo', id: '4', overwrite: true }]);
  });
});

describe('afterwards', () => {
  test('each fault comes with its meaning and what to do', async () => {
    const backend = await shown('health-broken');
    expect(screen.getByRole('heading', { name: '3 things to mend' })).toBeTruthy();
    expect(screen.getByText(/The upgrade to WebSocket gets lost/)).toBeTruthy();
    expect(screen.getAllByText('What to do:')).toHaveLength(3);
    await press('Test again');
    await press('Open');
    expect(backend.sent).toEqual([{ do: 'check', url: 'https://jellyfin.example.com' }]);
    expect(backend.opened).toEqual(['https://jellyfin.example.com']);
    expect(screen.getByRole('img', { name: /QR code of https:\/\/jellyfin\.example\.com/ })).toBeTruthy();
  });

  test('a set-up that was just made can be undone from the health test', async () => {
    const backend = await shown('health-healthy');
    await press('Undo');
    expect(backend.sent).toEqual([{ do: 'undo', id: '4', overwrite: false }]);
  });

  test('home tests a site, and says when its certificate has ended', async () => {
    const backend = await shown('home');
    await press('Health test: filme.heim.lan');
    expect(backend.sent).toEqual([{ do: 'check', url: 'http://filme.heim.lan:8080' }]);
    expect(screen.getByText('The certificate has ended')).toBeTruthy();
  });

  test('the history undoes a change, and puts back what was interrupted', async () => {
    const backend = await shown('history');
    await press(/^Undo: https:\/\/jellyfin/);
    await press('Put it back now');
    expect(backend.sent).toEqual([
      { do: 'undo', id: '4', overwrite: false },
      { do: 'recover', overwrite: false },
    ]);
  });
});

describe('a notice', () => {
  test.each([
    ['notice-missing', 'Go back', ['dismiss']],
    ['notice-killed', 'Put it back now', ['recover']],
    ['notice-recover', 'Put it back now', ['recover']],
    ['notice-changed', 'Plan again', ['dismiss', 'plan_again']],
    ['notice-unknown', 'Go back', ['dismiss']],
  ])('%s has a way on', async (name, way, done) => {
    const backend = await shown(name);
    await press(way);
    expect(backend.sent.map((intent) => intent.do)).toEqual(done);
  });
});

describe('the line to the program', () => {
  test('says it where it is lost, and no more once it is back', async () => {
    const backend = await shown('proxy');
    const alert = screen.getByRole('alert');
    backend.link('lost');
    await tick();
    expect(alert.textContent).toMatch(/does not answer/);
    backend.link('refused');
    await tick();
    expect(alert.textContent).toMatch(/used already/);
    backend.link('open');
    await tick();
    expect(alert.textContent).toBe('');
  });

  test('says it where an intent did not arrive', async () => {
    const backend = await shown('proxy');
    backend.send = () => Promise.reject(new Error('gone'));
    await press('Back');
    await tick();
    await tick();
    expect(screen.getByRole('alert').textContent).toMatch(/did not reach/);
  });
});

test('a screen that cannot be shown does not take the window along', async () => {
  const broken = { ...recorded('review'), review: null as never };
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const backend = await shown(broken);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('This screen could not be shown.');
  backend.show(recorded('jellyfin'));
  await tick();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Where is your Jellyfin?');
});

test('the language is changed in the menu, and remembered', async () => {
  await shown('proxy');
  await fireEvent.change(screen.getByLabelText('Language'), { target: { value: 'de' } });
  await expect.poll(() => document.documentElement.lang).toBe('de');
  await tick();
  expect(screen.getByRole('button', { name: 'Weiter' })).toBeTruthy();
  expect(localStorage.getItem('language')).toBe('de');
});
