import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../../platform/index.js';
import type { Role } from '../access/permissions.js';

@Entity('member')
export class MemberEntity {
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

  /** Not selected unless asked for by name. */
  @Column('text', { name: 'password_hash', nullable: true, select: false })
  passwordHash?: string | null;

  @Column('text', { name: 'time_zone', default: 'UTC' })
  timeZone!: string;

  /** BCP 47, in their canonical form */
  @Column('text', { array: true, default: () => `'{}'` })
  languages!: string[];

  @Column('text', { default: 'ACTIVE' })
  state!: 'ACTIVE' | 'DEACTIVATED';

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A member without what signs them in. */
export type MemberRow = Omit<MemberEntity, 'passwordHash'>;

registerEntities(MemberEntity);
