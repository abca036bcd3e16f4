import { Textarea } from '@mantine/core';
import { useState } from 'react';

interface JsonFieldProps {
  label: string;
  hint?: string;
  value: unknown;
  fault?: string;
  /** What is said while it is none. */
  notJson: string;
  onChange: (value: unknown) => void;
}

/** What no other field shows, written as JSON; while it is none, the last one that was stays. */
export function JsonField({ label, hint, value, fault, notJson, onChange }: JsonFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  const type = (text: string) => {
    setTyped(text);
    try {
      onChange(JSON.parse(text));
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={2}
      maxRows={14}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={typed ?? JSON.stringify(value, null, 2)}
      error={isBroken ? notJson : fault}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onBlur={() => !isBroken && setTyped(null)}
    />
  );
}
