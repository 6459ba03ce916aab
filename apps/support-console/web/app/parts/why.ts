/** Why a page looks at somebody: a ticket in hand or a reason that was said, both by id in the page's address. */
import { type ApiProblem, apiOf, load, text } from '@sounding/ui/api';
import { type ActionFunctionArgs, redirect } from 'react-router';

export type Why = { ticket: string } | { reason: string } | Record<string, never>;

export function whyOf(request: Request): Why {
  const { searchParams } = new URL(request.url);
  const [ticket, reason] = [searchParams.get('ticket'), searchParams.get('reason')];
  if (reason) return { reason };
  return ticket ? { ticket } : {};
}

/** What `work` answers, or null where the door wants to know why first. */
export function unlessWhyNeeded<T>(request: Request, work: () => Promise<T>): Promise<T | null> {
  return load(request, async () => {
    try {
      return await work();
    } catch (error) {
      if ((error as Partial<ApiProblem>).problem?.code === 'reason-needed') return null;
      throw error;
    }
  });
}

/** Says why, and comes back to the page with the reason in its address. */
export async function sayWhy(
  context: ActionFunctionArgs['context'],
  form: FormData,
  about: { what: 'booking' | 'review'; id: string },
): Promise<Response> {
  const said = { about, reason: text(form, 'reason'), words: text(form, 'words') };
  const { reasonId } = await apiOf(context).post<{ reasonId: string }>('/reasons', said, text(form, 'key'));
  return redirect(`/${about.what}s/${about.id}?reason=${reasonId}`);
}
