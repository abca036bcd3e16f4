import { Column, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../../platform/index.js';

/** A picture that Muster keeps, in MUSTER_HOME/media/<organization>/<id>. */
@Entity('media')
export class MediaEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text', { name: 'file_name' })
  fileName!: string;

  @Column('text', { name: 'content_type' })
  contentType!: string;

  /** bigint: the driver gives a string. */
  @Column('bigint')
  bytes!: string;

  @Column('text')
  sha256!: string;

  @Column('integer')
  width!: number;

  @Column('integer')
  height!: number;

  @Column('uuid', { name: 'created_by' })
  createdBy!: string;
}

registerEntities(MediaEntity);
