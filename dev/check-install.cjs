/**
 * Says in one sentence why nothing can run here: packages are missing, install scripts were off, Node is too old. Each
 * script of package.json runs it first, and serverless.yml has it as the first plugin. It is plain JavaScript that
 * old Nodes read too.
 */
// biome-ignore lint/style/useNodejsImportProtocol: an old Node has no `node:fs`
const { existsSync, readFileSync } = require('fs');

const { dependencies, devDependencies } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));

/** Whatever the npm settings and NODE_ENV say. */
const install = 'npm ci --include=dev --include=optional --ignore-scripts=false';

function isInstalled(name, folder) {
  try {
    require.resolve(`${name}/package.json`, { paths: [folder] });
    return true;
  } catch (error) {
    // A package need not tell what is in its package.json.
    return error.code !== 'MODULE_NOT_FOUND';
  }
}

/** esbuild is a program of the platform, in a package of its own. */
function hasEsbuildProgram() {
  if (process.env.ESBUILD_BINARY_PATH) return true;
  const esbuild = require.resolve('esbuild/package.json');
  return isInstalled(`@esbuild/${process.platform}-${process.arch}`, esbuild);
}

/** The Node.js that npm puts before all others when it runs a script. */
function hasNodeOfPackages() {
  return existsSync(`${__dirname}/../node_modules/.bin/node`);
}

function isTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
}

/** What is wrong, and what to do about it; empty if all is well. */
function problem() {
  const names = Object.keys(Object.assign({}, dependencies, devDependencies));
  const missing = names.find(name => !isInstalled(name, __dirname));
  const version = process.versions.node;
  if (!process.features.typescript) {
    if (missing === undefined && hasNodeOfPackages()) {
      return `Node.js ${version} cannot run TypeScript; start this with npm or npx, which take the Node.js 24 of node_modules`;
    }
    if (isTooOld()) return `Node.js ${version} is too old; install Node.js 24, then run: ${install}`;
    if (missing === undefined) {
      return `Node.js ${version} cannot run TypeScript, and the Node.js 24 of the packages is missing, because install scripts were off or npm was not what installed them; run: ${install}`;
    }
  }
  if (missing !== undefined) return `The package ${missing} is not installed; run: ${install}`;
  if (!hasEsbuildProgram()) {
    return `esbuild is not installed for ${process.platform}-${process.arch}; run: ${install}`;
  }
  return '';
}

const sentence = problem();
if (sentence !== '') {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** A plugin that does nothing more. */
module.exports = class InstallCheck {};
