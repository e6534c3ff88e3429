/** CloudWatch metrics of a request, in embedded metric format (EMF): fields of its log line, and no call to anybody. */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { LogFields } from './log.ts';

/** What is measured. Milliseconds; an outcome is one of the closed list in `docs/operation.md`. */
export interface Measured {
  readonly outcome: string;
  readonly ms: number;
  readonly databaseMs: number;
  /** Where passwords were hashed. */
  readonly hashMs: number | undefined;
}

/** Metrics in the namespace `signin`, with the dimensions `service` (the function's name) and `outcome`. */
export function metricsOf(service: string, measured: Measured): LogFields {
  const metrics = new Metrics({ namespace: 'signin', serviceName: service });
  metrics.addDimension('outcome', measured.outcome);
  metrics.addMetric('Requests', MetricUnit.Count, 1);
  metrics.addMetric('Duration', MetricUnit.Milliseconds, measured.ms);
  metrics.addMetric('DatabaseTime', MetricUnit.Milliseconds, measured.databaseMs);
  if (measured.hashMs !== undefined) {
    metrics.addMetric('HashTime', MetricUnit.Milliseconds, measured.hashMs);
  }
  return { ...metrics.serializeMetrics() };
}
