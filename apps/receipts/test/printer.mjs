// A process of its own that prints one page with the compiled pool, says which browser did it, and stays until it is killed.
import { PdfPool } from '../dist/receipt/receipt.pdf.js';

const pool = new PdfPool();
await pool.print('<!doctype html><title>t</title><p>One</p>');
process.stdout.write(`${await pool.processId()}\n`);
setInterval(() => undefined, 60_000);
