import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { batch, project } from '../factories/work.js';

describe('the console is served by the API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const get = (path: string) => fetch(app.url + path);

  it.each(['/', '/work', '/projects/prj_0190', '/batches/bat_1?tab=tasks'])('one page at %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('<div id="root">');
  });

  it('whose files carry a hash in their names and are kept for ever', async () => {
    const html = await (await get('/')).text();
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
      const response = await get(file);
      expect([file, response.status]).toEqual([file, 200]);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect(html).not.toMatch(/<script(?![^>]* src=)/); // nothing inline: script-src 'self'
    expect(html).not.toMatch(/https?:\/\//);
  });

  it('under a policy that lets no other script in', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')!;
    const directives = new Map(policy.split(';').map((one) => [one.split(' ')[0]!, one.split(' ').slice(1).join(' ')]));
    expect(directives.get('default-src')).toBe("'self'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('script-src-attr')).toBe("'none'");
    expect(directives.get('font-src')).toBe("'self'");
    expect(directives.get('object-src')).toBe("'none'");
    expect(directives.get('frame-ancestors')).toBe("'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:/);
  });

  it.each([
    '/hooks/con_1', '/media', '/imports', '/hand-off/x', '/webhooks/x', '/releases', '/assets/missing.js', '/robots.txt', '/.well-known/x',
  ])('and never instead of the API: %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  }); // prettier-ignore

  it('finds batches by a part of their name, only where the caller may look', async () => {
    const teamId = await team(app);
    const [lead, stranger] = [
      await person(app, ['TEAM_LEAD'], teamId),
      await person(app, ['TEAM_LEAD'], await team(app, 'Others')),
    ];
    const projectId = await project(app.owner, teamId);
    for (const name of ['March 100 %', 'April', 'May']) await batch(app.owner, projectId, name);
    const found = async (by: Caller, name: string) => {
      const { findBatches } = await by.run(`query ($name: String!) { findBatches(name: $name) { name } }`, { name });
      return findBatches.map((one: any) => one.name);
    };
    expect(await found(app.owner, 'mA')).toEqual(['May', 'March 100 %']);
    expect(await found(lead, '0 %')).toEqual(['March 100 %']);
    expect(await found(lead, '%')).toEqual(['March 100 %']); // no wildcard
    expect(await found(stranger, '')).toEqual([]);
  });

  it('GET /graphql stays the API’s, but for a browser that goes there: it finds the page to try the API on', async () => {
    const html = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const at = (path: string, accept: string) => fetch(app.url + path, { headers: { accept } });
    for (const [path, accept] of [['/graphql', '*/*'], ['/graphql', 'application/json'], ['/graphql?query=%7B__typename%7D', html]] as const) {
      const response = await at(path, accept);
      expect([path, accept, response.status]).toEqual([path, accept, 400]);
      expect(response.headers.get('content-type')).toContain('application/json');
    } // prettier-ignore
    const page = await at('/graphql', html);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toBe(await (await get('/')).text()); // the console, which asks people to sign in
    const posted = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { accept: html, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }),
    });
    expect(await posted.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
