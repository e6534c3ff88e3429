/** `add`: a new user. */
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { UserId } from '../../lib/users/user.ts';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done, refused } from '../command-result.ts';
import { orSayWhatMayBe } from '../half-done.ts';
import { quoted } from '../output/printable.ts';
import { hashNewPassword } from '../passwords/hash-new-password.ts';
import { obtainNewPassword } from '../passwords/new-password.ts';
import { type PasswordOptions, withPasswordOptions } from '../passwords/password-options.ts';
import { findRow } from '../rows/find-row.ts';
import { idAsText } from '../rows/id-as-text.ts';
import { putNewRow } from '../rows/put-row.ts';
import type { UserRow } from '../rows/row-problems.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { typedId } from '../rows/typed-id.ts';
import { typedName } from '../rows/typed-name.ts';
import { describeId, summaryLines, summaryOf } from '../rows/user-summary.ts';

interface AddOptions extends GlobalOptions, PasswordOptions {
  readonly id?: string;
  readonly idType?: string;
  readonly sharedId?: true;
  readonly inactive?: true;
  readonly requirePasswordChange?: boolean;
}

const examples = `
Examples:
  npm run users -- add anna.meier                          asks for the password, makes an id
  npm run users -- add anna.meier --generate               prints a password once
  npm run users -- add anna.meier --id 33 --id-type number brings an id along
  npm run users -- add anna.meier --from-stdin < password.txt

An id that you bring along is looked for in the whole table first, since one person has one id: 100,000 users are
about 3,000 read units, which cost less than a cent.`;

/** A row that has the id, as a number or as a string; null if none has. */
async function rowWithId({ connection }: CommandContext, id: UserId): Promise<UserRow | null> {
  for await (const row of scanRows(connection)) {
    if (idAsText(row['id']) === idAsText(id)) return row;
  }
  return null;
}

/** The refusal of an id that another name has. */
function idExists(owner: UserRow, id: UserId): CommandResult {
  const otherType = owner['id'] === id ? '' : `, which counts as the same as ${describeId(id)}`;
  return refused(
    'id_exists',
    `${quoted(owner.username)} has the id ${describeId(owner['id'])} already${otherType}, and one person has one id; if it is one person, add --shared-id.`,
  );
}

/** For the sentence about a failure: a second `add` only says that there is such a user, who needs a known password. */
function mayBeThere(username: string, isGenerated: boolean): string {
  const name = quoted(username);
  const ifThere = isGenerated
    ? `nobody has seen the generated password: set another one with set-password ${name} --generate`
    : 'the password is the one that you gave';
  return `${name} may be there: look with show ${name}. If not, the same command again adds the user. If so, ${ifThere}`;
}

async function add(context: CommandContext, typed: string, options: AddOptions): Promise<CommandResult> {
  const { connection, terminal } = context;
  const { username, note } = typedName(typed);
  const broughtId = typedId(options.id, options.idType);
  const exists = refused(
    'user_exists',
    `There is a user ${quoted(username)} in ${connection.place} already; nothing was changed.`,
  );
  if ((await findRow(connection, username)) !== null) return exists;
  if (broughtId !== null && options.sharedId !== true) {
    const owner = await rowWithId(context, broughtId);
    if (owner !== null) return idExists(owner, broughtId);
  }
  const obtained = await obtainNewPassword(options, terminal, username);
  if (!obtained.accepted) return obtained.refusal;
  const row = {
    username,
    id: broughtId ?? randomUUID(),
    ...(await hashNewPassword(obtained.password, connection.settings.bcryptCost)),
    activated: options.inactive !== true,
    force_password_change: options.requirePasswordChange ?? obtained.isGenerated,
  };
  const isAdded = await orSayWhatMayBe(
    putNewRow(connection, row),
    mayBeThere(username, obtained.isGenerated),
  );
  if (!isAdded) return exists;
  const summary = summaryOf(row);
  return done(
    { user: summary, ...(obtained.isGenerated && { generated_password: obtained.password }) },
    ...note,
    `Added to ${connection.place}.`,
    ...summaryLines(summary),
    ...(obtained.isGenerated ? ['', `Generated password, shown once: ${obtained.password}`] : []),
  );
}

/** The command. */
export const addCommand = (run: RunCommand): Command =>
  withPasswordOptions(
    new Command('add')
      .description('add a user')
      .argument('<name>', 'the name to sign in with')
      .option('--id <id>', 'the id, which tokens have as their subject (default: a new UUID)')
      .option('--id-type <type>', 'number or string, for an id that looks like a number')
      .option('--shared-id', 'even if another name has this id')
      .option('--inactive', 'let nobody in as this user yet'),
  )
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      return run(options, context => add(context, name, options));
    });
