/** `unblock`: forgets the wrong passwords that the rate limit has counted for a name, and for an address. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { Command } from 'commander';
import { createPseudonymize } from '../../lib/observability/pseudonym.ts';
import {
  accountCounterKey,
  networkCounterKey,
  passwordChangesKey,
} from '../../lib/rate-limit/counter-keys.ts';
import { networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import { networksOf } from '../../lib/rate-limit/networks-of-address.ts';
import { waitForAll } from '../../lib/wait-for-all.ts';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import { typedAddress } from '../rows/typed-address.ts';
import { typedName } from '../rows/typed-name.ts';

interface UnblockOptions extends GlobalOptions {
  readonly address?: string;
}

const examples = `
Examples:
  npm run users -- unblock anna.meier
  npm run users -- unblock anna.meier --address 203.0.113.7   and everybody else at this address

It lets whoever guesses at the name guess anew too.`;

async function unblock(
  { connection, now }: CommandContext,
  typed: string,
  { address }: UnblockOptions,
): Promise<CommandResult> {
  const { database, settings, budget } = connection;
  const { username, note } = typedName(typed);
  const networks = address === undefined ? [] : networksOf(typedAddress(address));
  const { counters } = await connection.loadKeys();
  const pseudonymize = createPseudonymize(counters);
  const keys = [
    accountCounterKey(pseudonymize, username),
    passwordChangesKey(pseudonymize, username),
    ...networks.map(({ name }) => networkCounterKey(pseudonymize, name, networkWindowAt(now()))),
  ];
  const deleted = await waitForAll(
    keys.map(counter => {
      const command = new DeleteCommand({
        TableName: settings.attemptsTable,
        Key: { counter },
        ReturnValues: 'ALL_OLD',
      });
      return budget.spend(signal => database.write.send(command, { abortSignal: signal }));
    }),
  );
  const forgotten = deleted.filter(({ Attributes }) => Attributes !== undefined).length;
  const network = networks[0]?.name ?? null;
  const who = network === null ? quoted(username) : `${quoted(username)} and ${network}`;
  const sentence =
    forgotten === 0
      ? `Nothing was counted against ${who} in ${connection.place}`
      : `What was counted against ${who} in ${connection.place} is forgotten; known devices are counted apart`;
  return done({ username, network, deleted_counters: forgotten }, ...note, `${sentence}.`);
}

/** The command. */
export const unblockCommand = (run: RunCommand): Command =>
  new Command('unblock')
    .description('forget the wrong passwords and changes of the password that were counted for a name')
    .argument('<name>')
    .option('--address <address>', 'and for this IP address')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<UnblockOptions>();
      return run(options, context => unblock(context, name, options));
    });
