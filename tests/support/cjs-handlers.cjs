/** Lets the emulator's Node find a handler in a `.cjs` file, as Lambda's own does: its name comes without an extension. */
const { Module } = require('node:module');

Module._extensions['.cjs'] = Module._extensions['.js'];
