import { type ReactNode, useEffect, useRef } from 'react';

interface PictureProps {
  readonly stream: MediaStream | null;
  readonly label: string;
  /** One's own picture: silent, and mirrored as people know themselves. */
  readonly own?: boolean;
  readonly className?: string;
}

export function Picture({ stream, label, own = false, className = '' }: PictureProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted={own}
      aria-label={label}
      className={`picture ${own ? 'picture-own' : ''} ${className}`}
    />
  );
}
