import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { MyCatalog, Output } from '@sounding/contracts';
import { knownZones, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { LANGUAGES } from '../languages.ts';
import { languageName } from '../parts/ListingCard.tsx';
import { PictureForm, sendPicture } from '../parts/PictureForm.tsx';
import { CredentialFields, credentialsOf, LicenceFields, licenceOf, linesOf } from '../parts/ProfileFields.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';

export const meta: MetaFunction = () => [{ title: 'Your profile · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { provider } = await load(request, () => apiOf(context).get<Output<typeof MyCatalog>>('/provider'));
  const zone = provider?.zone ?? person.zone;
  return { provider, zone, zones: knownZones(zone) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const what = text(form, 'what');
  return act(request, async () => {
    if (what === 'picture') await sendPicture(apiOf(context), form);
    if (what === 'no-picture') await apiOf(context).delete('/provider/picture');
    if (what !== '') return redirect('/provider/profile');
    await apiOf(context).put('/provider/profile', {
      displayName: text(form, 'displayName'),
      headline: text(form, 'headline'),
      about: text(form, 'about'),
      languages: form.getAll('languages').map(String),
      zone: text(form, 'zone'),
      approaches: linesOf(text(form, 'approaches')),
      credentials: credentialsOf(form),
      ...licenceOf(form),
    });
    return redirect('/provider');
  });
}

export default function Profile(): ReactNode {
  const { provider, zone, zones } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const spoken = new Set(provider?.languages ?? ['en']);
  const offered = [...new Set([...LANGUAGES, ...spoken])];
  return (
    <>
      {provider && <ProviderNav handle={provider.handle} />}
      <div className="narrow">
        <h1>Your profile</h1>
        <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
        {provider && <PictureForm provider={provider} />}
        <Form method="post" className="form">
          <TextInput
            name="displayName"
            label="Name that clients see"
            defaultValue={provider?.displayName}
            minLength={2}
            maxLength={60}
            required
          />
          <TextInput
            name="headline"
            label="In one line"
            description="What you help with, and for whom."
            defaultValue={provider?.headline}
            minLength={5}
            maxLength={120}
            required
          />
          <Textarea
            name="about"
            label="About you"
            description="Your way of working, your experience. A blank line makes a new paragraph."
            defaultValue={provider?.about}
            minLength={20}
            maxLength={4000}
            rows={9}
            required
          />
          <fieldset>
            <legend>Languages you work in</legend>
            <div className="check-grid">
              {offered.map((code) => (
                <Checkbox
                  key={code}
                  name="languages"
                  value={code}
                  label={languageName(code)}
                  defaultChecked={spoken.has(code)}
                  size="sm"
                />
              ))}
            </div>
          </fieldset>
          <NativeSelect name="zone" label="Your time zone" defaultValue={zone} data={[...zones]} />
          <Textarea
            name="approaches"
            label="Ways of working (optional)"
            description="One a line, at most twelve, each in a few words. Clients find you by them."
            defaultValue={provider?.approaches.join('\n')}
            rows={3}
          />
          <CredentialFields credentials={provider?.credentials ?? []} />
          <LicenceFields
            licence={provider?.licence ?? 'none'}
            places={provider?.licencePlaces ?? []}
            until={provider?.licenceUntil ?? null}
            zone={zone}
          />
          <Submit>Save</Submit>
        </Form>
      </div>
    </>
  );
}
