/** Where the secret comes from: the environment (on a laptop) or Secrets Manager (everywhere else). */
export type SecretSource =
  | { readonly from: 'environment'; readonly secret: string }
  | { readonly from: 'secrets-manager'; readonly arn: string };
