import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { ShiftWindows } from './shift-windows.service.js';

@Injectable()
export class ShiftsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly windows: ShiftWindows,
  ) {}

  onModuleInit(): void {
    this.jobs.every(3600, 'extend-shifts', async () => void (await this.windows.extendDue()));
  }
}
