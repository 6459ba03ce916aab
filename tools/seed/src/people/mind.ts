import { advice, type Person, therapy } from './person.ts';

export const MIND: readonly Person[] = [
  {
    name: 'Dr. Hannah Feldstein',
    zone: 'America/New_York',
    speaks: ['en', 'he'],
    rhythm: 'office',
    headline: 'Clinical psychologist: anxiety, panic and the body that sounds the alarm',
    about:
      'I trained in cognitive behavioural therapy and have used it daily for seventeen years, mostly with people whose alarm goes off in trains, meetings and supermarkets. I explain what I do and why, we set goals together, and I am glad when people stop needing me.',
    licence: { number: 'NY-PSY-021774', state: 'verified', places: ['US-NJ', 'US-NY'] },
    offers: [
      therapy(
        'anxiety',
        [50, 140],
        'Therapy for anxiety and panic (CBT)',
        'A structured session of cognitive behavioural therapy. In the first one we draw the circle your panic runs in and pick the place where it is easiest to step out.',
      ),
      therapy(
        'sleep',
        [50, 140],
        'CBT for insomnia: sleeping again without tricks',
        'We begin with a sleep diary and change one thing at a time. Most people see a difference in three to five sessions.',
      ),
      therapy(
        'burnout',
        [50, 140],
        'When stress has become an illness',
        'For people who cannot switch off even on holiday. We look at load, at beliefs about rest, and at what your body has been saying.',
      ),
    ],
  },
  {
    name: 'Rohan Deshpande',
    zone: 'Asia/Kolkata',
    speaks: ['en', 'hi', 'mr'],
    rhythm: 'evenings',
    headline: 'Counselling psychologist for young adults under pressure',
    about:
      'Entrance exams, first jobs, marriage talk, and parents who mean well: I sit with people between eighteen and thirty-five who are doing fine on paper. I work with acceptance and commitment therapy, in English, Hindi or Marathi, often in all three.',
    licence: { number: 'RCI-A58213', state: 'verified', places: ['IN'] },
    offers: [
      therapy(
        'anxiety',
        [50, 45],
        'Therapy for worry, pressure and overthinking',
        'We do not fight your thoughts. We practise noticing them, and then doing what matters while they chatter on.',
      ),
      therapy(
        'low-mood',
        [50, 45],
        'Therapy when everything has gone flat',
        'For low mood that has lasted longer than you admit. Gentle, steady sessions that start from what you can still do today.',
      ),
      advice(
        'study-skills',
        [40, 30],
        'Exam season: a calm plan for the next six weeks',
        'Not therapy but planning: subjects, hours, breaks and what to do on the bad days, from somebody who has seen many timetables fail.',
      ),
    ],
  },
  {
    name: 'Margarethe Sørensen',
    zone: 'Europe/Copenhagen',
    speaks: ['da', 'en'],
    rhythm: 'mornings',
    headline: 'Grief therapist with twenty-two years beside hospital beds',
    about:
      'I worked on a palliative ward until my own mother died there. Grief is not a disease, but sometimes it gets stuck, and then it helps to have somebody who does not look away. You may cry, be angry or tell me the same story four times.',
    licence: { number: 'DK-PSYK-4471', state: 'verified', places: ['DK'] },
    offers: [
      therapy(
        'grief',
        [60, 110],
        'Grief therapy after a death',
        'For the first months or for the tenth year. We make room for the person you lost in the life you have now.',
      ),
      therapy(
        'grief',
        [60, 110],
        'Losing a child, born or unborn',
        'A protected hour for parents, alone or together. Nothing you say here is too much.',
      ),
      therapy(
        'long-term-illness',
        [60, 105],
        'Living with a serious diagnosis',
        'For patients and for those who love them. We talk about fear, about time and about what you want to have said.',
      ),
    ],
  },
  {
    name: 'Dr. Samuel Adeyemi',
    zone: 'Europe/London',
    speaks: ['en', 'yo'],
    rhythm: 'office',
    headline: 'Trauma therapist (EMDR): slowly, safely, at your pace',
    about:
      'I work with adults after accidents, assaults, wars and childhoods. We begin by making the present steady; the past is opened only when you say so and closed again before the session ends. Chartered, supervised, and never in a hurry.',
    licence: { number: 'HCPC-PYL30956', state: 'verified', places: ['GB'] },
    offers: [
      therapy(
        'trauma',
        [60, 130],
        'Trauma therapy: first steadiness, then the story',
        'The first sessions are about sleep, safety and grounding. Whether and when we use EMDR is decided together.',
      ),
      therapy(
        'anxiety',
        [50, 115],
        'When fear follows you home',
        'For anxiety that began with something that happened. We find what sets it off and teach the body that it is over.',
      ),
      therapy(
        'burnout',
        [50, 115],
        'Therapy for people in helping professions',
        'Nurses, paramedics, teachers, interpreters: a confidential place to put down what you carry for others.',
      ),
    ],
  },
  {
    name: 'Ingrid Kowalczyk',
    zone: 'Europe/Warsaw',
    speaks: ['pl', 'en', 'de'],
    rhythm: 'split',
    headline: 'Psychotherapist; burnout, perfectionism and the tyranny of “should”',
    about:
      'I come from a family in which resting was something to be ashamed of, so I know the territory. I combine schema therapy with a sense of humour. My clients are often engineers, doctors and eldest daughters.',
    licence: { number: 'PL-PT-11820', state: 'verified', places: ['PL'] },
    offers: [
      therapy(
        'burnout',
        [50, 70],
        'Burnout recovery, session by session',
        'Where you are on the curve, what to stop this week, and how to talk to your employer. We plan recovery the way you would plan a project, only slower.',
      ),
      therapy(
        'low-mood',
        [50, 70],
        'Depression that hides behind achievement',
        'You function, you deliver, and inside it is grey. We look at the old rules that keep you running and write some new ones.',
      ),
      advice(
        'habits-and-motivation',
        [40, 45],
        'Learning to rest without guilt',
        'A practical conversation, not therapy: we plan one evening and one Sunday in which nothing has to be earned.',
      ),
    ],
  },
  {
    name: 'Thandiwe Mbeki-Jones',
    zone: 'Africa/Johannesburg',
    speaks: ['en', 'zu', 'af'],
    rhythm: 'afternoons',
    headline: 'Addiction counsellor, fourteen years sober, no lectures',
    about:
      'Drink was my own teacher. I trained afterwards, and I have run groups in Johannesburg and online since 2015. I care less about your day count than about what the thing was doing for you and what could do it instead.',
    licence: { number: 'HPCSA-RC-0041260', state: 'submitted', places: ['ZA'] },
    offers: [
      therapy(
        'addiction',
        [50, 55],
        'Counselling for alcohol and other substances',
        'For people who want to stop, cut down or just look honestly at it. Relapses are information here, not failures.',
      ),
      advice(
        'addiction',
        [45, 40],
        'Someone I love drinks: advice for families',
        'What helps, what does not, and where your responsibility ends. A practical hour for partners, parents and grown children.',
      ),
      advice(
        'habits-and-motivation',
        [30, 28],
        'Sober curious: planning a month without',
        'Parties, Fridays, the empty hour after work: we plan the tricky moments beforehand so that you meet them with something in hand.',
      ),
    ],
  },
  {
    name: 'Éloïse Marchand',
    zone: 'Europe/Paris',
    speaks: ['fr', 'en'],
    rhythm: 'four-days',
    headline: 'Psychologist: food, body and the mirror',
    about:
      'I worked in an eating disorder unit in Lyon before opening my own practice. I do not weigh anyone. We speak about hunger, control, family tables and summer clothes, and I work with a doctor or dietitian whenever that is the safe way.',
    licence: { number: 'ADELI-699318842', state: 'verified', places: ['FR'] },
    offers: [
      therapy(
        'eating-and-body-image',
        [50, 85],
        'Therapy for a difficult relationship with food',
        'Restricting, bingeing, or the endless arithmetic of it. We start with one meal that frightens you less.',
      ),
      therapy(
        'eating-and-body-image',
        [50, 85],
        'At peace with the mirror: therapy for body image',
        'We trace where the critical voice learnt its sentences, and practise looking with other eyes.',
      ),
      therapy(
        'anxiety',
        [50, 85],
        'Social anxiety: being seen without shrinking',
        'From lunch with colleagues to a first date. Small experiments between sessions, and a fair look at what really happened.',
      ),
    ],
  },
  {
    name: 'Caleb Whitehorse',
    zone: 'America/Denver',
    speaks: ['en'],
    rhythm: 'late',
    headline: 'ADHD coach for grown-ups who were told they just had to try harder',
    about:
      'Diagnosed at thirty-one, after losing my third phone of that year. I build systems that survive a bad week: loud, visible, forgiving ones. I am a coach, not a clinician, and I will say so when you need one.',
    offers: [
      advice(
        'adhd-and-focus',
        [45, 55],
        'An ADHD-friendly week: systems that survive you',
        'Show me your real calendar and your real kitchen table. We set up two supports that need no willpower and throw out five that did.',
      ),
      advice(
        'adhd-and-focus',
        [60, 45],
        'Body doubling: I work, you work, it gets done',
        'Bring the tax form, the inbox or the laundry. We say what we will do, mute ourselves and do it, with a check at half-time.',
      ),
      advice(
        'workplace-conflict',
        [45, 58],
        'Telling your boss about ADHD, or not',
        'We weigh what you would gain and risk, write down the accommodations that would really help, and rehearse the meeting.',
      ),
    ],
  },
  {
    name: 'Noor Al-Hashimi',
    zone: 'Asia/Dubai',
    speaks: ['ar', 'en'],
    rhythm: 'evenings',
    headline: 'Clinical psychologist for women between cultures',
    about:
      'I was born in Basra, grew up in Cardiff and practise in Dubai. Many of my clients have two languages and a different self in each. We work in Arabic or English, and in the mixture that comes when something hurts.',
    licence: { number: 'DHA-P-0173926', state: 'verified', places: ['AE'] },
    offers: [
      therapy(
        'low-mood',
        [50, 95],
        'Therapy for low mood and exhaustion',
        'For women who hold everything together and have nothing left. We begin with what is asked of you, by whom, since when.',
      ),
      therapy(
        'anxiety',
        [50, 95],
        'Therapy in Arabic or English for anxiety',
        'The worry may be about visas, family or your heartbeat at night. We calm the body first and then look the thought in the eye.',
      ),
      therapy(
        'identity-and-sexuality',
        [50, 95],
        'Between two worlds: therapy for questions of identity',
        'Faith, family, love and freedom do not always agree. A private room to think without having to choose today.',
      ),
    ],
  },
  {
    name: 'Gideon Achterberg',
    zone: 'Europe/Amsterdam',
    speaks: ['nl', 'en'],
    rhythm: 'weekends',
    headline: 'Breathing space: stress and worry, in weekend sessions',
    about:
      'I teach mindfulness in a hospital during the week and see people online at weekends. I have applied for my licence to be checked here; until then my therapy hours wait, and my courses in calming down do not.',
    licence: { number: 'BIG-19928314625', state: 'submitted', places: ['NL'] },
    offers: [
      therapy(
        'burnout',
        [60, 80],
        'Mindfulness-based therapy for chronic stress',
        'Eight weeks of practice in single sessions, with homework of ten minutes a day. Suited to people who distrust incense.',
      ),
      advice(
        'anxiety',
        [30, 35],
        'Calm in thirty minutes: three exercises that work in a lift',
        'Learn them once, properly, with somebody watching your breath. Not treatment, simply a skill.',
      ),
      advice(
        'sleep',
        [30, 35],
        'An evening routine for busy heads',
        'We design the last hour of your day. You try it for two weeks; most people keep half of it for good.',
      ),
    ],
  },
];
