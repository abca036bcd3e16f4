import { describe, expect, it } from '@jest/globals';
import { type ConnectorUnderTest, describeConnector, runStreams } from './connectors.suite.js';
import { cvatUnderTest } from './cvat.tool.js';
import { darwinUnderTest } from './darwin.tool.js';
import { genericTool, genericUnderTest } from './generic.tool.js';
import { labelStudioUnderTest } from './label-studio.tool.js';

/** Every tool that Muster speaks to. */
const connectors: Record<string, ConnectorUnderTest> = {
  generic: genericUnderTest,
  'Label Studio': labelStudioUnderTest,
  CVAT: cvatUnderTest,
  Darwin: darwinUnderTest,
};

for (const [name, under] of Object.entries(connectors)) {
  describeConnector(name, under);

  describe(`streams of ${name}`, () => {
    it('end the same in any order, repeated up to five times, and with losses that a reconcile repairs', async () => {
      // Others read and write a tool's own labels at each step; of their messages as recorded there are 2,100 streams.
      const count = name === 'generic' ? 2000 : 700;
      const run = await runStreams(under, count, 20261127);
      console.log(name, run);
      expect(run.streams).toBe(count);
    }, 60_000);
  });
}

it('a generic tool that does not count its messages is ordered by their moments', async () => {
  await runStreams({ ...genericUnderTest, tool: (secrets) => genericTool(secrets, false) }, 500, 7);
});
