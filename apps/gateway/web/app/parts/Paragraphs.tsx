import type { ReactNode } from 'react';

/** A person's own text: blank lines make paragraphs, nothing else is markup. */
export function Paragraphs({ text }: { text: string }): ReactNode {
  return (
    <div className="reading">
      {text
        .split(/\n{2,}/)
        .filter((part) => part.trim() !== '')
        .map((part) => (
          <p key={part} className="own-words">
            {part}
          </p>
        ))}
    </div>
  );
}
