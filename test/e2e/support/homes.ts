import type { Page } from 'playwright-core';
import type { Caller } from '../../factories/app.js';
import { until } from '../../factories/work.js';

/** From where a person takes the next task: opens the front end in the same tab, and answers the assignment's id. */
export interface Home {
  next(page: Page): Promise<string>;
  /** whether the tab is back there, after the work */
  isBack(page: Page): Promise<boolean>;
}

/** Muster's API in the place of the console: the link is claimed and opened as the "Next task" button does it. */
export const apiHome = (person: Caller, musterUrl: string): Home => ({
  next: async (page) => {
    const { id } = await until(async () => {
      const { claimTask } = await person.run(`mutation { claimTask { __typename ... on Assignment { id } } }`);
      return claimTask.__typename === 'Assignment' && claimTask;
    });
    const { handOff } = await person.run(
      `mutation ($id: ID!) { handOff(assignmentId: $id) { ... on HandOff { url state } ... on Problem { code message } } }`,
      { id },
    );
    await page.goto(handOff.url);
    return id;
  },
  isBack: async (page) => page.url().startsWith(musterUrl),
});
