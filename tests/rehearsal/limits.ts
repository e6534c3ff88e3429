/** What a rehearsal on an emulator cannot show, and where ours differs from the emulator as it comes. */

/** What happens on AWS only. */
export const notRehearsed = [
  'the signature of the token with which CI takes the deploy role: the emulator reads its claims only',
  "the stack role: the emulator's CloudFormation is told of it, and makes resources without looking at it",
  'what AWS says to the properties of a resource: the emulator checks few, cfn-lint checks them against the schemas',
  'saved queries: the emulator does not know the type, so it is told to take them and make nothing',
  'alarms over several metrics (DatabaseThrottlesAlarm): the emulator is told to keep the first metric only',
  'alarms that go off: the emulator makes no metrics of log lines, and keeps the alarms without looking at them',
  "the throttle of API Gateway, its access log, and its address and certificate: the API is called at the emulator's own",
  "Lambda's arm64, memory and time-out: the zip's handler runs on this machine and its Node 24",
  'the deletion of expired items, point-in-time recovery, and how long AWS takes for tables and indexes',
];

/** The corrections of `tests/support/corrected_ministack.py`. */
export const corrections = [
  'a table, a log group or a function is not made where one of that name exists (CloudFormation replaced it)',
  'a table with deletion protection is not deleted with its stack or by a rollback',
  '`Ref` of a secret is its ARN (it was its name), and its name begins with its logical id (and not with the stack)',
  'a role has its permissions boundary (it was left out), which bounds what the function does',
  "requests count as TLS: the deployment bucket's policy refuses others, and the emulator is reached by HTTP",
];
