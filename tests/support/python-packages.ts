/** A Python virtual environment with the packages of `python-requirements.txt`, in a folder that git ignores. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitWithSentence } from '../../dev/exit-with-sentence.ts';

const requirements = 'tests/support/python-requirements.txt';
/** The oldest Python that all of the packages run on. */
const pythonAtLeast = '(3, 10)';

/** The text that a program writes; null if it cannot be started or fails. */
function outputOf(program: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout : null;
}

/** Ends the process with one sentence if a step of the installation fails. */
function install(what: string, program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return;
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  exitWithSentence(`${what} failed: ${lastLine}`);
}

/** Whether `python3` is there and new enough. */
const hasPython = (): boolean =>
  outputOf('python3', [
    '-c',
    `import ensurepip, sys, venv; sys.exit(sys.version_info < ${pythonAtLeast})`,
  ]) !== null;

/**
 * The folder with Python and the programs of the packages, after installing them if they are not there yet: once for each
 * content of the requirements, about 20 s. Ends the process with one sentence where Python is missing or a package cannot
 * be had.
 */
export function pythonPrograms(): string {
  if (!hasPython()) {
    exitWithSentence(
      'Python 3.10 or later with venv is needed for the emulator of AWS: install python3-venv',
    );
  }
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  // It names the environment that is complete. An environment cannot be renamed, since its programs have its path.
  const complete = resolve('.python', `${version}.txt`);
  if (existsSync(complete)) return readFileSync(complete, 'utf8');
  const folder = resolve('.python', `${version}-${process.pid}`);
  const programs = join(folder, 'bin');
  mkdirSync('.python', { recursive: true });
  install('Making a virtual environment of Python', 'python3', ['-m', 'venv', folder]);
  install('Installing the Python packages', join(programs, 'python'), [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
    ...['--require-hashes', '--requirement', requirements],
  ]);
  writeFileSync(`${folder}.txt`, programs);
  renameSync(`${folder}.txt`, complete);
  return programs;
}
