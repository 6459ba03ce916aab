/** A receipt under another name. Nothing issued is ever changed: a new receipt is issued, and the old one says so. */
import { TextInput } from '@mantine/core';
import type { Receipt } from '@sounding/contracts';
import { KeyField, type Problem, ProblemNotice, Submit } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';

interface NameFormProps {
  readonly receipt: Receipt;
  readonly alias: string;
  readonly formKey: string;
  readonly problem: Problem | null | undefined;
}

export function NameForm({ receipt, alias, formKey, problem }: NameFormProps): ReactNode {
  const named = receipt.clientName !== alias;
  return (
    <section className="card no-print" aria-labelledby="name">
      <h2 id="name">{named ? 'Another name on it' : 'Put my full name on it'}</h2>
      <p>
        We write your alias on documents unless you ask. Here you get this one again under the name that a tax office,
        an employer or an insurer wants. It has a number of its own; this one stays, says that it was replaced, and does
        not count any more. Your provider sees neither.
      </p>
      <ProblemNotice problem={problem} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        <TextInput
          name="fullName"
          label="Your full name"
          autoComplete="name"
          defaultValue={named ? receipt.clientName : ''}
          minLength={2}
          maxLength={120}
          required
        />
        <Submit name="what" value="name" variant="default" busy="Issuing it again…">
          Issue it again
        </Submit>
      </Form>
      {named && (
        <Form method="post" className="alias-form">
          <KeyField value={`${formKey}-alias`} />
          <Submit name="what" value="alias" variant="subtle" busy="Issuing it again…">
            Issue it again under my alias, {alias}
          </Submit>
        </Form>
      )}
      <p className="quiet small">
        For documents to come, <Link to="/account/documents">choose name and paper</Link> once.
      </p>
    </section>
  );
}
