// Shows what is going on: a line per step with its time, and on a terminal the seconds counting while it runs.

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
/** The bootstrap hands its own beginning on, because that is what the person at the terminal waited for. */
const began = Number(process.env.SOUNDING_BEGAN_AT) || Date.now();

let quiet = false;

/** Tests start platforms too; they speak only when something fails. */
export function beQuiet() {
  quiet = true;
}

export function say(text) {
  if (!quiet) console.log(text);
}

/**
 * Runs one step. `work` gets `note(text)` to say what it is doing, and `glance(text)` for what is worth a look only on a
 * terminal; a text or a list that it returns is shown behind the name of the step.
 */
export async function step(name, work) {
  const start = Date.now();
  const live = !quiet && process.stdout.isTTY === true;
  let doing = '';
  const draw = () =>
    process.stdout.write(`\r\x1b[2K  … ${name}${doing ? ` (${doing})` : ''} ${seconds(Date.now() - start)}`);
  const timer = live ? setInterval(draw, 200) : undefined;
  const note = (text) => {
    doing = text;
    if (live) draw();
    else say(`  … ${name}: ${text}`);
  };
  const glance = (text) => {
    doing = text;
  };
  const end = (sign, tail) => {
    clearInterval(timer);
    if (live) process.stdout.write('\r\x1b[2K');
    say(`  ${sign} ${name}${tail ? ` (${tail})` : ''} ${seconds(Date.now() - start)}`);
  };
  try {
    const result = await work(note, glance);
    end('✓', Array.isArray(result) ? result.join(', ') : typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    end('✗', '');
    throw error;
  }
}

export const BEGAN_AT = String(began);

export function sinceStart() {
  return seconds(Date.now() - began);
}
