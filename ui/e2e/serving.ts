import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const sources = join(import.meta.dirname, '../..');
const program = process.env['JELLYFIN_PROXY'] ?? join(sources, 'target/debug/jellyfin-proxy');
const layer = process.env['JELLYFIN_PROXY_SERVERS'];

/** A wizard that is served to a browser, in a practice run: real servers in a sandbox, and a stand-in Jellyfin. */
export class Serving {
  /** The link, which works once. */
  readonly link: string;
  readonly #process: ChildProcess;
  readonly #helpers: ChildProcess[] = [];

  private constructor(process: ChildProcess, link: string) {
    this.#process = process;
    this.link = link;
  }

  /** Starts it with one of the servers. */
  static async with(proxy: string, ...more: string[]): Promise<Serving> {
    const layered = layer ? ['--layer', layer] : [];
    const child = spawn(program, ['serve', '--practice', '--proxy', proxy, ...layered, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout! })) {
      const link = line.trim();
      if (link.startsWith('http://127.0.0.1:')) {
        child.stdout!.resume();
        return new Serving(child, link);
      }
    }
    throw new Error(`${program} ended without a link: is it built, and are the servers unpacked?`);
  }

  /** Its address without the token. */
  get address(): string {
    return new URL('/', this.link).href;
  }

  /** Whether it still runs. */
  get runs(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Runs a program in the sandbox to its end. */
  inside(...command: string[]): string {
    const { status, stdout, stderr } = spawnSync('nsenter', ['--target', String(this.#inner()), '--all', ...command], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command.join(' ')}: ${status} ${stdout}${stderr}`);
    return stdout;
  }

  /** Writes a file in the sandbox. */
  write(path: string, text: string): void {
    const target = ['--target', String(this.#inner()), '--all', 'tee', path];
    const { status, stderr } = spawnSync('nsenter', target, { input: text, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${path}: ${stderr}`);
  }

  /** Has a script of Node's run in the sandbox's network until the end, once it has said that it listens. */
  async listening(script: string): Promise<void> {
    const child = spawn('nsenter', ['--target', String(this.#inner()), '--net', process.execPath, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#helpers.push(child);
    await new Promise((ready, failed) => {
      child.stdout!.once('data', ready);
      child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
    });
  }

  /** Kills the root side; whether there was one. */
  killRootSide(): boolean {
    const pid = below(this.#process.pid!).find((each) => commandOf(each).includes('jellyfin-proxy-helper'));
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  }

  /** Kills the practice run, and leaves the program that serves the page. */
  killPractice(): void {
    const outside = networkOf(process.pid);
    for (const pid of below(this.#process.pid!)) {
      if (networkOf(pid) !== outside) return void process.kill(pid, 'SIGKILL');
    }
    throw new Error('the sandbox is not there');
  }

  /** Ends it, and everything in the sandbox with it. */
  async end(): Promise<void> {
    this.#helpers.forEach((helper) => helper.kill('SIGKILL'));
    if (!this.runs) return;
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** The process of the wizard in the sandbox, as it is numbered outside. */
  #inner(): number {
    const outside = networkOf(process.pid);
    const found = below(this.#process.pid!).filter((pid) => ![undefined, outside].includes(networkOf(pid)));
    const pid = found.at(-1);
    if (pid === undefined) throw new Error('the sandbox is not there');
    return pid;
  }
}

/** Every process that one has begun, nearest first. */
function below(pid: number): number[] {
  const children = childrenOf(pid);
  return children.concat(children.flatMap(below));
}

function childrenOf(pid: number): number[] {
  // Each thread has children of its own.
  const { stdout } = spawnSync('cat', ['--', ...tasks(pid)], { encoding: 'utf8' });
  return stdout.split(/\s+/).filter(Boolean).map(Number);
}

function tasks(pid: number): string[] {
  const { stdout } = spawnSync('ls', [`/proc/${pid}/task`], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean).map((task) => `/proc/${pid}/task/${task}/children`);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
