/** A certificate of `localhost`, for the servers that are measured over TLS. */
import { importPeer } from './peer-packages.ts';

/** For `node:tls`. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface SelfSigned {
  generate(
    attributes: readonly { readonly name: string; readonly value: string }[],
    options: object,
  ): Promise<{ readonly private: string; readonly cert: string }>;
}

/** Makes one with an RSA key of 2048 bits. */
export async function makeCertificate(): Promise<Certificate> {
  const { generate } = await importPeer<SelfSigned>('selfsigned');
  const extensions = [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions });
  return { key: made.private, cert: made.cert };
}
