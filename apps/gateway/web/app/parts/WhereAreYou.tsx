import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { placeChoices, placesWords } from '../places.ts';

/** The question comes before the bill, so that nobody pays for what may not be held. */
export function WhereAreYou({ places }: { places: readonly string[] }): ReactNode {
  return (
    <NativeSelect
      name="place"
      label="Where will you be during this session?"
      description={`Therapy is licensed by place. This licence holds in: ${placesWords(places)}. Your therapist reads your answer.`}
      defaultValue=""
      data={[{ value: '', label: 'Choose a country, state or province' }, ...placeChoices()]}
      required
    />
  );
}
