import { Column, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../../platform/index.js';
import type { Role } from '../access/permissions.js';

@Entity('invitation')
export class InvitationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  roles!: Role[];

  @Column('text', { name: 'time_zone', default: 'UTC' })
  timeZone!: string;

  @Column('text', { array: true, default: () => `'{}'` })
  languages!: string[];

  @Column('bytea', { name: 'token_hash', select: false })
  tokenHash!: Buffer;

  @Column('uuid', { name: 'invited_by' })
  invitedBy!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt?: Date | null;

  @Column('uuid', { name: 'member_id', nullable: true })
  memberId?: string | null;
}

registerEntities(InvitationEntity);
