import pg from 'pg';

test('the suite has one PostgreSQL of its own', async () => {
  const client = new pg.Client({ connectionString: process.env.SOUNDING_TEST_POSTGRES });
  await client.connect();
  const { rows } = await client.query('select 1 as one');
  expect(rows).toEqual([{ one: 1 }]);
  await client.end();
});
