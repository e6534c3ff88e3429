/** Says why a file that was named on the command line cannot be used, for the end of a sentence. */

/** The code of a failure of the file system, such as `EACCES`. */
export const fileFailureCode = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : 'unknown';

/**
 * The end of `The file … cannot be read` with its full stop: in words for what is mistyped most often, else the code.
 * @param missing what is not there if a path leads nowhere: a file to read, or the folder of a new file
 */
export function fileFailureReason(error: unknown, missing: 'file' | 'folder'): string {
  const code = fileFailureCode(error);
  if (code === 'ENOENT') return `: there is no such ${missing}.`;
  return code === 'EISDIR' ? ': it is a folder.' : ` (${code}).`;
}
