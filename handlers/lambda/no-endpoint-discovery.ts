/**
 * In the bundle this stands in the place of `@aws-sdk/middleware-endpoint-discovery` (`alias` in `serverless.yml`). It
 * would ask DynamoDB for addresses to call, which is off unless a setting turns it on, and brings a cache of its own.
 */

/** The client's configuration, as it is. */
export const resolveEndpointDiscoveryConfig = <Configuration>(configuration: Configuration): Configuration =>
  configuration;

/** How the client finds the setting: nowhere. */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: undefined,
};
