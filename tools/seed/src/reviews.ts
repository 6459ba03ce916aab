/** What clients wrote. Written by hand, sorted by what the session was, so that nobody praises a budget for its EMDR. */
import type { Person } from './people/person.ts';

export interface Written {
  readonly stars: 2 | 3 | 4 | 5;
  readonly text: string;
}

function stars(count: Written['stars'], ...texts: string[]): Written[] {
  return texts.map((text) => ({ stars: count, text }));
}

const ANYONE: readonly Written[] = [
  ...stars(
    5,
    'I came with a mess and left with a short list. I have crossed off the first two already.',
    'Listened for twenty minutes before saying anything, and then said exactly one thing. It was the right one.',
    'I was nervous about doing this by video. After five minutes I had forgotten the screen.',
    'Worth every cent. I wish I had called a year ago.',
    'Kind without being soft. I was told something I did not want to hear, in a way I could hear it.',
    'I booked one session out of curiosity and have been back three times.',
    'The notes in the workspace afterwards were a gift. I read them again on bad days.',
    'No jargon, no sales pitch for ten more sessions. Refreshing.',
    'I laughed, which I had not expected, and I slept that night.',
    'You can tell when somebody is really paying attention. This was that.',
    'Started on time, ended on time, and in between I felt there was all the time in the world.',
    'My husband asked what had happened because I was whistling.',
    'I had explained this to six people before. This was the first one who asked a question back.',
    'Exactly what the listing says. Honest, warm and useful.',
    'I cancelled a decision I would have regretted. That alone was worth it.',
    'Very human. I did not feel like a case.',
    'I was sceptical of advice over the internet. I am less sceptical now.',
    'We got further in one hour than I had in months of thinking alone.',
    'She remembered small things I had said at the beginning. I felt taken seriously.',
    'Clear, calm, and very good at noticing when I was dodging.',
    'I have recommended this to my sister, which I do not do lightly.',
    'A tired Tuesday evening, a bad connection on my side, and still the best conversation of my week.',
    'Gave me words for something I had been carrying around without any.',
    'I expected a plan and got a better question. The plan followed by itself.',
    'Gentle start, honest middle, practical end.',
  ),
  ...stars(
    4,
    'Very good. I would have liked ten more minutes, so next time I will book the longer one.',
    'Helpful and friendly. The first part was a bit slow for me, the second half made up for it.',
    'Good advice, and a good deal of it. I had to choose what to begin with.',
    'We had some trouble with the sound, but it was handled with patience. The content was great.',
    'Solid, thoughtful, no nonsense. Not everything fitted my situation.',
    'I liked the directness. It may not be for everybody.',
    'A useful hour. I would have liked something in writing afterwards without having to ask.',
    'Good listener. I needed a little more structure, and once I said so I got it.',
  ),
  ...stars(
    3,
    'Nice person, and I feel a bit lighter, but I had hoped for something more concrete.',
    'It was all right. I think I chose the wrong kind of session for what I needed.',
    'Some good points. We spent too long on my history and too little on next week.',
  ),
  ...stars(2, 'We did not click. Polite and punctual, but I came away with what I had brought.'),
];

const CARE: readonly Written[] = [
  ...stars(
    5,
    'For the first time I could talk about it without shaking. Slow and safe, as promised.',
    'Every step was explained before we took it. I never felt pushed.',
    'I have had three therapists. This is the first who asked what I wanted from it.',
    'I can take the train again. I did not think I would ever write that sentence.',
    'Professional and deeply kind. The exercises between sessions are small and doable.',
    'I cried most of the hour and was not told to stop. Thank you.',
    'Grounded, careful, and with a dry humour that helped me more than any worksheet.',
    'It took me two years to book this and ten minutes to know it was right.',
    'My sleep is back. Not perfect, but back.',
    'I appreciated being told plainly what therapy can do for this and what it cannot.',
    'Being able to do this from my own sofa, with a blanket, made all the difference.',
  ),
  ...stars(
    4,
    'Very competent. It needs patience; the first session is mostly questions.',
    'I feel understood. I only wish there were more evening hours.',
    'Good and thorough. I had to get used to the silence.',
  ),
  ...stars(3, 'Certainly knows the subject. I am looking for somebody a bit more talkative.'),
];

const COUPLES_AND_FAMILY: readonly Written[] = [
  ...stars(
    5,
    'We have had that argument for nine years. On Thursday we had it for four minutes and then made dinner.',
    'My daughter has started talking in the car again. I had only to stop asking.',
    'Both of us felt heard, and I had not thought that possible on one call.',
    'I wrote the letter to my brother. He answered.',
    'Ten evenings later the two-year-old is asleep by eight. I am writing this with a glass of wine.',
    'Nobody was made the villain. That is rare.',
    'I understand my mother a little better now, which is not the same as agreeing with her.',
    'Practical to the last detail. I even knew where to sit.',
  ),
  ...stars(
    4,
    'Good ideas, tried out at once. Two worked, one made my teenager laugh at me. Fair enough.',
    'We would have needed longer for two people, but what we got was good.',
  ),
  ...stars(3, 'Helpful for me, less so for my partner, who wanted more concrete rules.'),
];

const WORK_AND_MONEY: readonly Written[] = [
  ...stars(
    5,
    'Got the job. I used the exact sentence we practised for the gap in my CV.',
    'I asked for eleven per cent more and then said nothing, as instructed. It worked.',
    'The envelopes are open. All of them. It was less bad than I had been imagining for two years.',
    'I know what I earn per hour now. It was uncomfortable and very necessary.',
    'The talk with my employee went better than any I have had. The rehearsal was everything.',
    'I did not quit. I changed two things and asked for a third. Still here and quite happy.',
    'Saved me from an expensive idea in under an hour, and cheered me up while doing it.',
    'My résumé is half as long and I have had three calls this week.',
    'The form is sent. It had been on the kitchen table since March.',
    'Brought order into a fight I thought could only end with my leaving.',
  ),
  ...stars(
    4,
    'Very much to the point. Have your figures ready, or you lose the first fifteen minutes as I did.',
    'Good, clear, slightly intimidating. I learnt a lot.',
    'Useful for my field, though some examples came from a much larger company.',
  ),
  ...stars(3, 'Good general advice. I had hoped for more knowledge of my particular trade.'),
];

const CRAFT: readonly Written[] = [
  ...stars(
    5,
    'Read my pages more closely than my own agent. Brutal and generous at once.',
    'I deleted a third of my code and everything still works. Better, in fact.',
    'My viva took fifty minutes and I had answered every question before, on this call.',
    'I talked Greek for forty-five minutes. Badly. I have not been so proud in years.',
    'Twelve pictures instead of forty, and for the first time it looks like me.',
    'The toast made everyone cry at the right place, my father first.',
    'Found the flaw in my plot in the time it took me to describe it.',
    'I passed. I am fifty-one and I passed.',
  ),
  ...stars(
    4,
    'Sharp eye and good manners. I would have liked the comments in writing as well.',
    'Excellent feedback, a lot to digest. Record your own notes.',
  ),
  ...stars(3, 'Good points, but a different taste from mine.'),
];

/** What may have been written about somebody: of their own field first, then what could be said of anyone. */
export function reviewsFor(person: Person): readonly Written[] {
  const field = FIELD_OF[person.offers[0].category];
  return field === undefined ? ANYONE : [...field, ...ANYONE];
}

const FIELD_OF: Readonly<Record<string, readonly Written[]>> = {
  anxiety: CARE,
  grief: CARE,
  trauma: CARE,
  burnout: CARE,
  'low-mood': CARE,
  'eating-and-body-image': CARE,
  'long-term-illness': CARE,
  couples: COUPLES_AND_FAMILY,
  'breakups-and-divorce': COUPLES_AND_FAMILY,
  parenting: COUPLES_AND_FAMILY,
  teenagers: COUPLES_AND_FAMILY,
  'family-conflict': COUPLES_AND_FAMILY,
  'career-change': WORK_AND_MONEY,
  'interviews-and-cv': WORK_AND_MONEY,
  leadership: WORK_AND_MONEY,
  'returning-to-work': WORK_AND_MONEY,
  freelancing: WORK_AND_MONEY,
  'workplace-conflict': WORK_AND_MONEY,
  'pay-and-negotiation': WORK_AND_MONEY,
  budgeting: WORK_AND_MONEY,
  'money-and-couples': WORK_AND_MONEY,
  paperwork: WORK_AND_MONEY,
  'writing-and-manuscripts': CRAFT,
  'portfolio-review': CRAFT,
  'code-review': CRAFT,
  'thesis-and-writing': CRAFT,
  'study-skills': CRAFT,
  'language-practice': CRAFT,
  'public-speaking': CRAFT,
};

/** Aliases of people who write reviews. */
export const ALIASES: readonly string[] = [
  ...['River', 'Tall Pine', 'Ana L.', 'Nightbus', 'Quiet Fox', 'M. from Leeds', 'Paperboat', 'Juniper', 'Old Sailor'],
  ...['Second Coffee', 'Teodora', 'Blue Door', 'K. in Oslo', 'Marigold', 'Left Shoe', 'Benedikt', 'Sparrow', 'Rosa P.'],
  ...['Late Bloomer', 'Harbour', 'Ines', 'Twelve Oaks', 'Dad of Three', 'Wren', 'Sami', 'North Window', 'Clover'],
  ...['Jamal', 'Grey Heron', 'Pia', 'Slow Train', 'Lantern', 'Yuki', 'Fern', 'Mrs. Dalloway', 'Anders', 'Thimble'],
  ...['Kite', 'Soraya', 'Plain Jane', 'Tin Roof', 'Duarte', 'Moss', 'Elif', 'Bicycle Bell', 'Ruthie', 'Saltmarsh'],
  ...['Omar', 'Winter Coat', 'Hollis', 'Pebble', 'Asha', 'Two Left Feet', 'Corin', 'Linden', 'Maeve', 'Sunday Driver'],
  ...['Tomás', 'Brick Lane', 'Amber', 'Night Nurse', 'Ola', 'Quince', 'Samphire', 'Lee', 'Postcard', 'Noa', 'Cedar'],
];
