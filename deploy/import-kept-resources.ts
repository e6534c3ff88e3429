/**
 * Lets a deployment take over the tables and log groups that an earlier stack of the stage has left behind: when it was
 * removed, or when its first deployment failed and tables with deletion protection could not be taken back. Without
 * this, CloudFormation ends with "already exists", every time.
 */

type ChangeSetParams = Readonly<Record<string, unknown>>;

/** A plugin of the framework. Those that make change sets have this method. */
export interface DeployingPlugin {
  getCreateChangeSetParams?: (options: unknown) => ChangeSetParams;
}

/**
 * Has each change set import what exists. CloudFormation does so for resources with a fixed name and the deletion policy
 * Retain or RetainExceptOnCreate that belong to no other stack:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 * The framework has no option for it, so its plugins' method is wrapped.
 */
export function importKeptResources(plugins: readonly DeployingPlugin[]): void {
  for (const plugin of plugins) {
    const original = plugin.getCreateChangeSetParams?.bind(plugin);
    if (original === undefined) continue;
    plugin.getCreateChangeSetParams = options => ({ ...original(options), ImportExistingResources: true });
  }
}
