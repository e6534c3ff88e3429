/**
 * The running API for the browser. As few failures can stand as are free, so that a block lasts for half an hour,
 * however slow the pages are.
 */
import type { TestProject } from 'vitest/node';
import { provideLaptop } from '../support/running-laptop.ts';

/** Starts the API, and returns the function that ends it. */
export const setup = (project: TestProject): Promise<() => Promise<void>> =>
  provideLaptop(project, { ACCOUNT_FREE_ATTEMPTS: '5', ACCOUNT_MAX_ATTEMPTS: '5' });
