/** How figures are said in the results. */
import { median } from '../figures.ts';

/** The sample that this part of all samples does not exceed: 0.99 is the 99th percentile. */
export function quantile(samples: readonly number[], part: number): number {
  return samples.toSorted((one, other) => one - other)[Math.floor((samples.length - 1) * part)] ?? Number.NaN;
}

/**
 * What the samples are to those of the base, round by round, so that what slows a round slows both: the median of the
 * ratios, and the middle half of them.
 */
export function ratio(samples: readonly number[], base: readonly number[]): string {
  const ratios = samples.map((sample, round) => sample / (base[round] ?? Number.NaN));
  const [low, high] = [0.25, 0.75].map(part => quantile(ratios, part).toFixed(2));
  return `${median(ratios).toFixed(2)} (${low}–${high})`;
}
