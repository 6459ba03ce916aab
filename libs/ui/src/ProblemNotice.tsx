/** A refusal or a fault, as a person needs it: what happened, what to do, and a number to quote. */
import { Alert } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { isRouteErrorResponse } from 'react-router';
import { isProblem, type Problem, titleOf } from './problem.ts';

/** Beside a form. Takes the focus when it appears, so that nobody submits into silence. */
export function ProblemNotice({ problem }: { problem: Problem | null | undefined }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);
  if (!problem) return null;
  return (
    <Alert
      ref={box}
      role="alert"
      tabIndex={-1}
      color="rust"
      variant="light"
      className="notice"
      data-code={problem.code}
    >
      <p>{problem.detail}</p>
      <Issues facts={problem.facts} />
      {problem.status >= 500 && <TraceId traceId={problem.traceId} />}
    </Alert>
  );
}

/** What is wrong with which field, where the API names them. */
function Issues({ facts }: { facts: Problem['facts'] | undefined }): ReactNode {
  const issues = facts?.issues;
  if (!Array.isArray(issues) || issues.length === 0) return null;
  return (
    <ul>
      {(issues as { path: string; message: string }[]).map((issue) => (
        <li key={issue.path}>
          {fieldWords(issue.path)}: {issueWords(issue.message)}
        </li>
      ))}
    </ul>
  );
}

/** The commonest complaints of the schemas, as people say them; others are shown as they are. */
function issueWords(message: string): string {
  const short = /^Too small: expected string to have >=(\d+) characters$/.exec(message);
  if (short) return short[1] === '1' ? 'please fill this in' : `at least ${short[1]} characters`;
  const long = /^Too big: expected string to have <=(\d+) characters$/.exec(message);
  if (long) return `at most ${long[1]} characters`;
  return message.startsWith('Invalid email') ? 'this is no e-mail address' : message;
}

/** `displayName` -> `Display name`, `weekly.2.from` -> `Weekly 2 from`. */
function fieldWords(path: string): string {
  const words = path
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('.', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function TraceId({ traceId }: { traceId: string }): ReactNode {
  return (
    <p className="trace">
      If you write to support, this number helps us find what happened: <code>{traceId}</code>
    </p>
  );
}

/** A whole page that says what went wrong. */
export function ProblemPage({ problem, children }: { problem: Problem; children?: ReactNode }): ReactNode {
  return (
    <div className="narrow">
      <h1>{titleOf(problem)}</h1>
      <p className="lead">{problem.detail}</p>
      {children}
      <TraceId traceId={problem.traceId} />
    </div>
  );
}

/** Whatever a page threw, as a problem that can be shown. */
export function problemOf(error: unknown, traceId: string): Problem {
  if (isRouteErrorResponse(error)) {
    if (isProblem(error.data)) return error.data;
    const lost = error.status === 404;
    return {
      status: error.status,
      code: lost ? 'not-found' : 'unexpected',
      title: lost ? 'There is nothing here' : 'This did not work',
      detail: lost
        ? 'The address may be mistyped, or what it showed is gone.'
        : 'The page could not take what was sent to it. Nothing was changed.',
      traceId,
      facts: {},
    };
  }
  return {
    status: 500,
    code: 'unexpected',
    title: 'Something went wrong on our side',
    detail: 'This page could not be shown. Nothing was changed by that. Please try again in a moment.',
    traceId,
    facts: {},
  };
}
