import { describe, expect, it } from 'vitest';
import { checkParams, type Params } from '../../deploy/check-params.ts';

const region = 'eu-central-1';
const topic = `arn:aws:sns:${region}:123456789012:alarms`;
const params: Params = {
  default: {
    bcryptCost: 12,
    requestsPerSecond: 50,
    requestsBurst: 100,
    alarmBlockedIn5Minutes: 100,
    alarmWrongPasswordsIn5Minutes: 200,
    alarmP99Ms: 3000,
    alarmTopicArn: 'none',
    functionBoundaryArn: 'none',
    disableDefaultEndpoint: false,
    cors: false,
  },
  staging: { bcryptCost: 10 },
  production: null,
};

const check = (commandLine: readonly string[] = [], stageParams: Params[string] = {}) =>
  checkParams({ ...params, staging: stageParams }, commandLine, 'staging', region);

describe('the check of the params', () => {
  it('lets good ones pass, from serverless.yml and from the command line', () => {
    expect(() => check(['requestsBurst=200', `alarmTopicArn=${topic}`], { bcryptCost: 13 })).not.toThrow();
    expect(() => check([], { stackRoleArn: 'arn:aws:iam::123456789012:role/x' })).not.toThrow();
    expect(() => check([], { cors: { allowedOrigins: ['https://app.example.com'] } })).not.toThrow();
  });

  it.each([
    [['bcryptcost=13'], {}, 'bcryptcost'],
    [[], { alarmTopic: topic }, 'alarmTopic'],
    [['toString=1'], {}, 'toString'],
    [['bcryptCost'], { bcryptCots: 1 }, 'bcryptCots'],
  ])('names a misspelt one: %j %j', (commandLine, block, name) => {
    expect(() => check(commandLine, block)).toThrow(`Not deployed: there is no param ${name}; `);
  });

  it('names one that is misspelt for another stage', () => {
    const other = { ...params, production: { bcryptcost: 13 } };
    expect(() => checkParams(other, [], 'staging', region)).toThrow('there is no param bcryptcost');
  });

  it.each([
    'requestsPerSecond=0',
    'requestsBurst=many',
    'alarmP99Ms=1.5',
    'alarmBlockedIn5Minutes=-1',
    'alarmTopicArn=alarms',
    'alarmTopicArn=arn:aws:sns:us-east-1:123456789012:alarms',
    'functionBoundaryArn=x',
    'stackRoleArn=arn:aws:iam::123456789012:user/x',
    'disableDefaultEndpoint=yes',
    'requestsBurst',
  ])('refuses %s without repeating the value', param => {
    const [name, value] = param.split('=');
    expect(() => check([param])).toThrow(new RegExp(`^Not deployed: ${name} has to be [^;]*\\.$`));
    expect(() => check([param])).not.toThrow(`"${value}"`);
  });

  it.each(['https://app.example.com', 'https://*.example.com', 'https://app.example.com:8443'])(
    'lets %s pass as an origin of a deployed stage',
    origin => {
      expect(() => check([], { cors: { allowedOrigins: [origin] } })).not.toThrow();
    },
  );

  it.each([
    ...['http://localhost:*', 'https://localhost', 'HTTP://LOCALHOST:3000', 'http://127.0.0.1:3000'],
    ...['*', 'http://*', 'https://*', 'http://app.example.com', 'app.example.com', 'null', ''],
  ])('refuses %j as an origin of a deployed stage', origin => {
    expect(() => check([], { cors: { allowedOrigins: ['https://app.example.com', origin] } })).toThrow(
      'cors of a deployed stage has to be false',
    );
  });

  it.each([true, 'https://app.example.com', {}, { allowedOrigins: [] }])('refuses %j as cors', cors => {
    expect(() => check([], { cors })).toThrow('cors of a deployed stage has to be false');
  });
});
