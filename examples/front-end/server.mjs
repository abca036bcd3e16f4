/**
 * A reference front end for Muster's generic contract (docs/connectors.md). It knows nothing else of Muster. The server is
 * small and keeps nothing: it serves the page, and does what a page must not, since the secret stays here: it signs answers.
 *
 *   MUSTER_URL=… MUSTER_HOOK=/hooks/con_… MUSTER_SECRET=whsec_… node server.mjs
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fault, readFiles, SAFE_HEADERS } from './server/http.mjs';
import { rehearse } from './server/rehearsal.mjs';
import { getPicture, getState, getWork, postAnswer, postHeartbeat } from './server/routes.mjs';
import { readSettings } from './server/settings.mjs';

const ROUTES = {
  'GET /api/work': getWork,
  'GET /api/state': getState,
  'GET /api/picture': getPicture,
  'POST /api/heartbeat': postHeartbeat,
  'POST /api/answers': postAnswer,
};

/** Listens, and answers the server once it does. */
export function start(settings) {
  const files = readFiles(join(import.meta.dirname, 'page'));
  const routes = settings.mayRehearse ? { ...ROUTES, 'POST /rehearse': rehearse } : ROUTES;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    const route = routes[`${request.method} ${pathname}`];
    try {
      if (route) return await route(settings, request, response);
      const file = files.get(['/', '/work'].includes(pathname) ? '/index.html' : pathname);
      if (!file || !['GET', 'HEAD'].includes(request.method)) return fault(response, 404, 'NOT_FOUND');
      response.writeHead(200, { ...SAFE_HEADERS, 'content-type': file.type });
      response.end(request.method === 'HEAD' ? undefined : file.content);
    } catch (error) {
      console.error(`${request.method} ${pathname}: ${error.message}`);
      if (response.headersSent) response.destroy();
      else fault(response, 500, 'BROKEN');
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => resolve(server));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const server = await start(readSettings(process.env));
    const { address, port } = server.address();
    console.log(`Front end on http://${address === '127.0.0.1' ? 'localhost' : address}:${port}`);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit(0)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
