import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** For who needs an account to go on; `next` is where they were, encoded for an address. */
export function SignUpOrIn({ next }: { next: string }): ReactNode {
  return (
    <div className="row">
      <Button component={Link} to={`/sign-up?next=${next}`} size="lg">
        Sign up
      </Button>
      <Button component={Link} to={`/sign-in?next=${next}`} size="lg" variant="default">
        Sign in
      </Button>
    </div>
  );
}
