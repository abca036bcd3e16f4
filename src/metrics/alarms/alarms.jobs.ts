import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { AlarmWatch } from './alarm-watch.service.js';

@Injectable()
export class AlarmsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly watch: AlarmWatch,
  ) {}

  onModuleInit(): void {
    this.jobs.every(60, 'look-for-alarms', () => this.watch.look());
  }
}
