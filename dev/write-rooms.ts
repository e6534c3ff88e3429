/**
 * Draws the rooms of the code and the directions of their imports into `docs/rooms.md`. Run: npm run rooms
 * With `--check` it writes nothing, and fails if the page is not as the code is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { exitWithSentence } from './exit-with-sentence.ts';

const page = 'docs/rooms.md';

/** The room of a file; null for a file directly in lib/, which all rooms share, and for what is outside. */
function roomOf(file: string): string | null {
  const [, room = null] =
    /^(lib\/[^/]+|handlers\/[^/]+|dev\/[^/]+|cli\/[^/]+|handlers|dev|cli|examples)\/[^/]+$/.exec(file) ?? [];
  return room;
}

/** A node of the picture. */
const nodeOf = (room: string): string => room.replaceAll(/[/-]/g, '_');

/** The arrows of the picture, each once. From outside, an arrow leads to lib as a whole: all of it may be imported. */
function arrows({ modules }: ICruiseResult): string[] {
  const all = modules.flatMap(({ source, dependencies }) =>
    dependencies.flatMap(({ resolved }) => {
      const [from, to] = [roomOf(source), roomOf(resolved)];
      if (from === null || to === null || from === to) return [];
      const isIntoLib = to.startsWith('lib/') && !from.startsWith('lib/');
      return [`    ${nodeOf(from)} --> ${isIntoLib ? 'lib' : nodeOf(to)}`];
    }),
  );
  return [...new Set(all)].toSorted();
}

/** The nodes of the rooms in lib, and of the others. */
function nodes({ modules }: ICruiseResult): string[] {
  const rooms = [...new Set(modules.flatMap(({ source }) => roomOf(source) ?? []))].toSorted();
  const [inside, outside] = [true, false].map(isLib =>
    rooms.filter(room => room.startsWith('lib/') === isLib),
  );
  return [
    ...(outside ?? []).map(room => `    ${nodeOf(room)}["${room}"]`),
    '    subgraph lib',
    ...(inside ?? []).map(room => `        ${nodeOf(room)}["${room.replace('lib/', '')}"]`),
    '    end',
  ];
}

const result = await cruise(['handlers', 'lib', 'deploy', 'dev', 'cli', 'examples'], {
  parser: 'tsc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { extensions: ['.ts', '.json'] },
});
if (typeof result.output === 'string') throw new TypeError('dependency-cruiser returned text');

const text = `# Rooms

\`npm run rooms\` makes this page from the code. An arrow says: files of this room import files of that one. Files
directly in \`lib/\` are left out, because all rooms share them. \`dependency-cruiser.config.mjs\` says which arrows may be.

\`\`\`mermaid
flowchart TD
${[...nodes(result.output), ...arrows(result.output)].join('\n')}
\`\`\`
`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text)
  exitWithSentence(`${page} is not as the code is; make it anew: npm run rooms`);
