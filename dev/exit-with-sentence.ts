/** Ends the process with one sentence. A stack trace would not tell a developer more. */
export function exitWithSentence(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
