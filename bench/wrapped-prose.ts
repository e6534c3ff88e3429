/** Wraps the paragraphs of generated Markdown: with figures in them, their lines have another length each time. */

/** As in the other pages. */
const lineLength = 120;

/** A piece that stays on one line: a word, with the code spans and links that hang on it. */
const word = /(?:`[^`]*`|\]\([^)]*\)|\S)+/g;

function wrapped(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [next] of paragraph.matchAll(word)) {
    const longer = line === '' ? next : `${line} ${next}`;
    if (longer.length <= lineLength || line === '') line = longer;
    else {
      lines.push(line);
      line = next;
    }
  }
  return [...lines, line].join('\n') + (paragraph.endsWith('\n') ? '\n' : '');
}

/** The text with its paragraphs wrapped; headings and tables stay as they are. */
export const wrappedProse = (markdown: string): string =>
  markdown
    .split('\n\n')
    .map(block => (/^[#|]/.test(block) || block.trim() === '' ? block : wrapped(block)))
    .join('\n\n');
