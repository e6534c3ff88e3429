/**
 * The commands that have serverless-esbuild write a bundle into the project folder. `npm start` makes its own in
 * memory.
 */
export const bundlingCommands = ['invoke local', 'package', 'deploy', 'deploy function'];
