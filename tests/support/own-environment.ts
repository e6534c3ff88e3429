/** Each file of tests has an environment of its own, although files that run one after the other share a process. */
import { afterAll } from 'vitest';

const environment = process.env;
const before = { ...environment };

afterAll(() => {
  for (const name of Object.keys(environment)) if (!(name in before)) delete environment[name];
  Object.assign(environment, before);
  // A test may have put another object in its place, which threads do not inherit.
  process.env = environment;
});
