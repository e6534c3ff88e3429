/** Which version a deployment replaced, in a file of the framework's work folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = '.serverless';
const fileOf = (stage: string) => join(folder, `previous-version-of-${stage}`);

/** Remembers a version; null after a first deployment, before which there was none. */
export function rememberPreviousVersion(stage: string, version: string | null): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(stage), version ?? '');
}

/** The version that the last deployment from this folder replaced; null if there was none, or it is not known. */
export function previousVersion(stage: string): string | null {
  try {
    return readFileSync(fileOf(stage), 'utf8') || null;
  } catch {
    return null;
  }
}
