/**
 * The CloudWatch metrics of a request, in embedded metric format (EMF): CloudWatch reads them from the log line, so no
 * call is made.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import type { LogFields } from './log-writer.ts';

/** What is measured. Times in milliseconds; outcomes are a closed list, see docs/operation.md. */
export interface Measured {
  readonly outcome: string;
  readonly ms: number;
  readonly databaseMs: number;
  /** Undefined if no password was hashed. */
  readonly hashMs: number | undefined;
  /** The user cannot sign in with any password, because what is stored is none that can be verified. */
  readonly isHashUnusable: boolean;
}

const units = {
  Requests: 'Count',
  Duration: 'Milliseconds',
  DatabaseTime: 'Milliseconds',
  HashTime: 'Milliseconds',
  UnusableHashes: 'Count',
};

type Values = Partial<Record<keyof typeof units, number>>;

/** What tells CloudWatch that fields of the line are metrics. */
const directive = (dimensions: readonly string[], values: Values) => ({
  Namespace: 'signin',
  Dimensions: [dimensions],
  Metrics: Object.entries(units)
    .filter(([name]) => name in values)
    .map(([Name, Unit]) => ({ Name, Unit })),
});

/**
 * The EMF fields: namespace `signin`, dimension `service` (the function's name). Only `Requests` has the dimension
 * `outcome` too, because CloudWatch charges for each combination as for a metric of its own.
 */
export function metricFields(service: string, measured: Measured): LogFields {
  const { outcome, ms, databaseMs, hashMs, isHashUnusable } = measured;
  const requests: Values = { Requests: 1 };
  const times: Values = {
    Duration: ms,
    DatabaseTime: databaseMs,
    ...(hashMs === undefined ? {} : { HashTime: hashMs }),
    ...(isHashUnusable ? { UnusableHashes: 1 } : {}),
  };
  const CloudWatchMetrics = [directive(['service', 'outcome'], requests), directive(['service'], times)];
  return { service, outcome, ...requests, ...times, _aws: { Timestamp: Date.now(), CloudWatchMetrics } };
}
