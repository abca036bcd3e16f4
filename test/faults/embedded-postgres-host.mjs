/** A Muster reduced to its database: started by the stories beside it, so that they can kill it. */
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';

try {
  const log = (line) => process.stderr.write(`${line}\n`);
  const database = await startEmbeddedPostgres({ home: process.argv[2], log, fsync: false });
  process.on('SIGTERM', () => void database.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
  process.stdout.write(`${JSON.stringify({ url: database.url })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error.name, message: error.message })}\n`);
  process.exitCode = 1;
}
