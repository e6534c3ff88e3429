/** How long one comparison takes, without anything around it. */
import bcryptjs from 'bcryptjs';
import { median } from './figures.ts';

/** Of one cost. */
export interface HashTime {
  readonly cost: number;
  readonly ms: number;
}

const password = 'Password1234!';
const samples = 15;

/** bcryptjs at the lowest cost that the settings take, and at the default. */
export async function measureHash(): Promise<HashTime[]> {
  const times = [10, 12].map(cost => ({ cost, hash: bcryptjs.hashSync(password, cost), ms: [] as number[] }));
  for (let index = 0; index < samples; index++) {
    for (const { hash, ms } of times) {
      const beganAt = performance.now();
      await bcryptjs.compare(password, hash);
      ms.push(performance.now() - beganAt);
    }
  }
  return times.map(({ cost, ms }) => ({ cost, ms: median(ms) }));
}
