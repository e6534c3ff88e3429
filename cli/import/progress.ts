/** Shows how far an import is: one line that changes on a terminal, a line now and then elsewhere. */
import type { Terminal } from '../terminal.ts';

const terminalEveryMs = 200;
const plainEveryMs = 5000;
const barLength = 24;

/** How far. */
export interface Progress {
  /** Rows that are done since the start of this run, and the byte of the file up to which it is done. */
  update(rows: number, bytes: number): void;
  /** The database makes calls wait. */
  pause(): void;
  end(): void;
}

/** A duration for people: `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Progress through a file of so many bytes. `elapsed`: milliseconds of a clock that never jumps. */
export function showProgress(
  { isInteractive, err }: Pick<Terminal, 'isInteractive' | 'err'>,
  totalBytes: number,
  elapsed: () => number,
): Progress {
  const startedAt = elapsed();
  const everyMs = isInteractive ? terminalEveryMs : plainEveryMs;
  let shownAt = startedAt;
  let startBytes: number | null = null;
  let isPaused = false;

  function line(rows: number, bytes: number): string {
    const seconds = (elapsed() - startedAt) / 1000;
    const share = Math.min(bytes / totalBytes, 1);
    const sinceStart = bytes - (startBytes ?? 0);
    const left = sinceStart > 0 ? (seconds * (totalBytes - bytes)) / sinceStart : null;
    const bar = '#'.repeat(Math.round(share * barLength)).padEnd(barLength, '.');
    return [
      ...(isInteractive ? [`[${bar}]`] : []),
      `${Math.floor(share * 100)} %`,
      `${rows.toLocaleString('en')} rows`,
      `${Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en')} rows/s`,
      ...(left === null ? [] : [`${describeSeconds(left)} left`]),
      ...(isPaused ? ['waiting for the database'] : []),
    ].join('  ');
  }

  return {
    update(rows, bytes) {
      startBytes ??= bytes;
      if (elapsed() - shownAt < everyMs) return;
      shownAt = elapsed();
      // Clears the line to its end: an earlier one may have been longer.
      err(isInteractive ? `\r${line(rows, bytes)}\u001b[K` : `${line(rows, bytes)}\n`);
      isPaused = false;
    },
    pause() {
      isPaused = true;
    },
    end() {
      if (isInteractive && shownAt > startedAt) err('\r\u001b[K');
    },
  };
}
