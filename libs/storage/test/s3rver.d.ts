/** The S3 that runs in the test has no types of its own; this is what we use of it. */
declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      port: number;
      address?: string;
      silent?: boolean;
      directory: string;
      configureBuckets?: { name: string; configs: string[] }[];
    });
    run(): Promise<{ address: string; port: number }>;
    close(): Promise<void>;
  }
}
