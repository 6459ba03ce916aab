export { homeOf, type RunningCopy, runningCopy } from './copy.files.ts';
export { type Platform, type PlatformOptions, StartProblem, startPlatform } from './platform.process.ts';
export { type Ports, portsFrom, readBasePort } from './ports.ts';
export { freeBase } from './taken.net.ts';
