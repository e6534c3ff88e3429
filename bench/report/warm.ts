/** What is said about warm requests. */
import { median } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import type { Counted, Figures } from '../processes/run-process.ts';
import type { MeasuredVariant } from '../sections/starts.ts';
import { own } from '../setup/variants.ts';
import { quantile, ratio } from './spread.ts';

/** What one request had, of several: a call may by chance begin after one that it does not wait for, but not before. */
export function callsOf(counted: readonly Counted[]): {
  readonly calls: number;
  readonly roundTrips: number;
} {
  const calls = median(counted.map(each => each.calls));
  return { calls, roundTrips: Math.min(...counted.map(each => each.roundTrips)) };
}

/** The section. */
export function warmSection(measured: readonly MeasuredVariant[]): string {
  const warm = (figures: readonly Figures[]) => figures.filter(({ warmMs }) => warmMs.length > 0);
  const cpuMs = (figures: readonly Figures[]) => warm(figures).map(({ warmCpuMs }) => warmCpuMs);
  const base = measured.find(({ title }) => title === own)?.figures ?? [];
  const rows = measured.map(({ title, figures }) => {
    const ms = warm(figures).flatMap(({ warmMs }) => warmMs);
    const { calls, roundTrips } = callsOf(warm(figures).flatMap(({ counted }) => counted));
    return [
      title,
      median(cpuMs(figures)).toFixed(2),
      ratio(cpuMs(base), cpuMs(figures)),
      calls,
      roundTrips,
      median(ms).toFixed(2),
      quantile(ms, 0.99).toFixed(2),
    ];
  });
  const head = ['', 'CPU of a request, ms', `${own} to it`, 'calls', 'round trips', 'p50, ms', 'p99, ms'];
  return `## Warm

\`calls\` are those to DynamoDB, counted in the process, and \`round trips\` how many of them are waited for one after the
other.

${markdownTable(head, rows)}

![Warm requests](warm.svg)`;
}
