import { Column, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../../platform/index.js';
import type { ImportFormat } from '../formats/index.js';

export const importStates = ['RUNNING', 'DONE', 'FAILED'] as const;
export type ImportState = (typeof importStates)[number];
export type AnnotationsAs = 'PRELABEL' | 'GOLD' | 'IGNORE';

/** The counts are bigint: the driver gives strings. */
@Entity('import')
export class ImportEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'batch_id' })
  batchId!: string;

  @Column('uuid', { name: 'upload_id' })
  uploadId!: string;

  @Column('text')
  format!: ImportFormat;

  @Column('text', { name: 'annotations_as' })
  annotationsAs!: AnnotationsAs;

  @Column('text')
  state!: ImportState;

  @Column('bigint', { name: 'rows_read' })
  rowsRead!: string;

  @Column('bigint', { name: 'created_count' })
  createdCount!: string;

  @Column('bigint', { name: 'existing_count' })
  existingCount!: string;

  @Column('bigint', { name: 'refused_count' })
  refusedCount!: string;

  /** Reading begins again at this line and byte, behind so many rows. */
  @Column('bigint', { name: 'resume_row' })
  resumeRow!: string;

  @Column('bigint', { name: 'resume_line' })
  resumeLine!: string;

  @Column('bigint', { name: 'resume_byte' })
  resumeByte!: string;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('uuid', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}

registerEntities(ImportEntity);
