import { Command, InvalidArgumentError } from 'commander';
import { counted } from '../../platform/counted.rules.js';
import { keyOf, newSecret } from '../generic/standard-webhooks.js';
import { type Ruling, verifyFrontEnd } from './front-end-rules.js';

interface Options {
  port: number;
  secret?: string;
  rehearse?: string;
  pull?: string;
  apiSecret?: string;
  wait: number;
  json?: boolean;
}

/** `muster connector …`: for those who connect a tool of their own. */
export function connectorCommand(): Command {
  return new Command('connector')
    .description('help for those who connect a tool (docs/connectors.md)')
    .addCommand(verifyCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('play Muster for a front end, and look whether it keeps the contract')
    .argument('<link>', 'the template of its link, such as "http://localhost:5000/work#token={token}"', linkTemplate)
    .option('--port <port>', 'where Muster is played', wholeNumber, 4100)
    .option('--secret <secret>', 'the signing secret that the tool knows (whsec_…); else one is made', secretOfWebhooks)
    .option('--rehearse <url>', 'where the tool does what a person would do')
    .option('--pull <url>', 'its pullUrl')
    .option('--api-secret <secret>', 'what pullUrl wants to see')
    .option('--wait <seconds>', 'how long a message may take', wholeNumber, 30)
    .option('--json', 'end with one line of JSON')
    .action(async (workUrl: string, options: Options) => {
      const rulings = await verifyFrontEnd(
        {
          workUrl,
          port: options.port,
          secret: options.secret ?? newSecret(),
          rehearseUrl: options.rehearse ?? null,
          pullUrl: options.pull ?? null,
          apiSecret: options.apiSecret ?? null,
          waitSeconds: options.wait,
        },
        {
          ruling: (ruling) => process.stdout.write(`${lineOf(ruling)}\n`),
          say: (line) => process.stderr.write(`${line}\n`),
        },
      );
      const failed = rulings.filter(({ outcome }) => outcome === 'FAIL').length;
      process.stdout.write(
        failed === 0
          ? 'The contract is kept.\n'
          : `${failed} of ${counted(rulings.length, 'rule')} ${failed === 1 ? 'is' : 'are'} broken.\n`,
      );
      if (options.json) process.stdout.write(`${JSON.stringify({ failed, rulings })}\n`);
      process.exitCode = failed === 0 ? 0 : 1;
    });
}

const lineOf = ({ rule, outcome, why }: Ruling): string => `${outcome.padEnd(8)}  ${rule}${why ? `: ${why}` : ''}`;

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function secretOfWebhooks(text: string): string {
  if (!keyOf(text)) throw new InvalidArgumentError('must be whsec_ and 24 to 64 bytes in base64');
  return text;
}

function linkTemplate(text: string): string {
  if (!URL.canParse(text.replaceAll(/\{\w+\}/g, 'x'))) throw new InvalidArgumentError('must be an address');
  return text;
}
