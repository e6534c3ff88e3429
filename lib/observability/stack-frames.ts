/** The frames of an exception's stack: where it was thrown, and nothing of what its message says. */

/** A function's name, if there is one, and a place in a file, such as `at async signIn (file:///var/task/auth.js:1:20)`. */
const frame =
  /^ {4}at ((async |new )*[\w$.<>#]{1,200}( \[as [\w$.<>#]{1,200}\])? \([\w$@+./:\\-]{1,400}(:\d{1,9}){2}\)|(async )?[\w$@+./:\\-]{1,400}(:\d{1,9}){2})$/;

/** What stands before the message; Node adds its code, as in `TypeError [ERR_X]`. */
const name = /^[\w$]{1,100}( \[\w+\])?$/;

/** What a stack begins with if the exception was made without a message. Source maps leave a colon there. */
const headWithoutMessage = /^[\w$]{1,100}(: ?)?(\n|$)/;

/**
 * The frames, the innermost first. A stack begins with the name and the message, and a line of a message can look like a
 * frame; so there are none if the message cannot be told from the frames because it was replaced after the exception was
 * made. One case remains, which the text of a stack cannot show: a message that was cut to its own first lines, or to
 * nothing, after that.
 */
export function stackFramesOf(error: Error, maxFrames: number): readonly string[] {
  const stack = error.stack ?? '';
  const messageAt = error.message === '' ? -1 : stack.indexOf(`: ${error.message}\n`);
  const isHead = messageAt !== -1 && name.test(stack.slice(0, messageAt));
  if (!isHead && !(error.message === '' && headWithoutMessage.test(stack))) return [];
  const afterHead = isHead ? messageAt + error.message.length + 3 : stack.indexOf('\n') + 1;
  return stack
    .slice(afterHead)
    .split('\n')
    .filter(line => frame.test(line))
    .slice(0, maxFrames)
    .map(line => line.trim());
}
