import { createHmac, hash, randomBytes } from 'node:crypto';

export const sessionPrefix = 'mus_';
export const keyPrefix = 'muk_';
export const invitationPrefix = 'mui_';

const bytes = 32;

/** 256 bits that nobody can guess; only their hash is stored, and being random they need no salt. */
export const newToken = (prefix: string): string => prefix + randomBytes(bytes).toString('base64url');
/** In base64. */
export const digestOf = (token: string): string => hash('sha256', token, 'base64');
export const hashOf = (token: string): Buffer => Buffer.from(digestOf(token), 'base64');

export const newSeed = (): Buffer => randomBytes(bytes);

/**
 * A token that a repeated request can be given again although it is stored nowhere: the kept answer holds the seed,
 * the environment the secret, and only both together make the token.
 */
export const tokenFrom = (prefix: string, seed: Uint8Array, secret: string): string =>
  prefix + createHmac('sha256', secret).update(prefix).update(seed).digest('base64url');
