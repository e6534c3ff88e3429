/** `npm run lint:workflows`: what actionlint and zizmor find in the workflows of GitHub Actions. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonPrograms } from '../support/python-packages.ts';

/** Where there is Go: PyPI's package of it downloads a program when it is installed, with no hash of ours. */
const actionlint = ['run', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'];

const hasGo = spawnSync('go', ['version']).status === 0;

/** Whether a program has nothing to say. */
const passes = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'inherit' }).status === 0;

const results = [passes(join(pythonPrograms(), 'zizmor'), ['--offline', '--quiet', '.github'])];
if (hasGo) results.push(passes('go', actionlint));
else process.stdout.write('left out: actionlint, since there is no Go\n');
if (results.includes(false)) process.exitCode = 1;
