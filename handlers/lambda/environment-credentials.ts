/**
 * The credentials of the function's role, which Lambda puts into the environment. In the bundle this stands in the place of
 * `@aws-sdk/credential-provider-node` (`alias` in `serverless.yml`), which also looks in files, in other services of AWS
 * and at programs: a fifth of the bundle, and never used there. The CLI and the deployment keep it.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

/** What the clients of the SDK call if they are given no credentials. */
export const defaultProvider = fromEnv;
