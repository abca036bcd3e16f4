import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { BatchesResolver, ProjectBatchesResolver } from './batches.resolver.js';
import { BatchesService } from './batches.service.js';
import { BatchesStore } from './batches.store.js';
import { GoldSinkRegistry } from './gold-sink.js';
import { ImportRunner } from './imports/import-runner.service.js';
import { ImportsJobs } from './imports/imports.jobs.js';
import { BatchImportsResolver, ImportsResolver } from './imports/imports.resolver.js';
import { ImportsService } from './imports/imports.service.js';
import { ImportsStore } from './imports/imports.store.js';
import { UploadFiles } from './imports/upload-files.js';
import { UploadsController } from './imports/uploads.controller.js';
import { MediaFiles } from './media/media-files.js';
import { MediaLinks } from './media/media-links.js';
import { MediaController } from './media/media.controller.js';
import { MediaService } from './media/media.service.js';
import { MediaStore } from './media/media.store.js';
import { TaskSinkRegistry } from './task-sink.js';

const batches = [BatchesStore, BatchesService, BatchesResolver, ProjectBatchesResolver];
const imports = [
  ImportsStore,
  UploadFiles,
  ImportsService,
  ImportRunner,
  ImportsJobs,
  ImportsResolver,
  BatchImportsResolver,
  TaskSinkRegistry,
  GoldSinkRegistry,
];
const media = [MediaStore, MediaFiles, MediaService, MediaLinks];

@Module({
  imports: [IdentityModule, ProjectsModule],
  controllers: [UploadsController, MediaController],
  providers: [...batches, ...imports, ...media],
  exports: [BatchesService, ImportsService, MediaService, MediaLinks, TaskSinkRegistry, GoldSinkRegistry],
})
export class BatchesModule {}
