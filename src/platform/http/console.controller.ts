import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access.js';
import { ClientFault } from '../fault.js';
import { consolePage } from './console-files.js';

/** What other parts of the server answer, or nobody does: never the console. */
const reserved = new Set(
  'assets graphql hand-off hooks imports livez media metrics readyz releases webhooks well-known'.split(' '),
);

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Muster</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark }</style>
<h1>Muster is running</h1>
<p>The console was not built: <code>npm run build</code> does that, with the development packages installed. The API is at
<code>POST /graphql</code>.</p>
<p><a href="/readyz">Is it ready?</a> · <a href="/metrics">Metrics</a></p>
</html>
`;

/** The console: one page, whose script looks at the address. */
@Controller()
export class ConsoleController {
  @Get()
  @Public()
  home(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.html(reply);
  }

  /** Every address below is a place in the console, so that links and reloads work. */
  @Get('*')
  @Public()
  async place(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const path = request.url.split('?')[0]!;
    const [first = ''] = path.slice(1).split('/');
    const isFile = /\.\w+$/.test(path);
    if (reserved.has(first.replace(/^\./, '')) || isFile) throw new ClientFault('NOT_FOUND', 'There is nothing here.');
    return this.html(reply);
  }

  private html(reply: FastifyReply): Promise<string> {
    // The names in it change with every build; what they name never does.
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    return consolePage() ?? Promise.resolve(notBuilt);
  }
}
