/**
 * `npm run users` in this process, on the database of a running function, with a person or a program at the terminal.
 */
import { afterAll, beforeAll } from 'vitest';
import { runUsers } from '../../cli/run-users.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { describeLaptop } from '../../dev/npm-start/laptop-table.ts';
import { parseSettings } from '../../lib/settings/parse-settings.ts';
import { signInEvent } from './event-builder.ts';
import { startFunction, type TestFunction, tables } from './test-function.ts';

/** A command that has ended. */
export interface RanCommand {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The questions, in their order. */
  readonly asked: readonly string[];
}

/** What is at the terminal: a person with answers, or a program that sends bytes. */
export interface AtTheTerminal {
  /** Answers to the questions: texts for passwords, true and false for confirmations. */
  readonly answers?: readonly (string | boolean)[];
  readonly input?: string | Uint8Array;
  /** What happens while the person thinks about an answer. */
  readonly meanwhile?: () => Promise<void>;
}

/** The function on the same database. */
export let api: TestFunction;

/** Starts a database that poses as that of `npm start`, for the tests of this file. */
export function hookUsersCommand(functionSettings: Record<string, string> = {}): void {
  beforeAll(async () => {
    api = await startFunction({ NETWORK_MAX_ATTEMPTS: '1000000', ...functionSettings });
    const endpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
    const settings = parseSettings({ ...tables, JWT_SECRET: api.secret, BCRYPT_COST: '10' });
    await describeLaptop(endpoint, settings);
    process.env['DYNAMODB_PORT'] = new URL(endpoint).port;
  });
  afterAll(() => api.stop());
}

/** A terminal without a screen: it keeps what is written, and answers from a list. */
export function recordingTerminal({ answers, input, meanwhile }: AtTheTerminal = {}) {
  const left = [...(answers ?? [])];
  const written = { out: '', err: '', asked: [] as string[] };
  const answer = async (question: string) => {
    written.asked.push(question);
    await meanwhile?.();
    const next = left.shift();
    if (next === undefined) throw new Error(`Nobody answers: ${question}`);
    return next;
  };
  const terminal: Terminal = {
    isInteractive: answers !== undefined,
    isInputTyped: answers !== undefined,
    hasColours: false,
    out(text) {
      written.out += text;
    },
    err(text) {
      written.err += text;
    },
    askPassword: async question => String(await answer(question)),
    confirm: async question => (await answer(question)) === true,
    readInput: async maxBytes => Buffer.from(input ?? '').subarray(0, maxBytes),
  };
  return { terminal, written };
}

/** Runs a command at the time of the function's clock. */
export async function users(argv: readonly string[], at?: AtTheTerminal): Promise<RanCommand> {
  const { terminal, written } = recordingTerminal(at);
  const exitCode = await runUsers(argv, terminal, api.clock.now);
  return { exitCode, ...written };
}

/** Runs a command with `--json`, and reads its document. */
export async function usersJson(argv: readonly string[], at?: AtTheTerminal) {
  const { exitCode, out, err } = await users([...argv, '--json'], at);
  // Each test says what it expects in it.
  return { exitCode, err, document: JSON.parse(out) as Record<string, unknown> };
}

/** Signs in over the function, and returns the status with the body. */
export async function signIn(username: string, password: string, fields: object = {}) {
  const { status, body } = await api.call(signInEvent({ username, password, ...fields }));
  return { status, body };
}
