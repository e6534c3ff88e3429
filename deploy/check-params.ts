/**
 * The params of serverless.yml and of the command line: no misspelt name, and good values for those that only the
 * template reads. The function's own schema checks the others.
 */
import * as v from 'valibot';
import { deployedCors } from './check-cors.ts';
import { RefusedDeployment } from './refused-deployment.ts';

/** Params by stage, and under `default` those of all stages. */
export type Params = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

const wholeNumber = (name: string) => {
  const rule = `${name} has to be a whole number of 1 or more`;
  return v.pipe(
    v.union([v.string(), v.number()], rule),
    v.transform(Number),
    v.integer(rule),
    v.minValue(1, rule),
  );
};

/** An ARN, or `none`. */
const arn = (name: string, resource: string, what: string) => {
  const rule = `${name} has to be the ARN of ${what}, or none`;
  return v.pipe(v.string(rule), v.regex(new RegExp(`^(none|arn:[^:]+:${resource})$`), rule));
};

const templateParams = (region: string) =>
  v.looseObject({
    requestsPerSecond: wholeNumber('requestsPerSecond'),
    requestsBurst: wholeNumber('requestsBurst'),
    alarmBlockedIn5Minutes: wholeNumber('alarmBlockedIn5Minutes'),
    alarmWrongPasswordsIn5Minutes: wholeNumber('alarmWrongPasswordsIn5Minutes'),
    alarmP99Ms: wholeNumber('alarmP99Ms'),
    alarmTopicArn: arn(
      'alarmTopicArn',
      `sns:${region}:[0-9]{12}:[A-Za-z0-9_-]+`,
      `an SNS topic in ${region}`,
    ),
    functionBoundaryArn: arn('functionBoundaryArn', 'iam::[0-9]{12}:policy/.+', 'an IAM policy'),
    cors: deployedCors,
    stackRoleArn: v.optional(arn('stackRoleArn', 'iam::[0-9]{12}:role/.+', 'an IAM role')),
    disableDefaultEndpoint: v.union(
      [v.boolean(), v.picklist(['true', 'false'])],
      'disableDefaultEndpoint has to be true or false',
    ),
  });

/** A deployment without a stack role has no such param at all; the framework checks it where it is set. */
const withoutDefault = ['stackRoleArn'];

/** `name=value`, as the command line has it. */
function fromCommandLine(param: string): readonly [string, string] {
  const at = param.indexOf('=');
  return at < 0 ? [param, ''] : [param.slice(0, at), param.slice(at + 1)];
}

/**
 * Checks the params of a stage.
 * @param commandLine each `name=value` of `--param`
 * @throws {RefusedDeployment} naming each param that serverless.yml does not know or whose value is bad, and no value
 */
export function checkParams(
  params: Params,
  commandLine: readonly string[],
  stage: string,
  region: string,
): void {
  const typed = commandLine.map(fromCommandLine);
  const known = [...Object.keys(params['default'] ?? {}), ...withoutDefault];
  const given = [
    ...Object.values(params).flatMap(block => Object.keys(block ?? {})),
    ...typed.map(([name]) => name),
  ];
  const unknown = [...new Set(given.filter(name => !known.includes(name)))];
  if (unknown.length > 0) {
    throw new RefusedDeployment(
      `Not deployed: there is no param ${unknown.join(', ')}; serverless.yml knows ${known.join(', ')}.`,
    );
  }
  const values = { ...params['default'], ...params[stage], ...Object.fromEntries(typed) };
  const parsed = v.safeParse(templateParams(region), values, { abortPipeEarly: true });
  if (parsed.success) return;
  throw new RefusedDeployment(`Not deployed: ${parsed.issues.map(issue => issue.message).join('; ')}.`);
}
