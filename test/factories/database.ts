import pg from 'pg';

let count = 0;

/** A database of one's own: a copy of the migrated template. Answers its address. */
export async function copyOfTemplate(name: string): Promise<string> {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  const database = `${name}_${process.pid}_${Date.now()}_${(count += 1)}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(`CREATE DATABASE ${database} TEMPLATE template_muster STRATEGY FILE_COPY`);
      break;
    } catch (error) {
      // Another test file is copying the template at this moment.
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await admin.end();
  url.pathname = `/${database}`;
  return url.href;
}

/** As a role the way the program connects; without one as the owner of everything, for set-up and for looking. */
export async function connectAs(url: string, role?: 'muster_app' | 'muster_system'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, ...(role && { options: `-c role=${role}` }) });
  await client.connect();
  return client;
}
