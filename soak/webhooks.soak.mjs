import { spawnSync } from 'node:child_process';

export const about = 'a worker that sends webhooks is killed 100 times during 10,000 events; --kills N --events N';

export function run({ options }) {
  const [kills, events] = [Number(options.kills ?? 100), Number(options.events ?? 10_000)];
  const args = ['jest', 'test/faults/webhook-kills', '--selectProjects', 'faults'];
  const { status, stdout } = spawnSync('npx', args, {
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
    env: {
      ...process.env,
      WEBHOOK_KILLS: String(kills),
      WEBHOOK_EVENTS: String(events),
      NODE_OPTIONS: '--experimental-vm-modules',
    },
  });
  if (status !== 0) throw new Error(`the test ended with ${status}: ${stdout}`);
  return JSON.parse(/^\{"kills".*\}$/m.exec(stdout)[0]);
}
