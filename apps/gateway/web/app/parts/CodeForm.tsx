/** The six digits from the mail. The address travels in the form, never in the page's address. */
import { TextInput } from '@mantine/core';
import { type Problem, ProblemNotice, Submit } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';

interface CodeFormProps {
  readonly email: string;
  readonly next: string;
  readonly problem?: Problem | null;
  /** A fresh code has just been sent. */
  readonly fresh?: boolean;
}

export function CodeForm({ email, next, problem = null, fresh = false }: CodeFormProps): ReactNode {
  return (
    <div className="narrow">
      <h1>Look into your mail</h1>
      <p>
        If <strong className="own-words">{email}</strong> can be used here, a mail with six digits is on its way. They
        are good for ten minutes.
      </p>
      {fresh && (
        <p role="status" className="card wash">
          A new code is on its way. The earlier one no longer counts.
        </p>
      )}
      <ProblemNotice problem={problem} />
      <Form method="post" action="/confirm" className="form">
        <input type="hidden" name="email" value={email} />
        <input type="hidden" name="next" value={next} />
        <CodeField />
        <Submit>Confirm</Submit>
      </Form>
      <Form method="post" action="/confirm" className="form again">
        <input type="hidden" name="email" value={email} />
        <input type="hidden" name="next" value={next} />
        <p>
          Nothing came? Look among unwanted mail, or{' '}
          <button type="submit" name="again" value="yes" className="link-button">
            send a new code
          </button>
          .
        </p>
      </Form>
    </div>
  );
}

export function CodeField(): ReactNode {
  return (
    <TextInput
      name="code"
      label="Six-digit code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      maxLength={7}
      required
      className="code-field"
      title="The six digits from the mail"
    />
  );
}
