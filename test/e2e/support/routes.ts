import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const router = join(import.meta.dirname, '..', '..', '..', 'web', 'src', 'app', 'router.tsx');

export interface Place {
  /** as the console's router has it: `/batches/$batchId` */
  path: string;
  /** with its parameters filled in, and with the tab where it has several */
  addresses: string[];
}

/**
 * Every page of the console, read from its router: one that is added is there by itself.
 * @param samples what stands for the parameters, `batchId` and so on
 * @throws when a page asks for a parameter without a sample
 */
export function placesOf(samples: Readonly<Record<string, string>>): Place[] {
  const [, ...routes] = readFileSync(router, 'utf8').split('createRoute({');
  return routes.flatMap((route) => {
    const path = /\bpath: '([^']+)'/.exec(route)?.[1];
    if (!path) return [];
    const filled = path.replace(/\$(\w+)/g, (_, name: string) => {
      if (!samples[name]) throw new Error(`the walk has no sample of $${name}, which ${path} asks for`);
      return samples[name];
    });
    const tabs = [...(/\btab\?: ((?:'\w+'(?: \| )?)+)/.exec(route)?.[1] ?? '').matchAll(/'(\w+)'/g)];
    return [{ path, addresses: [filled, ...tabs.map(([, tab]) => `${filled}?tab=${tab}`)] }];
  });
}
