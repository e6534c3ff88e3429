/** The alarms and the dashboard that the deploy has made. */
import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { type EmulatedAws, stackName } from './emulated-aws.ts';

/** Counts them. @throws if there are none, or an alarm tells nobody */
export async function countAlarms(aws: EmulatedAws, topic: string): Promise<string> {
  const { MetricAlarms = [] } = await aws.cloudWatch.send(new DescribeAlarmsCommand({}));
  if (MetricAlarms.length === 0) throw new Error(`${stackName} has no alarms`);
  const silent = MetricAlarms.filter(({ AlarmActions = [] }) => !AlarmActions.includes(topic));
  if (silent.length > 0) throw new Error(`alarms without an action: ${silent.map(each => each.AlarmName)}`);
  const { DashboardBody = '' } = await aws.cloudWatch.send(
    new GetDashboardCommand({ DashboardName: stackName }),
  );
  // A test reads what is in it.
  const { widgets } = JSON.parse(DashboardBody) as { readonly widgets: readonly object[] };
  const names = MetricAlarms.map(({ AlarmName }) => AlarmName ?? '').toSorted();
  return `${names.length} alarms, each tells ${topic}: ${names.join(', ')}; dashboard ${stackName} with ${widgets.length} widgets`;
}
