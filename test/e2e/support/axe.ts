import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Finding {
  id: string;
  impact: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Serious and critical findings of axe-core on what the page shows now, in lines. */
export async function barriers(page: Page): Promise<string[]> {
  // As a script of the debugger: the page's own content security policy stays as it is.
  if (!(await page.evaluate('Boolean(window.axe)')))
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const violations = (await page.evaluate('axe.run(document).then((answer) => answer.violations)')) as Finding[];
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
    );
}
