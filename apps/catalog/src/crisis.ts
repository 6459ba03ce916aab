/**
 * Words of crisis in a search. Whoever types them sees emergency numbers before anything for sale.
 * It is deliberately generous: a false alarm costs a reader one line, a miss may cost far more.
 * The words are matched whole, never stored and never logged.
 */

/** Written as `plain()` leaves them: lower case, no accents, no apostrophes, single spaces. */
const PHRASES = [
  // To die.
  ...['i want to die', 'want to die', 'wanna die', 'wants to die', 'wanting to die', 'ready to die', 'hope i die'],
  ...[
    'wish i was dead',
    'wish i were dead',
    'wish i could die',
    'better off dead',
    'better off without me',
    'rather be dead',
  ],
  ...[
    'going to die tonight',
    'dont want to live',
    'dont wanna live',
    'dont want to be alive',
    'dont want to be here anymore',
  ],
  ...['do not want to live', 'do not want to be alive', 'not want to exist', 'dont want to exist', 'tired of living'],
  ...[
    'tired of being alive',
    'no reason to live',
    'nothing to live for',
    'cant go on',
    'can not go on',
    'cannot go on',
  ],
  ...[
    'no point in living',
    'life is not worth living',
    'life isnt worth living',
    'not worth living',
    'dont want to wake up',
  ],
  // Suicide, as written and as mistyped.
  ...[
    'suicide',
    'suicides',
    'suicidal',
    'suicidality',
    'sucide',
    'suicde',
    'suiside',
    'sucidal',
    'suicidle',
    'suidice',
    'unalive',
  ],
  ...[
    'unalive myself',
    'kill myself',
    'killing myself',
    'kill my self',
    'killed myself',
    'kms',
    'end my life',
    'ending my life',
  ],
  ...[
    'end it all',
    'ending it all',
    'end everything tonight',
    'take my life',
    'take my own life',
    'taking my life',
    'taking my own life',
  ],
  ...['hang myself', 'hanging myself', 'shoot myself', 'drown myself', 'jump off a bridge', 'jump in front of a train'],
  ...[
    'slit my wrists',
    'overdose',
    'overdosed',
    'overdosing',
    'took too many pills',
    'take all my pills',
    'goodbye note',
  ],
  // Harm to oneself.
  ...['self harm', 'selfharm', 'self injury', 'hurt myself', 'hurting myself', 'harm myself', 'harming myself'],
  ...['cut myself', 'cutting myself', 'burn myself', 'burning myself', 'starving myself'],
  // Harm by others, or to others.
  ...[
    'going to kill me',
    'will kill me',
    'wants to kill me',
    'tried to kill me',
    'threatens to kill',
    'threatened to kill',
  ],
  ...[
    'he hits me',
    'she hits me',
    'they hit me',
    'hits me',
    'beats me',
    'beating me',
    'chokes me',
    'choked me',
    'strangled me',
  ],
  ...[
    'domestic violence',
    'domestic abuse',
    'being abused',
    'abuses me',
    'abusing me',
    'sexually abused',
    'sexual abuse',
  ],
  ...[
    'sexual assault',
    'sexually assaulted',
    'raped',
    'rape',
    'afraid of my husband',
    'afraid of my wife',
    'afraid of my partner',
  ],
  ...[
    'not safe at home',
    'unsafe at home',
    'in danger',
    'kill someone',
    'kill somebody',
    'hurt my baby',
    'hurt my child',
  ],
  ...['hearing voices', 'voices tell me'],
  // The same in the other large languages of those who search here.
  ...['suicidio', 'suicidarme', 'quiero morir', 'quiero morirme', 'quiero matarme', 'no quiero vivir', 'hacerme dano'],
  ...['je veux mourir', 'envie de mourir', 'me suicider', 'plus envie de vivre', 'me tuer', 'me faire du mal'],
  ...[
    'selbstmord',
    'suizid',
    'suizidal',
    'ich will sterben',
    'will nicht mehr leben',
    'mich umbringen',
    'mich verletzen',
  ],
  ...[
    'quero morrer',
    'quero me matar',
    'nao quero viver',
    'me matar',
    'voglio morire',
    'voglio uccidermi',
    'suicidarmi',
  ],
];

/** Lower case, without accents and apostrophes, every other mark a space. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether the words hint at a danger to somebody's life or body. */
export function hintsAtCrisis(text: string): boolean {
  const padded = ` ${plain(text)} `;
  return PHRASES.some((phrase) => padded.includes(` ${phrase} `));
}
