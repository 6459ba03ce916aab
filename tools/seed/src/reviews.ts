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
    'I had three questions written down and did not need the third one any more.',
    'It felt like talking to the aunt I would have chosen.',
    'Booked at midnight, spoke the next morning, slept the night after. Thank you.',
    'There was a pause after my question, a long one, and then an answer I still think about.',
    'No promises, no magic, only a good hour of thinking with somebody who is used to it.',
    'I was asked what I would tell a friend. Annoying question. Very good question.',
    'Friendly from the first minute, and quick to see what I was really asking.',
    'For once I was not the one holding the conversation together.',
    'My handwriting on the page afterwards was bigger than usual. Make of that what you will.',
    'I am a private person and this felt private.',
    'A month later I can say that it held.',
    'I said it out loud for the first time, and the ceiling did not fall down.',
    'Well prepared: the two lines I had sent beforehand had been read and thought about.',
    'I had expected to be talked into something. Nobody did.',
    'The best thing was being told that I could also do nothing for a while.',
    'We went twenty seconds over, and I was offered an apology for it. That sort of care throughout.',
    'Simple words for a complicated thing.',
    'Came back with my partner for a second session, and it was just as good for two.',
    'I understood my own question better at the end than at the beginning, which was the point.',
    'The dog barked through half of it, and we both laughed and carried on.',
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
    'Four stars only because the evening times are gone so quickly. The session itself was excellent.',
    'Helped me sort things out. I am still not sure, but about a smaller thing than before.',
    'Warm and clever. Talks a little fast when enthusiastic.',
    'A good first conversation. I think the second will be the important one.',
    'Useful, honest, and over sooner than I wanted.',
    'Came prepared with questions and got answers to most of them.',
  ),
  ...stars(
    3,
    'Nice person, and I feel a bit lighter, but I had hoped for something more concrete.',
    'It was all right. I think I chose the wrong kind of session for what I needed.',
    'Some good points. We spent too long on my history and too little on next week.',
    'Pleasant, but I had read most of it before. Others may well get more out of it.',
    'Half of it was just right and half was not about me.',
  ),
  ...stars(
    2,
    'We did not click. Polite and punctual, but I came away with what I had brought.',
    'I had asked for straight answers and got many questions. Not for me.',
  ),
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
    'I learnt why my heart does that, and what to do when it starts. It has started twice since, and I did it.',
    'Never once looked at the clock, and never once ran over.',
    'We go slowly. After years of going too fast that is exactly right.',
    'I was told openly when something was outside their field, and where to go with it.',
    'The first person who did not try to find the bright side.',
    'Some weeks are still grey. I know now that grey is not the same as black.',
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
    'Practised the interview on Tuesday, had it on Thursday, start in January.',
    'I finally have a number for the conversation with my landlord, and a reason for it.',
    'Told me kindly that my plan was two plans. It was.',
    'I sleep better with the spreadsheet than without it. I had not expected that.',
    'The sentence about the two years at home is now the best one on the page.',
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
    'Showed me the one function that everything hangs on, and how to test it. I had been afraid of that file for a year.',
    'I wrote four hundred words on the evening after. They are not bad.',
    'Corrected my grammar only when I wanted it, and remembered to ask.',
    'My speech is four minutes shorter and twice as long in people’s memory.',
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
