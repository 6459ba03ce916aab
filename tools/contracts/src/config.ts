/** NATS configuration text: users with passwords and permissions. */
import { type Permissions, permissions, testUser } from './permissions.ts';

function list(subjects: readonly string[]): string {
  return `[${subjects.map((subject) => JSON.stringify(subject)).join(', ')}]`;
}

function userBlock(user: Permissions, password: string): string {
  return [
    `    { user: ${JSON.stringify(user.user)}, password: ${password}, permissions: {`,
    `      publish: { allow: ${list(user.publish)} }`,
    `      subscribe: { allow: ${list(user.subscribe)} }`,
    // As many answers as it was asked, within two minutes.
    ...(user.answers ? ['      allow_responses: { max: 1, expires: "2m" }'] : []),
    '    } }',
  ].join('\n');
}

function block(users: readonly Permissions[], passwordOf: (user: string) => string): string {
  const blocks = users.map((user) => userBlock(user, passwordOf(user.user)));
  return ['authorization {', '  timeout: 5', '  users: [', ...blocks, '  ]', '}'].join('\n');
}

/** Users of the platform, by name: services, doors, `provision`; with `development` also `test`. */
export function userNames(development: boolean): readonly string[] {
  return [...permissions(), ...(development ? [testUser()] : [])].map((user) => user.user);
}

/** The `authorization` block for a server that this machine runs. `passwordOf` answers each user's password in clear. */
export function authorizationText(passwordOf: (user: string) => string, development: boolean): string {
  const users = [...permissions(), ...(development ? [testUser()] : [])];
  return block(users, (user) => JSON.stringify(passwordOf(user)));
}

/** The variable that holds a user's password, or its bcrypt hash: `NATS_PASSWORD_SUPPORT_CONSOLE`. */
export function passwordVariable(user: string): string {
  return `NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
}

/** The `authorization` block of production; passwords come from the server's environment. */
export function productionText(): string {
  return [
    '# Generated from libs/contracts by `npm run contracts`. Do not edit: change the contracts.',
    '# Include it in the server configuration: include "authorization.conf"',
    '# Each variable holds a bcrypt hash (nats server passwd), with the double quotes inside the value, because the server reads',
    '# a value that begins with $ as another variable: NATS_PASSWORD_BOOKING=\'"$2a$11$..."\'',
    block(permissions(), (user) => `$${passwordVariable(user)}`),
    '',
  ].join('\n');
}
