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

const metricsOf = (service: string) => new Metrics({ namespace: 'signin', serviceName: service });

/**
 * The EMF fields: namespace `signin`, dimension `service` (the function's name). Only `Requests` has the dimension
 * `outcome` too, because CloudWatch charges for each combination as for a metric of its own.
 */
export function metricFields(service: string, measured: Measured): LogFields {
  const byOutcome = metricsOf(service);
  byOutcome.addDimension('outcome', measured.outcome);
  byOutcome.addMetric('Requests', MetricUnit.Count, 1);
  const { _aws: outcomeMetadata, ...requests } = byOutcome.serializeMetrics();

  const ofAll = metricsOf(service);
  ofAll.addMetric('Duration', MetricUnit.Milliseconds, measured.ms);
  ofAll.addMetric('DatabaseTime', MetricUnit.Milliseconds, measured.databaseMs);
  if (measured.hashMs !== undefined) ofAll.addMetric('HashTime', MetricUnit.Milliseconds, measured.hashMs);
  if (measured.isHashUnusable) ofAll.addMetric('UnusableHashes', MetricUnit.Count, 1);
  const { _aws: metadata, ...times } = ofAll.serializeMetrics();

  const CloudWatchMetrics = [...outcomeMetadata.CloudWatchMetrics, ...metadata.CloudWatchMetrics];
  return { ...requests, ...times, _aws: { ...metadata, CloudWatchMetrics } };
}
