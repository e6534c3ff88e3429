/** Loads the function's one secret and derives its keys from it. */
import { hkdfSync } from 'node:crypto';
import { fetchSecret } from './fetch-secret.ts';

/** Where the secret comes from: the environment (on a laptop) or Secrets Manager (everywhere else). */
export type SecretSource =
  | { readonly from: 'environment'; readonly secret: string }
  | { readonly from: 'secrets-manager'; readonly arn: string };

/** The keys, as bytes. */
export interface Keys {
  /** Signs access tokens (HS256). */
  readonly accessTokens: Uint8Array;
  /** Makes the pseudonyms of the log. */
  readonly pseudonyms: Uint8Array;
  /** Makes the keys of the rate limit's counters. */
  readonly counters: Uint8Array;
  /** Signs device tokens. */
  readonly devices: Uint8Array;
}

/** 15 minutes: so long can a warm instance keep a secret that the operator has replaced. */
export const keysAreReloadedEveryMs = 900_000;

const derivedKeyBytes = 32;

/**
 * Loads the secret from the environment or from Secrets Manager, and derives the keys (HKDF, RFC 5869).
 * @throws as `fetchSecret`
 */
export async function loadKeys(source: SecretSource, isReload = false): Promise<Keys> {
  const secret = source.from === 'environment' ? source.secret : await fetchSecret(source.arn, isReload);
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', purpose, derivedKeyBytes));
  return {
    accessTokens: new TextEncoder().encode(secret),
    pseudonyms: derive('signin pseudonyms'),
    counters: derive('signin counters'),
    devices: derive('signin device tokens'),
  };
}
