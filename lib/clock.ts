/** The clock of a process. Tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some time of its own. Unlike `now`, it never jumps when the clock is set. */
  elapsed(): number;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}
