import { KeyField, Submit } from '@sounding/ui';
import { type ReactNode, useId } from 'react';
import { Form } from 'react-router';

/** The provider's yes or no to a request; one press of either answers it. */
export function AnswerForm({ formKey }: { formKey: string }): ReactNode {
  const said = useId();
  return (
    <Form method="post" className="row" aria-describedby={said}>
      <KeyField value={formKey} />
      <Submit name="answer" value="yes" size="lg" busy="Keeping the time…">
        Say yes
      </Submit>
      <Submit name="answer" value="no" size="lg" variant="default" busy="Saying no…">
        Say no
      </Submit>
      <span id={said} className="quiet small">
        The client is told at once, by mail.
      </span>
    </Form>
  );
}
