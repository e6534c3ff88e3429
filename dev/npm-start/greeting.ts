/** What `npm start` prints when everything listens: the database, the users and lines to paste. */
import { demoPassword, demoUsers } from '../demo-data/demo-users.ts';
import { defaultDatabasePort, host } from './ports.ts';

/** The user of the lines to paste. */
const newUser = 'anna.meier';

const signInLine = (httpPort: number, username: string, password: string): string =>
  `curl -i http://${host}:${httpPort}/api/auth/signin -H 'content-type: application/json' -d '${JSON.stringify({ username, password })}'`;

/**
 * The greeting.
 * @param isKept whether the data are kept in a folder
 */
export function greeting(
  { databasePort, httpPort }: { readonly databasePort: number; readonly httpPort: number },
  isKept: boolean,
): string {
  const names = demoUsers.map(user => user.username).join(', ');
  const port = databasePort === defaultDatabasePort ? '' : `DYNAMODB_PORT=${databasePort} `;
  const kept = isKept
    ? 'Users are kept in DYNAMODB_FOLDER.'
    : 'Users are gone when this ends. To keep them: DYNAMODB_FOLDER=.dynamodb npm start';
  return [
    '',
    `DynamoDB: http://${host}:${databasePort}`,
    `Users:    ${names} (password ${demoPassword})`,
    'Sign in:',
    signInLine(httpPort, demoUsers[0].username, demoPassword),
    '',
    'Add a user, and sign in as that user:',
    `${port}npm run users -- add ${newUser}`,
    signInLine(httpPort, newUser, 'THE PASSWORD'),
    kept,
    '',
    '',
  ].join('\n');
}
