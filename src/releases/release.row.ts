export const releaseFormats = ['COCO', 'DARWIN_2', 'MASKS'] as const;
export type ReleaseFormat = (typeof releaseFormats)[number];

export interface ReleaseRow {
  id: string;
  project_id: string;
  version: number;
  name: string;
  formats: ReleaseFormat[];
  state: 'FREEZING' | 'READY' | 'FAILED';
  items_total: number;
  items_written: number;
  path: string | null;
  manifest_sha256: string | null;
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
}
