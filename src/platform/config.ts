import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseCidr } from './outbound/address.rules.js';

/** Values that let a first start work and that production refuses. */
export const defaultSecrets = {
  OWNER_PASSWORD: 'owner-of-muster',
  SECRET_KEY: 'muster-development-key-not-for-production',
};

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');

const networks = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((parts) => parts.every((part) => parseCidr(part)), 'must be networks such as 10.20.0.0/16,fd00::/8');

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(16),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional(),
  MUSTER_HOME: z
    .string()
    .min(1)
    .default('.muster')
    .transform((value) => resolve(value)),
  MUSTER_DEMO: flag,
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').default(defaultSecrets.SECRET_KEY),
  OWNER_EMAIL: z.email().default('owner@muster.example'),
  OWNER_PASSWORD: z.string().min(12, 'must have at least 12 characters').default(defaultSecrets.OWNER_PASSWORD),
  ORGANIZATION_NAME: z.string().min(1).max(200).default('Muster'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BODY_LIMIT_KILOBYTES: z.coerce.number().int().min(16).max(16_384).default(4096),
  UPLOAD_LIMIT_MEGABYTES: z.coerce.number().int().min(1).max(10_240).default(2048),
  REQUEST_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(300).default(10),
  LEASE_SWEEP_SECONDS: z.coerce.number().int().min(1).max(3600).default(5),
  OUTBOUND_ALLOW_CIDRS: networks,
  WEBHOOK_ALLOW_HTTP: flag,
  WEBHOOK_LEASE_SECONDS: z.coerce.number().int().min(1).max(300).default(10),
  TRUSTED_PROXIES: networks,
  LIVE_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).max(5000).default(500),
  SESSION_HOURS: z.coerce.number().int().min(1).max(720).default(12),
});

export type Config = z.infer<typeof environment>;

/** Token of the configuration in the container. */
export const CONFIG = Symbol('config');

export class ConfigError extends Error {
  constructor(readonly mistakes: string[]) {
    super(mistakes.join('\n'));
  }
}

/**
 * Reads the environment once; everything else gets `Config`. `NAME_FILE` reads NAME from a file, so that a secret
 * need not stand in the environment.
 * @throws ConfigError with one readable line a mistake.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const values: Record<string, string | undefined> = {};
  const mistakes: string[] = [];
  for (const name of Object.keys(environment.shape)) {
    const file = env[`${name}_FILE`];
    if (file !== undefined && file !== '') {
      try {
        values[name] = readFileSync(file, 'utf8').trim();
      } catch {
        mistakes.push(`${name}_FILE: the file cannot be read`);
      }
    } else if (env[name] !== undefined && env[name] !== '') values[name] = env[name];
  }
  const parsed = environment.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) mistakes.push(`${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(mistakes);
  }
  const config = parsed.data;
  if (config.ROLE !== 'all' && !config.DATABASE_URL) {
    mistakes.push(`DATABASE_URL: is required with ROLE=${config.ROLE} (the embedded database serves ROLE=all only)`);
  }
  if (config.NODE_ENV === 'production') {
    for (const [name, value] of Object.entries(defaultSecrets)) {
      if (config[name as keyof typeof defaultSecrets] === value)
        mistakes.push(`${name}: the default is refused in production`);
    }
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}
