import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';

const version = 'v1';
const bytes = { key: 32, nonce: 12, tag: 16 };

/** What was sealed with another SECRET_KEY, or changed since. Its message tells nothing of what is inside. */
export class SealBroken extends Error {}

/**
 * Keeps secrets that must be used in clear later, such as the key of a webhook: AES-256-GCM (NIST SP 800-38D, a random
 * 96-bit nonce for each) under a key derived from SECRET_KEY by HKDF-SHA-256 (RFC 5869). A sealed text is
 * `v1.<base64url of nonce, tag and cipher text>`. With another SECRET_KEY nothing can be opened any more.
 */
@Injectable()
export class Seal {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'SECRET_KEY'>) {
    this.key = Buffer.from(hkdfSync('sha256', config.SECRET_KEY, '', 'muster seal v1', bytes.key));
  }

  seal(text: string): string {
    const nonce = randomBytes(bytes.nonce);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: bytes.tag });
    // The version is under the tag too: an old seal cannot pass for a newer one.
    cipher.setAAD(Buffer.from(version));
    const inside = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), inside]).toString('base64url')}`;
  }

  /** @throws SealBroken */
  open(sealed: string): string {
    const [stated, content] = sealed.split('.', 2);
    if (stated !== version || content === undefined) throw new SealBroken('This is no sealed text of a known version.');
    const whole = Buffer.from(content, 'base64url');
    const afterTag = bytes.nonce + bytes.tag;
    if (whole.length < afterTag) throw new SealBroken('The sealed text is too short.');
    const cipher = createDecipheriv('aes-256-gcm', this.key, whole.subarray(0, bytes.nonce), {
      authTagLength: bytes.tag,
    });
    cipher.setAAD(Buffer.from(version));
    cipher.setAuthTag(whole.subarray(bytes.nonce, afterTag));
    try {
      return Buffer.concat([cipher.update(whole.subarray(afterTag)), cipher.final()]).toString('utf8');
    } catch {
      throw new SealBroken('The sealed text was made with another SECRET_KEY, or changed.');
    }
  }
}
