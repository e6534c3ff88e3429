import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stackFramesOf } from '../../../lib/observability/stack-frames.ts';
import { OperatorError } from '../../../lib/operator-error.ts';

const posing = '    at canary (/var/task/canary.cjs:1:1)';

describe('the frames of a stack', () => {
  it('say where an exception was thrown, innermost first and no more than asked for', () => {
    const frames = stackFramesOf(new OperatorError('Fix the table'), 2);
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatch(/^at .*stack-frames\.test\.ts:\d+:\d+\)?$/);
  });

  it('are there for an exception without a message', () => {
    expect(stackFramesOf(new TypeError(), 1)[0]).toContain('stack-frames.test.ts');
  });

  it.each([
    `${posing}`,
    `\n${posing}`,
    `first\n${posing}\n${posing}`,
    `first\n${posing}\n`,
    `\n: ${posing}\nlast`,
  ])('hold no line of a message that looks like a frame: %j', message => {
    const frames = stackFramesOf(new Error(message), 5);
    expect(frames.join()).not.toContain('canary');
    expect(frames[0]).toContain('stack-frames.test.ts');
  });

  it('are left out if the message was replaced, because they cannot be told from it any more', () => {
    const stack = `Error: first\n${posing}\n    at signIn (/var/task/auth.cjs:1:1)`;
    for (const message of ['no canary', '', 'firs']) {
      expect(stackFramesOf(Object.assign(new Error(message), { stack }), 5)).toEqual([]);
    }
  });

  it.each([
    [`\n${posing}`, 'other'],
    [`a: x\n    at y\n${posing}`, 'x\n    at y'],
  ])('are left out if the message %j became %j after the stack was read', (before, after) => {
    const error = new Error(before);
    expect(error.stack).toContain('canary');
    error.message = after;
    expect(stackFramesOf(error, 5).join()).not.toContain('canary');
  });

  it('are there for an exception with a code of Node', () => {
    const error = new TypeError('first');
    const stack = `TypeError [ERR_X]: first\n    at signIn (/var/task/auth.cjs:1:1)`;
    expect(stackFramesOf(Object.assign(error, { stack }), 5)).toEqual(['at signIn (/var/task/auth.cjs:1:1)']);
  });

  it('are left out if a stack is none', () => {
    expect(stackFramesOf(Object.assign(new Error('a'), { stack: `a\n${posing} canary` }), 5)).toEqual([]);
    expect(stackFramesOf(Object.assign(new Error('a'), { stack: '' }), 5)).toEqual([]);
  });

  it('hold nothing of any message', () => {
    const lines = fc.array(fc.oneof(fc.constant(posing), fc.string()), { maxLength: 5 });
    fc.assert(
      fc.property(lines, texts => {
        expect(stackFramesOf(new Error(texts.join('\n')), 9).join()).not.toContain('canary');
      }),
    );
  });
});
