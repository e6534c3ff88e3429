/** What is said about cold starts. */
import { median } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import type { MeasuredVariant } from '../sections/starts.ts';
import { own } from '../setup/variants.ts';
import { ratio } from './spread.ts';

/** The section. @param zipBytes of the function as it is packaged */
export function coldSection(measured: readonly MeasuredVariant[], zipBytes: number): string {
  const base = measured.find(({ title }) => title === own)?.figures ?? [];
  const rows = measured.map(({ title, figures, bytes }) => {
    const of = (name: 'answeredMs' | 'cpuMs' | 'firstMs' | 'loadMs') => figures.map(each => each[name]);
    const ms = (samples: readonly number[]) => median(samples).toFixed(1);
    const baseMs = base.map(({ answeredMs }) => answeredMs);
    return [
      title,
      ms(of('answeredMs')),
      ratio(baseMs, of('answeredMs')),
      ms(of('loadMs')),
      ms(of('firstMs')),
      ms(of('cpuMs')),
      Math.round(bytes / 1000),
    ];
  });
  const head = [
    '',
    'to the first answer, ms',
    `${own} to it`,
    'start, ms',
    'first request, ms',
    'CPU, ms',
    'bundle, kB',
  ];
  return `## Cold

From the start of the process to the first answer. \`start\` is what Lambda does before the first request.

${markdownTable(head, rows)}

![Cold starts](cold.svg)

${measured.map(({ title, does }) => `- **${title}**: ${does}.`).join('\n')}

The zip of the function has ${(zipBytes / 1000).toFixed(1)} kB.`;
}
