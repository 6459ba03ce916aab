import type { ReactNode } from 'react';

/** First on the page when the words of a search hint at a crisis. Calm, short, and a plain link. */
export function CrisisBanner(): ReactNode {
  return (
    <section className="crisis" aria-labelledby="crisis-title">
      <h2 id="crisis-title">Are you safe right now?</h2>
      <p>
        If you might hurt yourself, or somebody is hurting you, please talk to a person now. In many countries the call
        is free, day and night, and you need not give your name.
      </p>
      <p>
        <a href="/help/now" className="crisis-link">
          Numbers to call in your country
        </a>
      </p>
      <p className="small">
        In the United States and Canada: call or text 988. In an emergency: 911. In the European Union: 112.
      </p>
    </section>
  );
}
