import { advice, type Person } from './person.ts';

export const LIFE: readonly Person[] = [
  {
    name: 'Marisol Vega',
    zone: 'America/New_York',
    speaks: ['en', 'es'],
    rhythm: 'office',
    headline: 'Life-path adviser for people standing at a fork in the road',
    about:
      'I spent eleven years in hospital administration, raised two boys, and changed direction twice myself, once by choice and once not. Since 2014 I have sat with people who have a decision they keep walking around. I ask plain questions, I draw a lot on paper, and I will tell you when I think you already know the answer.',
    offers: [
      advice(
        'life-path-advice',
        [60, 60],
        'Life path advice: one honest hour about where you are heading',
        'Bring the question you keep putting off. We lay out what is certain, what is fear and what is habit, and you leave with two or three next steps written in your own words.',
      ),
      advice(
        'big-decisions',
        [90, 85],
        'Stay or go: thinking a big decision all the way through',
        'A longer sitting for one decision: a job, a city, a marriage, a degree. We walk down each road a year and look around before you choose.',
      ),
      advice(
        'purpose-and-values',
        [45, 48],
        'What matters to you now, and what used to',
        'Values shift quietly. We compare the list you live by with the list you would write today, and find the one change that would bring them closer.',
      ),
    ],
  },
  {
    name: 'Tobias Lindqvist',
    zone: 'Europe/Stockholm',
    speaks: ['sv', 'en', 'de'],
    rhythm: 'four-days',
    headline: 'Former mountain guide; I help people choose a route and turn back in time',
    about:
      'For fifteen seasons I took people over glaciers, and the hardest part was never the climbing but deciding when to go on. I bring that into ordinary life: what do we know, what is the weather doing, who is on the rope with us. Calm, practical, and not afraid of silence.',
    offers: [
      advice(
        'big-decisions',
        [60, 75],
        'Route planning for a decision you cannot undo',
        'We sort what can be tried out first from what really is one-way, and agree on the signs that would make you turn around.',
      ),
      advice(
        'life-path-advice',
        [60, 72],
        'Lost after a big goal? Finding the next summit, or none',
        'Something ended: a degree, a company, a sporting life. We look at what you miss about it and what you do not, before you fill the gap with the first thing at hand.',
      ),
      advice(
        'habits-and-motivation',
        [30, 35],
        'Small steps check-in: thirty minutes, once a week or once',
        'Tell me what you said you would do and what happened. No scolding. We shrink the step until you will actually take it.',
      ),
    ],
  },
  {
    name: 'Adaeze Okonjo',
    zone: 'Africa/Lagos',
    speaks: ['en', 'ig'],
    rhythm: 'evenings',
    headline: 'Straight talk and a warm ear for first-generation everything',
    about:
      'I was the first in my family to go to university, the first to leave the country and the first to come back on purpose. Most of the people who call me carry the hopes of a whole household. We make room for yours among them.',
    offers: [
      advice(
        'life-path-advice',
        [60, 40],
        'Your life, their hopes: finding your own path in a close family',
        'You can love your people and still want something else. We find words for it that you could really say at the table.',
      ),
      advice(
        'confidence',
        [45, 32],
        'The room you think you do not belong in',
        'We take one situation where you shrink, replay it slowly, and practise the sentence you wish you had said.',
      ),
      advice(
        'moving-abroad',
        [60, 42],
        'Leaving home, or coming back to it',
        'The paperwork is one thing; the loneliness and the phone calls home are another. I have done both directions and will tell you what I wish I had known.',
      ),
    ],
  },
  {
    name: 'Henrike Vollmer',
    zone: 'Europe/Berlin',
    speaks: ['de', 'en'],
    rhythm: 'mornings',
    headline: 'Sixty is not the end of the book: midlife and retirement adviser',
    about:
      'I led a school of nine hundred pupils until the day I gave back my keys, and then cried for a month. Now I accompany others over that threshold. We talk about time, money only a little, usefulness a lot, and what to do on a Tuesday morning in November.',
    offers: [
      advice(
        'midlife-and-retirement',
        [60, 58],
        'The first year without work: a plan that is not a timetable',
        'Retirement takes away a role before it gives you anything. We sketch a year that has people, purpose and rest in it.',
      ),
      advice(
        'purpose-and-values',
        [60, 58],
        'Still useful: finding where your experience is needed',
        'You know how to do things that took decades to learn. We look for a place that wants them and that you would enjoy.',
      ),
      advice(
        'life-path-advice',
        [90, 80],
        'Half-time: a long conversation about the second half of life',
        'A slow ninety minutes for people between forty-five and seventy. Bring photographs if you like; many do.',
      ),
    ],
  },
  {
    name: 'Kenji Morimoto',
    zone: 'Asia/Tokyo',
    speaks: ['ja', 'en'],
    rhythm: 'evenings',
    headline: 'Quiet company for people who think too much before acting',
    about:
      'I worked as an editor for twenty years and learnt to ask one question: what is this really about? I use the same question with people. My sessions are unhurried, and I take notes that I send you afterwards in the workspace.',
    offers: [
      advice(
        'habits-and-motivation',
        [45, 45],
        'Begin badly: getting moving when you are stuck in planning',
        'If you have seven notebooks about a project and no project, this is for you. We choose a beginning so small that it cannot be planned.',
      ),
      advice(
        'life-path-advice',
        [60, 56],
        'Editing a life: what to keep, what to cut',
        'We treat the last three years like a manuscript. Some chapters are good, some are someone else’s. You decide what goes into the next draft.',
      ),
      advice(
        'moving-abroad',
        [60, 52],
        'Living in Japan without disappearing into it',
        'For newcomers and for those in year five. Work manners, loneliness, landlords, and how to say no when nobody says no.',
      ),
    ],
  },
  {
    name: 'Camila Restrepo',
    zone: 'America/Bogota',
    speaks: ['es', 'en', 'pt'],
    rhythm: 'afternoons',
    headline: 'From burnt-out lawyer to adviser: choosing a life you can keep up',
    about:
      'I left a firm in Bogotá at thirty-four with good shoes and no idea who I was. It took me three years to build something gentler. I am good with people who are outwardly successful and privately exhausted, and I laugh easily.',
    offers: [
      advice(
        'purpose-and-values',
        [60, 46],
        'Successful and unhappy: what is missing?',
        'We map a normal week by energy instead of by hours. The pattern is usually visible within the session, and so is the first thing to drop.',
      ),
      advice(
        'life-path-advice',
        [60, 46],
        'Life path reset after burning out',
        'For when the worst is over and you do not want the old life back. We describe the shape of a working week that would not make you ill again.',
      ),
      advice(
        'confidence',
        [60, 44],
        'Saying no without writing a paragraph',
        'We collect the requests you could not refuse this month and practise short, kind answers until they feel like yours.',
      ),
    ],
  },
  {
    name: 'Fionnuala Byrne',
    zone: 'Europe/Dublin',
    speaks: ['en', 'ga'],
    rhythm: 'school-hours',
    headline: 'Spiritual director and former parish worker; all beliefs and none',
    about:
      'People come to me when the old answers stopped working, or when a question turned up that they have nobody to ask. I will not sell you a religion or take one away from you. I listen for what still has life in it.',
    offers: [
      advice(
        'faith-and-meaning',
        [60, 50],
        'When faith changes: company for believing differently',
        'Leaving, doubting, returning or staying with open eyes. A place to say the thing you cannot say in your community.',
      ),
      advice(
        'purpose-and-values',
        [60, 50],
        'What is this all for? An hour with the large question',
        'No exercises and no worksheets. We follow where the question came from and what it is asking of you now.',
      ),
      advice(
        'life-path-advice',
        [75, 60],
        'Discernment: choosing between two good things',
        'An old and patient way of deciding, useful to people of any faith. We give each possibility a fair hearing before you weigh them.',
      ),
    ],
  },
  {
    name: 'Marcus Delacroix',
    zone: 'America/Chicago',
    speaks: ['en', 'fr'],
    rhythm: 'split',
    headline: 'Confidence coach who used to stammer through his own name',
    about:
      'Until I was twenty-six I arranged my life around not having to speak. What helped was practice with somebody who did not flinch. I run my sessions like rehearsals: we try, we laugh, we try again, and you take the recording in your head, not mine.',
    offers: [
      advice(
        'confidence',
        [45, 50],
        'Taking up space: practical confidence, no pep talk',
        'We pick one real moment in the next two weeks and rehearse it until your shoulders come down.',
      ),
      advice(
        'public-speaking',
        [60, 65],
        'Rehearse your talk with a friendly stranger',
        'Give me your ten minutes; I give you three things to keep and two to change. Then you give them again.',
      ),
      advice(
        'habits-and-motivation',
        [30, 36],
        'Keeping the promise you made to yourself',
        'Half an hour to find out why the habit keeps breaking at the same spot, and to build a rail just there.',
      ),
    ],
  },
  {
    name: 'Ngaio Patterson',
    zone: 'Pacific/Auckland',
    speaks: ['en', 'mi'],
    rhythm: 'early',
    headline: 'Grounded advice from a farm kitchen table in Waikato',
    about:
      'I have been a midwife, a farmer and a widow, in that order. I talk the way I would to a neighbour who stopped by with something on their mind: kindly, directly, with the kettle on.',
    offers: [
      advice(
        'life-path-advice',
        [60, 54],
        'A cuppa and a straight answer: advice for the next stretch',
        'Say it all out loud once, in any order. Then we tidy it together and look at what is yours to do and what never was.',
      ),
      advice(
        'midlife-and-retirement',
        [60, 54],
        'Starting over at fifty, sixty or seventy',
        'After a death, a divorce, a farm sale or an empty nest. We find the first thing to look forward to, however small.',
      ),
      advice(
        'big-decisions',
        [45, 42],
        'Sleep on it with company: a decision in three quarters of an hour',
        'For decisions that are mostly made but will not settle. You talk, I write both columns, and we see which one you were defending.',
      ),
    ],
  },
  {
    name: 'Yusuf Demirci',
    zone: 'Europe/Istanbul',
    speaks: ['tr', 'en', 'ar'],
    rhythm: 'late',
    headline: 'Eight countries, four careers: adviser on moving and belonging',
    about:
      'I have packed my life into two suitcases more often than I would recommend. I advise people before the leap, in the hard fourth month, and on the day they wonder whether to go home. Late sessions are welcome; I know what time zones do.',
    offers: [
      advice(
        'moving-abroad',
        [60, 48],
        'Before you move: the questions nobody asks you',
        'Not visas but mornings: who will you call, what will you eat, what happens when you are ill. We make the list that matters.',
      ),
      advice(
        'loneliness-and-friendship',
        [45, 38],
        'Making friends as an adult in a new city',
        'A plan for the next six weeks with places, days and first sentences. It is a skill, and it can be learnt.',
      ),
      advice(
        'life-path-advice',
        [60, 50],
        'Home is where? Deciding whether to stay or return',
        'We draw both lives five years on, with the people in them, and notice which one you describe in more detail.',
      ),
    ],
  },
];
