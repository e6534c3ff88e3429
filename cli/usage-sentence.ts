/**
 * What was typed wrongly, in a sentence. It repeats nothing that was typed, not even an option that no command has:
 * somebody may have typed a password there. Options and commands of ours that come close are named.
 */
import type { CommanderError } from 'commander';

const aboutPasswords =
  'A password is never typed on the command line: it is asked for, or read with --from-stdin';

/** Sentences of commander in which only names of ours occur. */
const harmless: readonly string[] = ['commander.missingArgument', 'commander.optionMissingArgument'];

/** What commander puts on a line of its own, after what was typed in quotes. The names in it are ours. */
const suggestionAtEnd = /'\n\(Did you mean ([^()]*)\?\)$/;

/** What commander puts in quotes: `--name`, or `--name=value`. */
const optionInQuotes = /^error: unknown option '(--[a-z-]+)(=.*)?'(?:\n\(Did you mean [^()]*\))?$/s;

function sentenceOf({ code, message }: CommanderError, known: ReadonlySet<string>): string {
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
      const [, name = '', value] = optionInQuotes.exec(message) ?? [];
      const option = known.has(name)
        ? `option ${name}${value === undefined ? '' : '=…'} here`
        : 'such option';
      return `There is no ${option}${hint === '' ? `. ${aboutPasswords}` : hint}`;
    }
    default:
      return harmless.includes(code) ? message.replace(/^error: /, '') : 'The command cannot be understood';
  }
}

/**
 * The sentence of commander's exception, and where to read on.
 * @param known the options of all commands, such as `--json`, which are no password
 */
export const usageSentence = (error: CommanderError, known: ReadonlySet<string>): string =>
  `${sentenceOf(error, known)}; see npm run users -- --help`;
