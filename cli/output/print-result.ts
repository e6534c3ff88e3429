/** Prints how a command ended: lines for people, or one JSON document. */
import { styleText } from 'node:util';
import { printableJson } from '../../lib/observability/printable-json.ts';
import { type CommandResult, type ExitCode, exitCodes } from '../command-result.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from './printable.ts';

/**
 * Prints a result, and returns the exit code. With `--json` standard output has exactly one document, for a refusal too.
 */
export function printResult(result: CommandResult, json: boolean, terminal: Terminal): ExitCode {
  if (json) {
    const document =
      result.outcome === 'done'
        ? result.data
        : { error: result.error, message: result.message, ...result.data };
    terminal.out(printableJson(document, 2));
  } else {
    for (const line of result.lines ?? []) terminal.out(`${printable(line)}\n`);
    if (result.outcome === 'refused') printMessage(result.message, terminal);
  }
  return exitCodes[result.outcome];
}

/** Prints what went wrong, for people. */
export function printMessage(message: string, terminal: Terminal): void {
  const text = printable(message);
  terminal.err(`${terminal.hasColours ? styleText('red', text, { validateStream: false }) : text}\n`);
}
