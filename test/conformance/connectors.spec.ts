import { describe, expect, it } from '@jest/globals';
import { type ConnectorUnderTest, describeConnector, runStreams } from './connectors.suite.js';
import { genericTool, genericUnderTest } from './generic.tool.js';

/** Every tool that Muster speaks to. */
const connectors: Record<string, ConnectorUnderTest> = { generic: genericUnderTest };

for (const [name, under] of Object.entries(connectors)) {
  describeConnector(name, under);

  describe(`streams of ${name}`, () => {
    it('end the same in any order, repeated up to five times, and with losses that a reconcile repairs', async () => {
      const run = await runStreams(under, 2000, 20261127);
      console.log(name, run);
      expect(run.streams).toBe(2000);
    }, 60_000);
  });
}

it('a generic tool that does not count its messages is ordered by their moments', async () => {
  await runStreams({ ...genericUnderTest, tool: (secrets) => genericTool(secrets, false) }, 500, 7);
});
