import { expect, inject, it } from 'vitest';
import { runOnDatabase } from '../../../bench/setup/run-on-database.ts';

it('the database of a measurement ends with it, also if it fails', async () => {
  let endpoint = '';
  const failing = runOnDatabase(inject('template').Resources, async environment => {
    endpoint = String(environment['AWS_ENDPOINT_URL_DYNAMODB']);
    expect((await fetch(endpoint, { method: 'POST' })).status).toBe(400);
    throw new Error('not measured');
  });
  await expect(failing).rejects.toThrow('not measured');
  await expect(fetch(endpoint, { method: 'POST' })).rejects.toThrow('fetch failed');
});
