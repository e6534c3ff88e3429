/** What a command talks to: standard input and output, and a person at a terminal if there is one. */
import confirm from '@inquirer/confirm';
import password from '@inquirer/password';

/** A person or a program that runs a command. */
export interface Terminal {
  /** Whether questions can be asked. Without it a command asks none. */
  readonly isInteractive: boolean;
  /** Whether standard input is a keyboard. A terminal shows what is typed there, wherever the messages go. */
  readonly isInputTyped: boolean;
  /** Whether all that is written is seen on a terminal that has colours. */
  readonly hasColours: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Asks for a password without echo. */
  askPassword(question: string): Promise<string>;
  /** Asks a question whose answer is no unless somebody says yes. */
  confirm(question: string): Promise<boolean>;
  /** All bytes of standard input, up to a maximum. */
  readInput(maxBytes: number): Promise<Uint8Array>;
}

/**
 * Asks, but not beyond the end of the input, such as Ctrl-D. There readline closes, and the prompts of @inquirer neither
 * answer nor fail. It pauses its input when it closes, or comes back from Ctrl-Z, and never before an answer.
 */
async function askUntilInputEnds<Answer>(ask: (ended: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const ended = new AbortController();
  const end = () => ended.abort();
  process.stdin.once('pause', end);
  try {
    return await ask(ended.signal);
  } finally {
    process.stdin.off('pause', end);
  }
}

/** The terminal of this process. Questions go to standard error, so that standard output has the result and no more. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    isInputTyped: stdin.isTTY === true,
    hasColours: stdout.isTTY === true && stderr.isTTY === true && stdout.hasColors(),
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    askPassword: question =>
      askUntilInputEnds(signal =>
        password({ message: question, mask: false, toggleMask: false }, { output: stderr, signal }),
      ),
    confirm: question =>
      askUntilInputEnds(signal => confirm({ message: question, default: false }, { output: stderr, signal })),
    async readInput(maxBytes) {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of stdin) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) break;
      }
      return Buffer.concat(chunks).subarray(0, maxBytes);
    },
  };
}
