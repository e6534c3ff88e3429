/** What `npm start` prints when everything listens: the database, the users and a line to paste. */
import { demoPassword, demoUsers } from '../demo-data/demo-users.ts';
import { host } from './ports.ts';

/** The greeting. */
export function greeting(databaseEndpoint: string, httpPort: number): string {
  const body = JSON.stringify({ username: demoUsers[0].username, password: demoPassword });
  const names = demoUsers.map(user => user.username).join(', ');
  return [
    '',
    `DynamoDB: ${databaseEndpoint}`,
    `Users:    ${names} (password ${demoPassword})`,
    'Sign in:',
    `curl -i http://${host}:${httpPort}/api/auth/signin -H 'content-type: application/json' -d '${body}'`,
    '',
    '',
  ].join('\n');
}
