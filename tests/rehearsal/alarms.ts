/** The alarms and the dashboard that the deploy has made. */
import { DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { type EmulatedAws, stackName } from './emulated-aws.ts';

/** Counts them. @throws if there are none, or an alarm tells nobody */
export async function countAlarms(aws: EmulatedAws, topic: string): Promise<string> {
  const { MetricAlarms = [] } = await aws.cloudWatch.send(new DescribeAlarmsCommand({}));
  const { DashboardEntries = [] } = await aws.cloudWatch.send(new ListDashboardsCommand({}));
  const names = MetricAlarms.map(({ AlarmName }) => AlarmName ?? '').toSorted();
  const dashboards = DashboardEntries.map(({ DashboardName }) => DashboardName ?? '');
  if (names.length === 0 || dashboards.length === 0) {
    throw new Error(`${stackName} has ${names.length} alarms and ${dashboards.length} dashboards`);
  }
  const silent = MetricAlarms.filter(({ AlarmActions = [] }) => !AlarmActions.includes(topic));
  if (silent.length > 0) throw new Error(`alarms without an action: ${silent.map(each => each.AlarmName)}`);
  return `${names.length} alarms, each tells ${topic}: ${names.join(', ')}; dashboard ${dashboards.join(', ')}`;
}
