import { PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

export function EmailField({ value = '' }: { value?: string }): ReactNode {
  return (
    <TextInput
      type="email"
      name="email"
      label="E-mail"
      autoComplete="email"
      defaultValue={value}
      maxLength={254}
      required
    />
  );
}

export function PasswordField(): ReactNode {
  return <PasswordInput name="password" label="Password" autoComplete="current-password" maxLength={128} required />;
}

export function NewPasswordField(): ReactNode {
  return (
    <PasswordInput
      name="password"
      label="Password"
      description="At least 10 characters. A short sentence is easy to remember."
      autoComplete="new-password"
      minLength={10}
      maxLength={128}
      required
    />
  );
}
