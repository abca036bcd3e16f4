import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const mistakesOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).mistakes;
  }
};

describe('the environment', () => {
  it('needs nothing for a first start', () => expect(readConfig({})).toMatchObject({ ROLE: 'all', PORT: 4000 }));
  it('says every mistake in a line of its own', () => {
    expect(mistakesOf({ PORT: 'many', ROLE: 'boss' })).toEqual([
      expect.stringMatching(/^ROLE: /),
      expect.stringMatching(/^PORT: /),
    ]);
  });
  it('refuses default secrets in production', () => {
    expect(mistakesOf({ NODE_ENV: 'production' })).toEqual(
      expect.arrayContaining([expect.stringContaining('OWNER_PASSWORD'), expect.stringContaining('SECRET_KEY')]),
    );
  });
  it('wants a database of its own for split roles', () =>
    expect(mistakesOf({ ROLE: 'worker' })).toEqual([expect.stringContaining('DATABASE_URL')]));
  it('reads the networks that may be sent to, and says which form they have', () => {
    expect(readConfig({ OUTBOUND_ALLOW_CIDRS: '10.20.0.0/16, fd00::/8' }).OUTBOUND_ALLOW_CIDRS).toEqual([
      '10.20.0.0/16',
      'fd00::/8',
    ]);
    expect(mistakesOf({ OUTBOUND_ALLOW_CIDRS: '10.20.0.0' })).toEqual([
      expect.stringMatching(/^OUTBOUND_ALLOW_CIDRS: /),
    ]);
  });
  it('trusts no proxy that it is not told of', () => {
    expect(readConfig({}).TRUSTED_PROXIES).toEqual([]);
    expect(mistakesOf({ TRUSTED_PROXIES: 'loopback' })).toEqual([expect.stringMatching(/^TRUSTED_PROXIES: /)]);
  });
  it('says so when a secret file cannot be read', () =>
    expect(mistakesOf({ SECRET_KEY_FILE: '/nowhere/at/all' })).toEqual(['SECRET_KEY_FILE: the file cannot be read']));
});
