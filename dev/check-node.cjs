/**
 * Says in one sentence that this Node cannot run the project, before it would say so in a stack trace. It is the first
 * plugin of the `serverless` command and the first step of scripts, so it is plain JavaScript that old Nodes read too.
 */
var version = process.versions.node.split('.').map(Number);

/** The first Node that runs TypeScript as it is. */
var isNewEnough = version[0] > 22 || (version[0] === 22 && version[1] >= 18);

if (!isNewEnough) {
  process.stderr.write(
    'This is Node ' +
      process.versions.node +
      ', which cannot run TypeScript: npm brings the right one along, unless install scripts are off. ' +
      'Run `npm ci --ignore-scripts=false` (with pnpm: `pnpm approve-builds`), or use Node 24 yourself.\n',
  );
  process.exit(1);
}

/** A plugin that does nothing else. */
module.exports = function CheckNode() {};
