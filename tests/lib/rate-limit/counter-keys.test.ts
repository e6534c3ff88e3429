import { describe, expect, it } from 'vitest';
import {
  accountCounterKey,
  deviceCounterKey,
  networkCounterKey,
  passwordChangesKey,
  waitsKey,
} from '../../../lib/rate-limit/counter-keys.ts';
import { canonicalUsername } from '../../../lib/users/canonical-username.ts';

/** As it is, so that a test sees what is hashed. */
const plain = (text: string) => text;

const names = ['st.huber', 'w.huber'].map(canonicalUsername);
const devices = ['id-one', 'id-two'].flatMap(id =>
  ['binding-one', 'binding-two'].map(binding => ({ id, binding, expires: 0 })),
);
const windows = [1, 2];

describe('the keys of counters', () => {
  it('are different for each account, device, binding, network and window, and for each kind', () => {
    const keys = [
      ...names.map(name => accountCounterKey(plain, name)),
      ...names.map(name => passwordChangesKey(plain, name)),
      ...names.flatMap(name => devices.map(device => deviceCounterKey(plain, name, device))),
      ...['203.0.113.7', '203.0.113.8'].flatMap(network =>
        windows.map(window => networkCounterKey(plain, network, window)),
      ),
      ...windows.map(window => waitsKey(plain, window)),
    ];
    expect(keys).toHaveLength(18);
    expect(new Set(keys).size).toBe(18);
  });
});
