import { cloneDatabase, dropDatabase, type TestDatabase } from '@sounding/testing';
import pg from 'pg';
import { CHECKS } from './ledger.checks.ts';

let database: TestDatabase;
let app: pg.Pool;
let owner: pg.Pool;
beforeAll(async () => {
  database = await cloneDatabase('billing', `ledger_${process.pid}`);
  app = new pg.Pool({ connectionString: database.url, max: 10 });
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await dropDatabase(database.name);
});

describe('the ledger', () => {
  it.each(CHECKS)('%s', (_sentence, check) => check({ app, owner }));
});
