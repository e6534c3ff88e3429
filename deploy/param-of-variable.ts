/** The param of serverless.yml that sets an environment variable: `bcryptCost` for `BCRYPT_COST`. */
export function paramOf(variable: string): string {
  return variable.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
