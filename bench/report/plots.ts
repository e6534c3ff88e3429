/** Draws `cold.svg` and `warm.svg`. */
import { writeFile } from 'node:fs/promises';
import { median } from '../figures.ts';
import type { MeasuredVariant } from '../sections/starts.ts';
import { importPeer } from '../setup/peer-packages.ts';

interface Vega {
  parse(spec: object): object;
  readonly View: new (view: object, options: object) => { toSVG(): Promise<string> };
}

interface VegaLite {
  compile(spec: object): { readonly spec: object };
}

/** Writes both. */
export async function writePlots(measured: readonly MeasuredVariant[]): Promise<void> {
  const { parse, View } = await importPeer<Vega>('vega');
  const { compile } = await importPeer<VegaLite>('vega-lite');
  const draw = async (file: string, values: readonly object[], encoding: object) => {
    const data = { values };
    const { spec } = compile({ width: 480, background: 'white', mark: 'bar', data, encoding });
    await writeFile(file, await new View(parse(spec), { renderer: 'none' }).toSVG());
  };
  const y = { field: 'title', type: 'nominal', sort: null, title: null };
  const parts = [
    ['1 Node', 'bootMs'],
    ['2 start', 'loadMs'],
    ['3 first request', 'firstMs'],
  ] as const;
  await draw(
    'bench/cold.svg',
    measured.flatMap(({ title, figures }) =>
      parts.map(([part, field]) => ({ title, part, ms: median(figures.map(each => each[field])) })),
    ),
    {
      y,
      x: { field: 'ms', type: 'quantitative', title: 'ms to the first answer, without the hash (medians)' },
      color: { field: 'part', type: 'nominal', title: null },
      order: { field: 'part' },
    },
  );
  await draw(
    'bench/warm.svg',
    measured.map(({ title, figures }) => ({
      title,
      ms: median(figures.filter(({ warmMs }) => warmMs.length > 0).map(({ warmCpuMs }) => warmCpuMs)),
    })),
    {
      y,
      x: { field: 'ms', type: 'quantitative', title: 'CPU ms of a warm request, without the hash (medians)' },
    },
  );
}
