/** The form with which providers send or remove their picture. It is a form of its own, because a file is no JSON, and works without script. */
import type { Provider } from '@sounding/contracts';
import { Submit } from '@sounding/ui';
import type { Api } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { Portrait } from './Portrait.tsx';

/** Sends the file as it is; what it is, and whether it is too large, the API says. */
export async function sendPicture(api: Api, form: FormData): Promise<void> {
  const file = form.get('picture');
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  await api.upload('/provider/picture', bytes);
}

export function PictureForm({ provider }: { provider: Provider }): ReactNode {
  return (
    <section className="card picture-card" aria-labelledby="picture">
      <h2 id="picture">Your picture</h2>
      <div className="row picture-row">
        <Portrait provider={provider} size={96} />
        <p className="small">
          Everybody can see it: in the search, on your page and on your listings. We make two square copies from its
          middle and keep only those. Where and with what it was taken, which files say without being asked, is left
          out.
        </p>
      </div>
      <Form method="post" encType="multipart/form-data" className="form">
        <label className="file-field">
          <span>A JPEG, PNG or WebP file, at most 5 MB and at least 128 pixels wide and high</span>
          <input type="file" name="picture" accept="image/jpeg,image/png,image/webp" required />
        </label>
        <Submit name="what" value="picture" busy="Sending your picture…">
          {provider.picture === null ? 'Show this picture' : 'Show this one instead'}
        </Submit>
      </Form>
      {provider.picture !== null && (
        <Form method="post" className="form">
          <Submit name="what" value="no-picture" variant="default">
            Remove my picture
          </Submit>
          <p className="quiet small">
            Its files are deleted at once. Copies that browsers hold are gone within an hour.
          </p>
        </Form>
      )}
    </section>
  );
}
