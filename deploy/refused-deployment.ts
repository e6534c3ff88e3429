/** The deployment must not go on. The message is one sentence for the person who typed the command. */
export class RefusedDeployment extends Error {
  override readonly name = 'RefusedDeployment';
}
