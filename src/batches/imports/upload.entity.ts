import { Column, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../../platform/index.js';

/** A file that was sent to be imported; its bytes lie in MUSTER_HOME/uploads under its id. */
@Entity('upload')
export class UploadEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('text', { name: 'file_name' })
  fileName!: string;

  /** bigint: the driver gives a string. */
  @Column('bigint')
  bytes!: string;

  @Column('text')
  sha256!: string;
}

registerEntities(UploadEntity);
