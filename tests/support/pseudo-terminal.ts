/** A command at a pseudo-terminal, which `script` of util-linux makes: every Linux has it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What is typed when a text has appeared. */
export interface Typed {
  readonly after: string;
  readonly keys: string;
}

/** A command that has ended, and all that was on the screen. */
export interface ScreenOfCommand {
  readonly exitCode: number | null;
  readonly screen: string;
}

/** Where a command runs; in this folder, with the environment of the tests, unless told otherwise. */
export interface Place {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A command that runs. */
export interface Terminal {
  /**
   * The first match behind that of the last call, as soon as it is on the screen. One call at a time.
   * @throws if the command ends without it; the message has the screen
   */
  waitFor(wanted: string | RegExp): Promise<string>;
  type(keys: string): void;
  readonly ended: Promise<ScreenOfCommand>;
}

function find(
  wanted: string | RegExp,
  text: string,
): { readonly end: number; readonly match: string } | null {
  if (typeof wanted === 'string') {
    const at = text.indexOf(wanted);
    return at < 0 ? null : { end: at + wanted.length, match: wanted };
  }
  const found = wanted.exec(text);
  return found === null ? null : { end: found.index + found[0].length, match: found[0] };
}

/** Starts a line as a shell does. The line's exit code is the command's. */
export function openTerminal(line: string, { folder, environment = process.env }: Place = {}): Terminal {
  const script = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: folder,
    env: { ...environment, TERM: 'xterm-256color', NO_COLOR: undefined, CI: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let seen = 0;
  let hasEnded = false;
  let lookAgain = () => {};
  script.stdout.on('data', (chunk: Buffer) => {
    screen += chunk;
    lookAgain();
  });
  const ended = once(script, 'close').then(() => {
    hasEnded = true;
    lookAgain();
    return { exitCode: script.exitCode, screen };
  });
  return {
    ended,
    async waitFor(wanted) {
      for (;;) {
        const found = find(wanted, screen.slice(seen));
        if (found !== null) {
          seen += found.end;
          return found.match;
        }
        if (hasEnded) throw new Error(`${line} ended without ${wanted}: ${screen}`);
        await new Promise<void>(resolve => {
          lookAgain = resolve;
        });
      }
    },
    type(keys) {
      if (!hasEnded) script.stdin.write(keys);
    },
  };
}

/** Runs a line to its end, and types. */
export async function typeAtTerminal(
  line: string,
  typed: readonly Typed[],
  place: Place = {},
): Promise<ScreenOfCommand> {
  const terminal = openTerminal(line, place);
  for (const { after, keys } of typed) {
    await terminal.waitFor(after);
    terminal.type(keys);
  }
  return terminal.ended;
}
