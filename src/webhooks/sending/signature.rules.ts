import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

/** Standard Webhooks 1.0: `v1` is HMAC-SHA-256 with a shared secret, `v1a` ed25519, where the receiver cannot sign. */
export type SignatureKind = 'V1' | 'V1A';

const prefix = { secret: 'whsec_', privateKey: 'whsk_', publicKey: 'whpk_' };
/** The specification asks for 24 to 64. */
const secretBytes = 32;
/** DER around a 32-byte ed25519 seed (RFC 8410, section 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new key: what Muster keeps (sealed), and what the receiver gets, once. With V1 the two are the same. */
export function newKey(kind: SignatureKind): { kept: string; given: string } {
  if (kind === 'V1') {
    const secret = prefix.secret + randomBytes(secretBytes).toString('base64');
    return { kept: secret, given: secret };
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const open = publicBytes(privateKey);
  return {
    kept: prefix.privateKey + Buffer.concat([seed, open]).toString('base64'),
    given: prefix.publicKey + open.toString('base64'),
  };
}

export type Signer = (content: string) => string;

/**
 * @param kept `whsec_<base64>` or `whsk_<base64>`
 * @returns a function that answers one entry of `webhook-signature`: `v1,<base64>` or `v1a,<base64>`
 */
export function signerOf(kept: string): Signer {
  if (kept.startsWith(prefix.secret)) {
    const key = Buffer.from(kept.slice(prefix.secret.length), 'base64');
    return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  }
  if (!kept.startsWith(prefix.privateKey)) throw new Error('a key begins with whsec_ or whsk_');
  const seed = Buffer.from(kept.slice(prefix.privateKey.length), 'base64').subarray(0, 32);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  return (content) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;
}

/**
 * The three headers of an attempt (Standard Webhooks 1.0, "signature scheme"): `id.timestamp.body` is signed with every key that
 * is valid now, and the signatures stand in a row, separated by spaces.
 * @param seconds unix time of this attempt; receivers refuse what is more than five minutes off
 */
export function headersOf(
  id: string,
  seconds: number,
  body: string,
  signers: readonly Signer[],
): Record<string, string> {
  const content = `${id}.${seconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signers.map((signer) => signer(content)).join(' '),
  };
}

const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
