/** Aliases for a page. A page is shown without names rather than not at all. */
import type { Aliases, Output } from '@sounding/contracts';
import { ApiProblem, apiOf } from '@sounding/ui/api';
import type { RouterContextProvider } from 'react-router';

export async function namesOf(
  context: Readonly<RouterContextProvider>,
  accountIds: readonly string[],
): Promise<Record<string, string>> {
  const ids = [...new Set(accountIds)].slice(0, 200);
  if (ids.length === 0) return {};
  try {
    const { names } = await apiOf(context).get<Output<typeof Aliases>>('/names', { ids: ids.join(',') });
    return Object.fromEntries(names.map((name) => [name.accountId, name.alias]));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return {};
  }
}
