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

/** Runs a line as a shell does, and types. The line's exit code is the command's. */
export async function typeAtTerminal(line: string, typed: readonly Typed[]): Promise<ScreenOfCommand> {
  const script = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined, CI: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let seen = 0;
  const left = [...typed];
  script.stdout.on('data', (chunk: Buffer) => {
    screen += chunk;
    const [next] = left;
    const at = next === undefined ? -1 : screen.indexOf(next.after, seen);
    if (next === undefined || at < 0) return;
    seen = at + next.after.length;
    left.shift();
    script.stdin.write(next.keys);
  });
  await once(script, 'close');
  return { exitCode: script.exitCode, screen };
}
