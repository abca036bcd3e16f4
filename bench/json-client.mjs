/* JSON over HTTP with connections that stay open, on node:http: cheap enough not to be what is measured. */
import http from 'node:http';

/**
 * @param url the server's address
 * @returns ask({ method, path, headers, body }) → { status, json }; it rejects when the connection breaks
 */
export function jsonClient(url, { connections = 64, seconds = 300 } = {}) {
  const { hostname, port } = new URL(url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  return ({ method = 'GET', path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      const described = sent && { 'content-type': 'application/json', 'content-length': sent.length };
      const request = http.request({ hostname, port, method, path, agent, headers: { ...headers, ...described } });
      request.setTimeout(seconds * 1000, () => request.destroy(new Error(`${path}: no answer in ${seconds} s`)));
      request.on('error', reject);
      request.on('response', (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          try {
            resolve({ status: response.statusCode, json: text === '' ? null : JSON.parse(text) });
          } catch {
            reject(new Error(`${method} ${path} answered ${response.statusCode} and no JSON: ${text.slice(0, 200)}`));
          }
        });
      });
      request.end(sent);
    });
}
