/** A CloudFormation that answers in the form of AWS's API reference. It stops when the test has ended. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const metadata =
  '<ResponseMetadata><RequestId>b9b4b068-3a41-11e5-94eb-example</RequestId></ResponseMetadata>';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const resourceXml = (stack: string, logicalId: string, physicalId: string): string =>
  `<member><StackId>arn:aws:cloudformation:eu-central-1:123456789012:stack/${stack}/aaf549a0</StackId>
   <StackName>${stack}</StackName><LogicalResourceId>${logicalId}</LogicalResourceId>
   <PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType>
   <Timestamp>2026-07-27T22:27:28Z</Timestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`;

/** A stack: its name, its template, and the physical ids of its resources by their logical ids. */
export interface Stack {
  readonly name: string;
  readonly template: string;
  readonly resources: Readonly<Record<string, string>>;
}

function answerTo(
  query: URLSearchParams,
  { name, template, resources }: Stack,
): [status: number, xml: string] {
  const asked = query.get('StackName') ?? '';
  if (asked !== name) return errorXml(400, 'ValidationError', `Stack with id ${asked} does not exist`);
  const action = query.get('Action');
  const result =
    action === 'GetTemplate'
      ? `<TemplateBody>${escapeXml(template)}</TemplateBody>`
      : `<StackResources>${Object.entries(resources)
          .map(([logicalId, physicalId]) => resourceXml(name, logicalId, physicalId))
          .join('')}</StackResources>`;
  const xml = `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
  return [200, xml];
}

const errorXml = (status: number, code: string, message: string): [status: number, xml: string] => [
  status,
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>5ccc7dcd-744c-11e5-be70-example</RequestId></ErrorResponse>`,
];

/** An error with which CloudFormation answers everything. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Starts one that has a stack, or refuses everything, and points the SDK at it. Returns the regions that calls were
 * signed for.
 */
export async function startCloudFormation(has: Stack | Refusal): Promise<string[]> {
  const regions: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    regions.push(/Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const [status, xml] =
      'code' in has ? errorXml(has.status, has.code, has.message) : answerTo(new URLSearchParams(body), has);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
  });
  onTestFinished(() => {
    server.close();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] = `http://localhost:${port}`;
  return regions;
}
