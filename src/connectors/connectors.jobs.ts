import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobData, Jobs } from '../platform/index.js';
import { ApplyingService } from './inbox/applying.service.js';
import { PlacingService } from './items/placing.service.js';
import { SendBackService } from './items/send-back.service.js';
import { ReconcileService } from './reconcile/reconcile.service.js';

const hour = 3600;

@Injectable()
export class ConnectorsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly placing: PlacingService,
    private readonly applying: ApplyingService,
    private readonly reconciling: ReconcileService,
    private readonly sendBack: SendBackService,
  ) {}

  onModuleInit(): void {
    const { jobs } = this;
    // Calls to tools wait for others, so they have the queue of those who wait.
    jobs.on('assignment.claimed', 'webhooks', 'place-claimed-work', ({ organizationId, subjectId }: JobData) =>
      this.placing.placeClaimed(organizationId!, subjectId!),
    );
    jobs.on('inbox.received', 'fast', 'apply-message', ({ organizationId, subjectId }: JobData) =>
      this.applying.apply(organizationId!, subjectId!),
    );
    jobs.on('verdict.submitted', 'webhooks', 'tell-tool-of-verdict', ({ organizationId, subjectId }: JobData) =>
      this.sendBack.tellOf(organizationId!, subjectId!),
    );
    jobs.on('answer.refused', 'webhooks', 'tell-tool-of-refusal', ({ organizationId, subjectId }: JobData) =>
      this.sendBack.tellRefusal(organizationId!, subjectId!),
    );
    jobs.every(15, 'place-waiting-work', async () => {
      for (const { organization_id, id } of await this.placing.unplaced(100))
        await this.placing.placeClaimed(organization_id, id);
    });
    jobs.every(10, 'apply-due-messages', () => this.applying.applyDue());
    jobs.every(10, 'probe-ending-leases', () => this.reconciling.probeEnding());
    jobs.every(15, 'read-from-tools', () => this.reconciling.readUnread());
    jobs.every(30, 'reconcile-connections', () => this.reconciling.reconcileDue());
    jobs.every(600, 'tell-refusals-again', () => this.sendBack.tellAgain());
    jobs.every(hour, 'let-old-messages-go', () => this.applying.letGo());
  }
}
