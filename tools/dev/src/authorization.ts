/** The users block of the NATS configuration of a development copy. Pure. */

/** Each process logs in as itself. */
export function natsAuthorization(passwords: Record<string, string>): string {
  const users = Object.entries(passwords).map(
    ([user, password]) => `  { user: ${JSON.stringify(user)}, password: ${JSON.stringify(password)} }`,
  );
  return `authorization {\n  users: [\n${users.join(',\n')}\n  ]\n}`;
}
