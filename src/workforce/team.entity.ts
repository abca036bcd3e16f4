import { Column, Entity, PrimaryColumn } from 'typeorm';
import { registerEntities } from '../platform/index.js';

@Entity('team')
export class TeamEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;
}

@Entity('team_member')
export class TeamMemberEntity {
  @PrimaryColumn('uuid', { name: 'team_id' })
  teamId!: string;

  @PrimaryColumn('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('boolean', { name: 'is_lead' })
  isLead!: boolean;
}

registerEntities(TeamEntity, TeamMemberEntity);
