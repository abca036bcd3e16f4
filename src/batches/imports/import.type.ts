import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, Node, resultUnion, toGlobalId } from '../../platform/index.js';
import { WrongState } from '../batch.type.js';
import { type ImportFormat, importFormats } from '../formats/index.js';
import { type AnnotationsAs, type ImportEntity, type ImportState, importStates } from './import.entity.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export const ImportFormatType = enumOf(importFormats);
registerEnumType(ImportFormatType, { name: 'ImportFormat' });
export const ImportStateType = enumOf(importStates);
registerEnumType(ImportStateType, { name: 'ImportState' });
export const AnnotationsAsType = enumOf(['PRELABEL', 'GOLD', 'IGNORE']);
registerEnumType(AnnotationsAsType, {
  name: 'AnnotationsAs',
  valuesMap: {
    PRELABEL: { description: 'Shown to annotators as a start.' },
    GOLD: { description: 'Known answers, which only managers may read; every row needs one.' },
    IGNORE: { description: 'Left out.' },
  },
});

@ObjectType({ description: 'A row that was not taken, and why.' })
export class ImportRefusal {
  @Field(() => Int, { description: 'Its place among the rows, from 1; `after` of the next page.' })
  row!: number;

  @Field(() => Int, { description: 'Where it starts in the file, from 1.' })
  line!: number;

  @Field(() => String, { nullable: true })
  externalKey!: string | null;

  @Field(() => String, { nullable: true, description: 'The field at fault.' })
  path!: string | null;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType({ implements: () => [Node], description: 'One delivery of items into a batch.' })
export class Import extends Node {
  @Field(() => ImportStateType)
  state!: ImportState;

  @Field(() => ImportFormatType)
  format!: ImportFormat;

  /** As a field it is the resolver's: not everybody may know what is gold. */
  annotationsAs!: AnnotationsAs;

  @Field(() => Int, { description: 'The sum of created, existing and refused.' })
  rowsRead!: number;

  @Field(() => Int, { description: 'Rows that became tasks.' })
  created!: number;

  @Field(() => Int, { description: 'Rows whose external key the project had already.' })
  existing!: number;

  @Field(() => Int)
  refused!: number;

  @Field(() => String, { nullable: true, description: 'Why it FAILED.' })
  error!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;

  /** For the fields that are looked up; no field itself. */
  batchId!: string;
}

export const ImportConnection = connectionOf(Import);
export const ImportTasksResult = resultUnion('ImportTasksResult', () => Import, [Import], { WRONG_STATE: WrongState });

export function toImport(row: ImportEntity): Import {
  const { state, format, annotationsAs, error, createdAt, finishedAt, batchId } = row;
  return Object.assign(new Import(), {
    id: toGlobalId('import', row.id),
    state,
    format,
    annotationsAs,
    rowsRead: Number(row.rowsRead),
    created: Number(row.createdCount),
    existing: Number(row.existingCount),
    refused: Number(row.refusedCount),
    error,
    createdAt,
    finishedAt,
    batchId,
  });
}
