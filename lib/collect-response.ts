/** Reads responses of AWS, for the SDK. */
import type { Readable } from 'node:stream';

/**
 * The body of a response. The SDK's own collector asks whether it is a stream of the web, and to ask loads these into
 * Node: 2 % of the processor's time of a start (docs/design.md, "The bundle").
 * @throws if the connection breaks before the end
 */
export const collectResponse = async (stream: Readable): Promise<Uint8Array> =>
  Buffer.concat(await stream.toArray());
