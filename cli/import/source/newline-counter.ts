/** Tells on which line a byte of a file is, while the file is read in pieces. */

const newline = 0x0a;

/** It keeps the line ends after the byte that was asked for last, so the bytes have to be asked for in their order. */
export class NewlineCounter {
  /** Line ends so far. */
  total = 0;
  #offset = 0;
  /** Bytes of line ends that `lineAt` has not passed. */
  #ahead: number[] = [];
  #passed = 0;

  /** Takes the next piece of the file. */
  add(chunk: Buffer): void {
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) {
      this.#ahead.push(this.#offset + at);
      this.total += 1;
    }
    this.#offset += chunk.length;
  }

  /** The line of a byte, counted from 1. */
  lineAt(byte: number): number {
    while (this.#passed < this.#ahead.length && (this.#ahead[this.#passed] ?? byte) < byte) this.#passed += 1;
    const line = this.total - (this.#ahead.length - this.#passed) + 1;
    if (this.#passed > 1000) {
      this.#ahead = this.#ahead.slice(this.#passed);
      this.#passed = 0;
    }
    return line;
  }
}
