import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../access.js';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Muster</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark }</style>
<h1>Muster is running</h1>
<p>It is worked through its GraphQL API at <code>POST /graphql</code>; the README shows how to sign in and claim a first task.</p>
<p><a href="/readyz">Is it ready?</a> · <a href="/metrics">Metrics</a></p>
</html>
`;

/** What a newcomer sees who opens the address that npm start printed. */
@Controller()
export class HomeController {
  @Get()
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  home(): string {
    return page;
  }
}
