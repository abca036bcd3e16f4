/** What the server is told from outside. Answers the settings, or throws one error that says all that is wrong with them. */
export function readSettings(env) {
  const faults = [];
  const text = (name) => {
    if (!env[name]) faults.push(`${name} is not set`);
    return env[name] ?? '';
  };
  const address = (name, value, base) => {
    const url = URL.canParse(value, base) ? new URL(value, base) : null;
    if (url && ['http:', 'https:'].includes(url.protocol)) return url;
    if (value) faults.push(`${name} is not an http(s) address: ${value}`);
    return null;
  };

  const muster = address('MUSTER_URL', text('MUSTER_URL'));
  // `hookPath` as Muster says it, or the whole address.
  const hook = address('MUSTER_HOOK', text('MUSTER_HOOK'), muster ?? undefined);
  const secret = text('MUSTER_SECRET');
  if (secret && !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) faults.push('MUSTER_SECRET is not a whsec_… secret');
  const port = Number(env.PORT ?? 5000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push(`PORT is not a port: ${env.PORT}`);
  const pictureOrigins = (env.PICTURE_ORIGINS ?? '').split(',').filter(Boolean);
  for (const origin of pictureOrigins) address('PICTURE_ORIGINS', origin);

  if (faults.length > 0) throw new Error(faults.join('\n'));
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    musterUrl: muster.href.replace(/\/$/, ''),
    hookUrl: hook.href,
    secret,
    /** where pictures may come from that Muster does not keep (`data.url`) */
    pictureOrigins: pictureOrigins.map((origin) => new URL(origin).origin),
    /** tests only: `POST /rehearse` does work as if a person had done it */
    mayRehearse: env.REHEARSE === '1',
  };
}
