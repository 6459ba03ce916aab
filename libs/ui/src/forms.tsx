/** Parts of forms that work with and without script. */
import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNavigation } from 'react-router';

interface SubmitProps extends ButtonProps {
  readonly children: ReactNode;
  readonly name?: string;
  readonly value?: string;
  /** What the button says while its form is on its way. */
  readonly busy?: string;
  readonly formNoValidate?: boolean;
}

export function Submit({
  children,
  busy = 'One moment…',
  name,
  value,
  formNoValidate,
  ...button
}: SubmitProps): ReactNode {
  const navigation = useNavigation();
  const mine =
    navigation.state !== 'idle' &&
    navigation.formData !== undefined &&
    (name === undefined || navigation.formData.get(name) === value);
  return (
    <Button
      type="submit"
      name={name}
      value={value}
      formNoValidate={formNoValidate}
      aria-disabled={mine || undefined}
      {...button}
    >
      {mine ? busy : children}
    </Button>
  );
}

/** Made at render: pressing twice, or going back and pressing again, asks for the same thing once. */
export function KeyField({ value }: { value: string }): ReactNode {
  return <input type="hidden" name="key" value={value} />;
}
