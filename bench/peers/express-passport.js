/** Express 5 with passport-local, on DynamoDB. */
import express from 'express';
import passport from 'passport';
import { Strategy } from 'passport-local';
import serverless from 'serverless-http';
import { dynamodbStore } from './dynamodb-store.js';
import { tokenFor } from './verify-user.js';

passport.use(
  new Strategy((username, password, done) => {
    tokenFor(dynamodbStore, username, password).then(token => done(null, token ?? false), done);
  }),
);

const app = express();
app.use(express.json(), passport.initialize());
app.post('/api/auth/signin', passport.authenticate('local', { session: false }), (request, response) => {
  response.json({ token: request.user });
});

export const handler = serverless(app);
