/**
 * The CloudWatch metrics of a request, in embedded metric format (EMF): CloudWatch reads them from the log line, so no
 * call is made.
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
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

/** The EMF fields: namespace `signin`, dimensions `service` (the function's name) and `outcome`. */
export function metricFields(service: string, measured: Measured): LogFields {
  const metrics = new Metrics({ namespace: 'signin', serviceName: service });
  metrics.addDimension('outcome', measured.outcome);
  metrics.addMetric('Requests', MetricUnit.Count, 1);
  metrics.addMetric('Duration', MetricUnit.Milliseconds, measured.ms);
  metrics.addMetric('DatabaseTime', MetricUnit.Milliseconds, measured.databaseMs);
  if (measured.hashMs !== undefined) {
    metrics.addMetric('HashTime', MetricUnit.Milliseconds, measured.hashMs);
  }
  if (measured.isHashUnusable) metrics.addMetric('UnusableHashes', MetricUnit.Count, 1);
  return { ...metrics.serializeMetrics() };
}
