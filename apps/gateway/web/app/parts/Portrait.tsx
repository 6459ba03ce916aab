import type { Provider } from '@sounding/contracts';
import { Seal } from '@sounding/ui';
import type { ReactNode } from 'react';

interface PortraitProps {
  readonly provider: Pick<Provider, 'handle' | 'displayName' | 'picture'>;
  readonly size?: number;
}

/** A provider's picture, or their seal. */
export function Portrait({ provider, size = 56 }: PortraitProps): ReactNode {
  const { handle, displayName, picture } = provider;
  if (picture === null) return <Seal handle={handle} name={displayName} size={size} />;
  // A screen may show two or three of its points for each of ours.
  const side = size > 60 ? 512 : 128;
  return (
    <img
      className="portrait"
      src={`/pictures/${picture}-${side}.webp`}
      alt={`Portrait of ${displayName}`}
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
    />
  );
}
