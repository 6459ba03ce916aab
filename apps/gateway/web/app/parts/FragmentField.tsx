/**
 * A secret that came in a mailed link, behind the `#`: browsers send that part to nobody, so it is in no log and in no Referer. It is
 * moved into the form, and out of the address and the history.
 */
import { type ReactNode, useEffect, useState } from 'react';

export function FragmentField({ name }: { name: string }): ReactNode {
  const [value, setValue] = useState('');
  useEffect(() => {
    const { hash, pathname, search } = window.location;
    if (!/^#[\w-]{32,128}$/.test(hash)) return;
    setValue(hash.slice(1));
    window.history.replaceState(window.history.state, '', pathname + search);
  }, []);
  return <input type="hidden" name={name} value={value} />;
}
