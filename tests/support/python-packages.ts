/** A Python virtual environment with the packages of `python-requirements.txt`, in a folder that git ignores. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitWithSentence } from '../../dev/exit-with-sentence.ts';

const requirements = 'tests/support/python-requirements.txt';
/** The oldest Python that all of the packages run on. */
const pythonAtLeast = '(3, 11)';

/** Whether `python3` is there and new enough. */
const hasPython = (): boolean =>
  spawnSync('python3', ['-c', `import ensurepip, sys, venv; sys.exit(sys.version_info < ${pythonAtLeast})`])
    .status === 0;

/**
 * The folder with Python and the programs of the packages, after installing them if they are not there yet: once for
 * each content of the requirements, about 20 s. Ends the process with one sentence where Python is missing or a package
 * cannot be had.
 */
export function pythonPrograms(): string {
  if (!hasPython()) {
    exitWithSentence(
      'Python 3.11 or later with venv is needed for the emulator of AWS: install python3-venv',
    );
  }
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  // It names the environment that is complete. An environment cannot be renamed, since its programs have its path.
  const complete = resolve('.python', `${version}.txt`);
  const installed = existsSync(complete) ? readFileSync(complete, 'utf8') : '';
  if (existsSync(installed)) return installed;
  const folder = resolve('.python', `${version}-${process.pid}`);
  const programs = join(folder, 'bin');
  const steps = [
    { program: 'python3', args: ['-m', 'venv', folder] },
    {
      program: join(programs, 'python'),
      args: [
        ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
        ...['--require-hashes', '--requirement', requirements],
      ],
    },
  ];
  mkdirSync('.python', { recursive: true });
  for (const { program, args } of steps) {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    exitWithSentence(`The Python packages cannot be installed: ${stderr.trim().split('\n').at(-1)}`);
  }
  writeFileSync(`${folder}.txt`, programs);
  renameSync(`${folder}.txt`, complete);
  return programs;
}
