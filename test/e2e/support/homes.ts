import type { Page } from 'playwright-core';

const password = 'a-password-of-a-person';

/** The console, from where a person takes the next task; it opens the front end in the same tab. */
export class ConsoleHome {
  constructor(
    private readonly page: Page,
    private readonly musterUrl: string,
    private readonly frontEndUrl: string,
  ) {}

  async signIn(email: string): Promise<void> {
    await this.page.goto(`${this.musterUrl}/sign-in`);
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.page.getByRole('navigation', { name: 'Places' }).waitFor();
  }

  /** Presses next, and is in the front end. */
  async next(): Promise<void> {
    await this.page.goto(`${this.musterUrl}/work`);
    await this.page.getByRole('button', { name: /Next task/ }).waitFor();
    await this.page.keyboard.press('n');
    await this.inFrontEnd();
  }

  /** Answers the name of the picture that is there to be worked on. */
  async inFrontEnd(not?: string): Promise<string> {
    await this.page.waitForURL((url) => url.href.startsWith(this.frontEndUrl));
    const heading = this.page.getByRole('heading', { level: 1 });
    await heading.filter({ hasText: '.jpg', hasNotText: not }).waitFor();
    return (await heading.textContent())!;
  }
}
