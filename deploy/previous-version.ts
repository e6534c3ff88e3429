/**
 * Which version the last deployment from this checkout replaced, in a file. `.serverless/` is emptied by each
 * packaging.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = '.previous-version';

/** The memory of a stage. */
export interface PreviousVersion {
  remember(version: string): void;
  /** Null if the last deployment was the first one, failed, changed nothing, or was made elsewhere. */
  read(): string | null;
  forget(): void;
}

/** The memory in the file of a stage. */
export function previousVersionOf(stage: string): PreviousVersion {
  const file = join(folder, stage);
  return {
    remember(version) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, version);
    },
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return null;
      }
    },
    forget: () => rmSync(file, { force: true }),
  };
}
