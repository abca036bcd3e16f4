import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../../identity/index.js';
import { dayOf } from '../calendar.rules.js';
import { ShiftImport } from './shift-import.service.js';
import { ImportedShifts, ImportShiftsInput, toImportedShifts } from './shift-import.type.js';

@Resolver()
export class ShiftImportResolver {
  constructor(private readonly service: ShiftImport) {}

  @Mutation(() => ImportedShifts, {
    description: 'Sets the weekly shifts of everybody whom a CSV file names, as setShifts does; nobody else’s change.',
  })
  @Can('shift:manage')
  async importShifts(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ImportShiftsInput }) { csv, from }: ImportShiftsInput,
  ): Promise<ImportedShifts> {
    return toImportedShifts(await this.service.import(actor, csv, from ? dayOf(from) : null));
  }
}
