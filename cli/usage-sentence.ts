/** What was typed wrongly, in a sentence. It repeats no value and no argument: somebody may have typed a password there. */
import type { CommanderError } from 'commander';

const aboutPasswords =
  'A password is never typed on the command line: it is asked for, or read with --from-stdin';

/** Sentences of commander in which only names of ours occur. */
const harmless: readonly string[] = ['commander.missingArgument', 'commander.optionMissingArgument'];

/** What commander puts on a line of its own, after what was typed in quotes. The names in it are ours. */
const suggestionAtEnd = /'\n\(Did you mean ([^()]*)\?\)$/;

/** An option that looks like one, and not like a password that begins with a hyphen. */
const optionInQuotes =
  /^error: unknown option '(--[a-z]+(?:-[a-z]+)*)(=.*)?'(?:\n\(Did you mean [^()]*\))?$/s;

function sentenceOf({ code, message }: CommanderError): string {
  const suggestion = suggestionAtEnd.exec(message)?.[1];
  const hint = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
  switch (code) {
    case 'commander.help':
      return 'A command is missing';
    case 'commander.unknownCommand':
      return `There is no such command${hint}`;
    case 'commander.excessArguments':
      return `There are too many arguments. ${aboutPasswords}`;
    case 'commander.unknownOption': {
      const [, name, value] = optionInQuotes.exec(message) ?? [];
      const option = name === undefined ? 'such option' : `option ${name}${value === undefined ? '' : '=…'}`;
      return `There is no ${option}${hint === '' ? `. ${aboutPasswords}` : hint}`;
    }
    default:
      return harmless.includes(code) ? message.replace(/^error: /, '') : 'The command cannot be understood';
  }
}

/** The sentence of commander's exception, and where to read on. */
export const usageSentence = (error: CommanderError): string =>
  `${sentenceOf(error)}; see npm run users -- --help`;
