/**
 * Pictures of providers. Files never cross the bus: catalog grants a name to store under, the door makes and stores the picture, and
 * catalog then shows it.
 */
import { z } from 'zod';
import { request } from './contract.ts';
import { Grant } from './values.ts';

export const PictureId = z.uuid();

/** Pixels of each side of the two squares that are stored as `pictures/<id>-<side>.webp`. */
export const PICTURE_SIDES = [128, 512] as const;

/** `pictures/<id>-128.webp`, beside the other services' objects. */
export function pictureObject(pictureId: string, side: (typeof PICTURE_SIDES)[number]): string {
  return `pictures/${pictureId}-${side}.webp`;
}

/** A name for a new picture of the signed-in provider, for 60 seconds. `object` is what all its files begin with. */
export const GrantPicture = request('catalog.grant-picture', {
  input: z.object({}),
  output: Grant.extend({ pictureId: PictureId }),
  refusals: ['no-profile'],
  from: ['gateway'],
  who: 'person',
});

/** Shows the picture whose files the door has stored. `gone` is the one that was shown before: the door removes its files. */
export const KeepPicture = request('catalog.keep-picture', {
  input: z.object({ pictureId: PictureId }),
  output: z.object({ pictureId: PictureId, gone: PictureId.nullable() }),
  refusals: ['grant-over'],
  from: ['gateway'],
  who: 'person',
});

/** Shows no picture any more. Null when there was none. */
export const RemovePicture = request('catalog.remove-picture', {
  input: z.object({}),
  output: z.object({ gone: PictureId.nullable() }),
  from: ['gateway'],
  who: 'person',
});
