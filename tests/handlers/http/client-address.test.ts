import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from '../../../handlers/http/client-address.ts';
import { signInEvent } from '../../support/event-builder.ts';

const seen = '203.0.113.7';
const secret = 'long and random, known to the proxy and to nobody else';
const sha256 = (text: string) => createHash('sha256').update(text).digest();

const from = (header: string, headers: Record<string, string>, secrets = [secret]) =>
  createClientAddress({ addressHeader: header, secretHashes: secrets.map(sha256) })(
    signInEvent({}, { headers, sourceIp: seen }),
  );
const viaCloudFront = (
  address: string,
  shown: Record<string, string> = { 'x-signin-proxy-secret': secret },
) => from('cloudfront-viewer-address', { 'CloudFront-Viewer-Address': address, ...shown });

describe('the client address', () => {
  it('is the one that API Gateway reports, whatever the headers say', () => {
    const headers = {
      'x-forwarded-for': '198.51.100.1',
      forwarded: 'for=198.51.100.1',
      'cloudfront-viewer-address': '198.51.100.1:443',
      'x-signin-proxy-secret': secret,
    };
    expect(createClientAddress(null)(signInEvent({}, { headers, sourceIp: seen }))).toBe(seen);
  });

  it.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['2001:db8:85a3::8a2e:370:7334:46532', '2001:db8:85a3::8a2e:370:7334'],
    ['2001:db8::1:4653', '2001:db8::1'],
    ['[2001:db8::1]:46532', '2001:db8::1'],
  ])("behind CloudFront is the viewer's, without the port: %s", (value, address) => {
    expect(viaCloudFront(value)).toBe(address);
  });

  it.each([
    ['198.51.100.10', '198.51.100.10'],
    ['198.51.100.10:443', '198.51.100.10'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    [' 2001:db8::1 ', '2001:db8::1'],
  ])('behind another proxy is the one in its header, with or without port: %s', (value, address) => {
    expect(from('x-real-ip', { 'x-real-ip': value, 'x-signin-proxy-secret': secret })).toBe(address);
  });

  it.each([
    ['no secret', {}],
    ['an empty secret', { 'x-signin-proxy-secret': '' }],
    ['a wrong secret', { 'x-signin-proxy-secret': `${secret}.` }],
    ['the sum instead of the secret', { 'x-signin-proxy-secret': sha256(secret).toString('hex') }],
  ])('is the one that API Gateway reports if the header comes with %s', (_case, shown) => {
    expect(viaCloudFront('198.51.100.10:46532', shown)).toBe(seen);
  });

  it.each([
    [''],
    ['unknown'],
    ['198.51.100.10, 192.0.2.1'],
    ['198.51.100.10:x'],
    ['999.1.1.1:443'],
    [':443'],
  ])('is the one that API Gateway reports if the proxy sends no address: "%s"', value => {
    expect(viaCloudFront(value)).toBe(seen);
  });

  it('is accepted with either of two secrets, for the time of a change', () => {
    for (const shown of ['old one', 'new one']) {
      const headers = { 'x-real-ip': '192.0.2.1', 'x-signin-proxy-secret': shown };
      expect(from('x-real-ip', headers, ['old one', 'new one'])).toBe('192.0.2.1');
    }
  });
});
