/** `log`: under which pseudonyms a name or an address is in the log, and a query that finds its lines. */
import { Command } from 'commander';
import { createNamesInLog } from '../../lib/observability/names-in-log.ts';
import { networkOf } from '../../lib/rate-limit/network-of-address.ts';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { typedAddress } from '../rows/typed-address.ts';
import { typedName } from '../rows/typed-name.ts';
import { UsageError } from '../usage-error.ts';

interface LogOptions extends GlobalOptions {
  readonly address?: string;
}

const examples = `
Examples:
  npm run users -- log anna.meier --stage staging
  npm run users -- log --address 203.0.113.7 --stage staging

The log has pseudonyms, or with logPlainNames the names themselves; the query finds both. A new secret makes new
pseudonyms: lines from before it are not found.`;

interface SearchedField {
  readonly field: 'user' | 'network';
  readonly plain: string;
  readonly pseudonym: string;
}

/** CloudWatch Logs Insights: a text is in double quotes, with backslashes before quotes and backslashes. */
const queryOf = (fields: readonly SearchedField[]): string =>
  [
    'fields @timestamp, route, status, outcome, reason, limit, failures, retry_after_s, request_id',
    ...fields.map(
      ({ field, plain, pseudonym }) =>
        `| filter ${field} in [${JSON.stringify(pseudonym)}, ${JSON.stringify(plain)}]`,
    ),
    '| sort @timestamp desc',
    '| limit 200',
  ].join('\n');

async function log(
  { connection }: CommandContext,
  typed: string | undefined,
  { address }: LogOptions,
): Promise<CommandResult> {
  if (typed === undefined && address === undefined) {
    throw new UsageError('A name, or --address, is missing; see npm run users -- log --help');
  }
  const name = typed === undefined ? null : typedName(typed);
  const network = address === undefined ? null : networkOf(typedAddress(address));
  const { pseudonyms } = await connection.loadKeys();
  const namesInLog = createNamesInLog(pseudonyms);
  const fields: SearchedField[] = [
    ...(name === null ? [] : [{ field: 'user', plain: name.username } as const]),
    ...(network === null ? [] : [{ field: 'network', plain: network } as const]),
  ].map(({ field, plain }) => ({ field, plain, pseudonym: namesInLog[field](plain) }));
  const query = queryOf(fields);
  const { logGroup, place } = connection;
  const pseudonymLines = fields.map(({ field, plain, pseudonym }) => `${field} ${plain}: ${pseudonym}`);
  const data = {
    ...Object.fromEntries(fields.map(({ field, pseudonym }) => [field, pseudonym])),
    log_group: logGroup,
    query,
  };
  const howToFind =
    logGroup === null
      ? ['These are in the lines that npm start prints.']
      : ['', `CloudWatch Logs Insights, log group ${logGroup}:`, '', ...query.split('\n')];
  return done(
    data,
    ...(name?.note ?? []),
    `Pseudonyms in the log of ${place}:`,
    ...pseudonymLines,
    ...howToFind,
  );
}

/** The command. */
export const logCommand = (run: RunCommand): Command =>
  new Command('log')
    .description('find the lines of a name or an address in the log')
    .argument('[name]')
    .option('--address <address>', 'an IP address, alone or together with a name')
    .addHelpText('after', examples)
    .action((name: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogOptions>();
      return run(options, context => log(context, name, options));
    });
