/** The question before a look that no ticket explains. */
import { Radio, Textarea } from '@mantine/core';
import type { ChosenReason } from '@sounding/contracts';
import { KeyField, type Problem, ProblemNotice, Submit } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';

const REASONS: readonly (readonly [ChosenReason, string])[] = [
  ['fault', 'Something does not work for them'],
  ['money', 'Money is not where it should be'],
  ['safety', 'Somebody may be in danger'],
  ['abuse', 'A complaint, or signs of fraud'],
  ['law', 'A court or an authority asks'],
];

interface SayWhyProps {
  readonly of: string;
  readonly formKey: string;
  readonly problem?: Problem | null | undefined;
}

export function SayWhy({ of, formKey, problem }: SayWhyProps): ReactNode {
  return (
    <div className="narrow">
      <h1>Why do you look?</h1>
      <p>
        {of} is shown once you say why. Coming from a ticket is a reason by itself. The persons it is about read on
        their own page that support looked, when, and which of these reasons it was.
      </p>
      <ProblemNotice problem={problem} />
      <Form method="post" className="form card">
        <KeyField value={formKey} />
        <Radio.Group name="reason" label="Reason" required>
          <div className="stack">
            {REASONS.map(([reason, words]) => (
              <Radio key={reason} value={reason} label={words} required />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          name="words"
          label="In your own words"
          description="For other staff who look into it later. Good for an hour, for this one."
          rows={3}
          minLength={15}
          maxLength={1000}
          required
        />
        <Submit name="what" value="say-why">
          Look
        </Submit>
      </Form>
    </div>
  );
}
