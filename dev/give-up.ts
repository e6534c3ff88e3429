/** Ends the process with one sentence. A stack trace would not tell a developer more. */
export function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
