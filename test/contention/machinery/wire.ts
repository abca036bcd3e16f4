import { Agent, request } from 'node:http';

/** What came back, or that nothing did: then nobody knows whether it was done. */
export type Reply =
  | { isCut: false; data: any; errors?: { message: string; extensions: { code: string } }[] }
  | { isCut: true; why: string };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A GraphQL request over a kept connection; a broken one is an answer too. */
export function post(url: string, token: string, query: string, variables: object, key?: string): Promise<Reply> {
  return new Promise((resolve) => {
    const body = Buffer.from(JSON.stringify({ query, variables }));
    const cut = (error: Error) => resolve({ isCut: true, why: error.message });
    const sent = request(
      `${url.replace('localhost', '127.0.0.1')}/graphql`,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          authorization: `Bearer ${token}`,
          ...(key && { 'idempotency-key': key }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', cut);
        response.on('end', () => {
          try {
            resolve({ isCut: false, ...JSON.parse(Buffer.concat(chunks).toString()) });
          } catch (error) {
            cut(error as Error);
          }
        });
      },
    );
    sent.on('error', cut);
    sent.end(body);
  });
}

export const closeConnections = (): void => agent.destroy();
