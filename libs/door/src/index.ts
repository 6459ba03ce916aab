export { type DoorWorld, failureOf, ownOrigins, sendProblem, unknownPath } from './door.http.ts';
export { cookieName, pageCsp } from './headers.ts';
export { issuesOf } from './input.ts';
export { type Problem, problem, statusOf } from './problem.ts';
export { type Answer, type Asked, type Route, route } from './route.ts';
export { type AroundAsked, type DoorShape, type OpenDoor, runDoor, startDoor } from './run.process.ts';
export {
  intoCookie,
  intoEitherCookie,
  intoHalfCookie,
  SessionAndCodes,
  type SigningContracts,
  StepOrSession,
  signingRoutes,
  withCodes,
} from './signing.ts';
