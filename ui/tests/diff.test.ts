import { expect, test } from 'vitest';

import { linesOf } from '../src/lib/diff';

const text = (diff: string) => linesOf(diff).map(({ kind, pieces }) => [kind, pieces.map((piece) => piece.text).join('')]);

test('each line keeps every letter, whatever colour it has', () => {
  const diff = [
    '--- /etc/a',
    '+++ /etc/a',
    '@@ -1,2 +1,3 @@',
    ' server { # keep',
    '--- a comment of Lua, taken away',
    '+\tproxy_set_header X "a b"; # \'',
    '+',
    '+  <KnownProxies/></Network>',
  ].join('\n');
  expect(text(`${diff}\n`)).toEqual([
    ['place', '@@ -1,2 +1,3 @@'],
    ['same', 'server { # keep'],
    ['removed', '-- a comment of Lua, taken away'],
    ['added', '\tproxy_set_header X "a b"; # \''],
    ['added', ''],
    ['added', '  <KnownProxies/></Network>'],
  ]);
});

test('what is no diff is shown as it is', () => {
  expect(text('the mode was changed to 0600')).toEqual([['same', 'the mode was changed to 0600']]);
});

test('comments, quoted texts and first words are told apart', () => {
  const [comment, directive] = linesOf('+# a comment\n+add_header X "y";');
  expect(comment?.pieces).toEqual([{ text: '# a comment', kind: 'comment' }]);
  expect(directive?.pieces.map((piece) => piece.kind)).toEqual(['word', 'plain', 'text', 'brace']);
});
