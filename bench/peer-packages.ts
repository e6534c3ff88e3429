/** What of `bench/peers/` is used here: it is installed there only, so it is imported at run time and by its path. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './figures.ts';
import type { Measured } from './results.ts';
import type { Certificate } from './tls-servers.ts';

const peers = createRequire(resolve('bench/peers/package.json'));

/** The types of these packages are not installed for those who do not run the bench. */
const importPeer = async <Module>(name: string) =>
  (await import(pathToFileURL(peers.resolve(name)).href)) as Module;

interface SelfSigned {
  generate(
    attributes: readonly { readonly name: string; readonly value: string }[],
    options: object,
  ): Promise<{ readonly private: string; readonly cert: string }>;
}

/** A certificate of `localhost`. */
export async function makeCertificate(): Promise<Certificate> {
  const { generate } = await importPeer<SelfSigned>('selfsigned');
  const extensions = [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions });
  return { key: made.private, cert: made.cert };
}

interface Vega {
  parse(spec: object): object;
  readonly View: new (view: object, options: object) => { toSVG(): Promise<string> };
}

interface VegaLite {
  compile(spec: object): { readonly spec: object };
}

/** Writes `cold.svg` and `warm.svg`. */
export async function writePlots(measured: readonly Measured[]): Promise<void> {
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
    ['2 start of the function', 'loadMs'],
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
