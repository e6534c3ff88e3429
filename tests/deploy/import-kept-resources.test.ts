import { expect, it } from 'vitest';
import { type DeployingPlugin, importKeptResources } from '../../deploy/import-kept-resources.ts';

it('has each change set of the framework import what an earlier stack has left behind', () => {
  const plugin: DeployingPlugin & { readonly stack: string } = {
    stack: 'signin-staging',
    getCreateChangeSetParams(options) {
      return { StackName: this.stack, ...(options as object) };
    },
    // The framework's own plugins have more than the one method.
  } as DeployingPlugin & { readonly stack: string };
  importKeptResources([{}, plugin]);
  expect(plugin.getCreateChangeSetParams?.({ ChangeSetType: 'UPDATE' })).toEqual({
    StackName: 'signin-staging',
    ChangeSetType: 'UPDATE',
    ImportExistingResources: true,
  });
});
