import { registerEnumType } from '@nestjs/graphql';
import { type Stage, stages } from './policy.types.js';

export const StageEnum = Object.fromEntries(stages.map((name) => [name, name])) as Record<Stage, Stage>;
registerEnumType(StageEnum, { name: 'Stage', description: 'What kind of work a seat of a task is.' });
