import { SegmentedControl } from '@mantine/core';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';

const sizes = [1, 2, 4];

/** How large the pictures are shown; Z goes round. */
export function Zoom({ value, onChange }: { value: number; onChange: (zoom: number) => void }) {
  useKey('z', messages.work.zoom, () => onChange(sizes[(sizes.indexOf(value) + 1) % sizes.length]!));
  return (
    <SegmentedControl
      size="xs"
      aria-label={messages.work.zoom}
      data={sizes.map((size) => ({ value: String(size), label: `${size}×` }))}
      value={String(value)}
      onChange={(size) => onChange(Number(size))}
    />
  );
}
