import { spawnSync } from 'node:child_process';

export const about = 'the queue against its model for 200,000 commands; MODEL_COMMANDS says how many';

export function run() {
  const commands = process.env.MODEL_COMMANDS || '200000';
  const args = ['jest', 'test/contention/queue-model', '--selectProjects', 'database'];
  const { status } = spawnSync('npx', args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, MODEL_COMMANDS: commands, NODE_OPTIONS: '--experimental-vm-modules' },
  });
  if (status !== 0) process.exit(1);
  return { commands: Number(commands) };
}
