import { Text } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { messages } from '../../messages';
import { hueOf, isShape, type Label, type LabelSchema, type Size } from './label';
import { runsOf } from './paint';

const words = messages.labels;

const path = ({ rings = [] }: Label): string =>
  rings.map((ring) => `M${ring.map(({ x, y }) => `${x} ${y}`).join('L')}Z`).join('');

const maskPath = (label: Label): string => {
  let d = '';
  for (const [x, y, length] of runsOf(label)) d += `M${x} ${y}h1v${length}h-1z`;
  return d;
};

function Shape({ label, colour, isFaint }: { label: Label; colour: string; isFaint: boolean }) {
  const look = {
    fill: colour,
    fillOpacity: isFaint ? 0.06 : 0.16,
    stroke: colour,
    strokeWidth: 2,
    strokeDasharray: isFaint ? '5 4' : undefined,
    vectorEffect: 'non-scaling-stroke' as const,
  };
  const title = <title>{label.class}</title>;
  if (label.kind === 'BOX')
    return (
      <rect x={label.x} y={label.y} width={label.width} height={label.height} {...look}>
        {title}
      </rect>
    );
  return (
    <path
      d={label.kind === 'MASK' ? maskPath(label) : path(label)}
      fillRule="evenodd"
      {...look}
      {...(label.kind === 'MASK' && { strokeWidth: 0, fillOpacity: isFaint ? 0.2 : 0.4 })}
    >
      {title}
    </path>
  );
}

export interface PictureProps {
  /** what is drawn */
  labels: readonly Label[];
  schema: LabelSchema;
  mediaUrl: string | null | undefined;
  /** as the item names it; without it the picture's own */
  size: Size | undefined;
  /** a picture laid over, transparent where there is nothing to see */
  overlayUrl?: string;
  isFaint?: boolean;
  name: string;
  /** parts of it at another size: 1 shows all */
  zoom?: number;
  children?: ReactNode;
}

/** The item's picture with labels drawn on it; without the picture, the labels alone at their places. */
export function Picture({ labels, schema, mediaUrl, size, overlayUrl, isFaint = false, name, zoom = 1 }: PictureProps) {
  const [natural, setNatural] = useState<Size>();
  const [isMissing, setMissing] = useState(false);
  const shapes = useMemo(() => labels.filter(isShape), [labels]);
  const { width, height } = size ?? natural ?? { width: 4, height: 3 };
  return (
    <div
      style={{ overflow: 'auto', borderRadius: 8, maxHeight: zoom > 1 ? '80vh' : undefined }}
      tabIndex={zoom > 1 ? 0 : undefined}
    >
      <div
        className="canvas"
        style={{
          aspectRatio: `${width} / ${height}`,
          // As large as fits on the screen together with what is done about it.
          width: zoom > 1 ? `${zoom * 100}%` : `min(100%, 72vh * ${width / height})`,
        }}
        role="img"
        aria-label={`${name}: ${words.drawn(shapes.length)}`}
      >
        {mediaUrl && !isMissing ? (
          <img
            src={mediaUrl}
            alt=""
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setNatural({ width: naturalWidth, height: naturalHeight })
            }
            onError={() => setMissing(true)}
          />
        ) : (
          <Text size="xs" c="#c7ccd6" p="xs" lh={1.4} style={{ position: 'absolute' }}>
            {words.noPicture}
          </Text>
        )}
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {shapes.map((label, index) => (
            <Shape key={index} label={label} colour={hueOf(label.class, schema)} isFaint={isFaint} />
          ))}
        </svg>
        {overlayUrl && <img src={overlayUrl} alt="" />}
      </div>
    </div>
  );
}
