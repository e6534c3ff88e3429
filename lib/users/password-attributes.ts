/** The attributes `password` and `password_input` of a users item: reading, writing and replacing them. */
import type { StoredPassword } from './user.ts';

/** The part of an `UpdateCommand` that replaces them. */
export interface PasswordUpdate {
  readonly set: string;
  readonly remove?: string;
  readonly condition: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The stored password in an item; null if there is none. */
export function parsePasswordAttributes(item: Readonly<Record<string, unknown>>): StoredPassword | null {
  const { password, password_input } = item;
  if (password === undefined || password === null) return null;
  return { hash: textOf(password), input: password_input === undefined ? null : textOf(password_input) };
}

/** The attributes of a stored password, for a new item. */
export function passwordAttributes({ hash, input }: StoredPassword): Record<string, string> {
  return input === null ? { password: hash } : { password: hash, password_input: input };
}

/**
 * Replaces both attributes if both are still as read. They belong together: a hash means nothing without its
 * `password_input`.
 */
export function replacePasswordAttributes(
  read: StoredPassword | null,
  replacement: StoredPassword,
): PasswordUpdate {
  const readInput = read?.input ?? null;
  const { hash, input } = replacement;
  return {
    ...(input === null
      ? { set: '#password = :new', remove: 'password_input' }
      : { set: '#password = :new, password_input = :new_input' }),
    condition:
      readInput === null
        ? '#password = :read AND attribute_not_exists(password_input)'
        : '#password = :read AND password_input = :read_input',
    names: { '#password': 'password' },
    // DynamoDB refuses a value that no expression uses.
    values: {
      ':read': read?.hash,
      ':new': hash,
      ...(readInput === null ? {} : { ':read_input': readInput }),
      ...(input === null ? {} : { ':new_input': input }),
    },
  };
}
