/** A coloured piece of a line. */
export interface Piece {
  readonly text: string;
  readonly kind: 'plain' | 'comment' | 'word' | 'text' | 'brace';
}

/** A line of a unified diff. */
export interface Line {
  readonly kind: 'added' | 'removed' | 'same' | 'place';
  readonly sign: string;
  readonly pieces: readonly Piece[];
}

/** The lines of a unified diff, without the two that name the file: its name is said beside it. */
export function linesOf(diff: string): Line[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  return lines.slice(lines[0]?.startsWith('--- ') ? 2 : 0).map(lineOf);
}

function lineOf(line: string): Line {
  const rest = line.slice(1);
  switch (line[0]) {
    case '+':
      return { kind: 'added', sign: '+', pieces: piecesOf(rest) };
    case '-':
      return { kind: 'removed', sign: '−', pieces: piecesOf(rest) };
    case '@':
    case '\\':
      return { kind: 'place', sign: '', pieces: [{ text: line, kind: 'plain' }] };
    case ' ':
      return { kind: 'same', sign: '', pieces: piecesOf(rest) };
    default:
      return { kind: 'same', sign: '', pieces: [{ text: line, kind: 'plain' }] };
  }
}

/**
 * What nginx, Apache, HAProxy and XML have in common: comments, quoted texts, braces and tags, and the word a line
 * begins with. Colours are all that hangs on it.
 */
function piecesOf(text: string): Piece[] {
  const comment = /^(\s*)(#.*|<!--.*)$/.exec(text);
  if (comment) return kept([plain(comment[1] ?? ''), { text: comment[2] ?? '', kind: 'comment' }]);
  const first = /^(\s*)(<\/?[\w:]+|[\w-]+)?(.*)$/s.exec(text);
  const pieces: Piece[] = [plain(first?.[1] ?? ''), { text: first?.[2] ?? '', kind: 'word' }];
  for (const [part] of (first?.[3] ?? '').matchAll(/"[^"]*"|'[^']*'|[{};]|<\/[\w:]+>|[^"'{};<]+|./gs)) {
    pieces.push({ text: part, kind: kindOf(part) });
  }
  return kept(pieces);
}

function kept(pieces: Piece[]): Piece[] {
  return pieces.filter((piece) => piece.text !== '');
}

function plain(text: string): Piece {
  return { text, kind: 'plain' };
}

function kindOf(part: string): Piece['kind'] {
  if (/^["'].+["']$/s.test(part)) return 'text';
  if (/^[{};]$/.test(part)) return 'brace';
  return part.startsWith('</') ? 'word' : 'plain';
}
