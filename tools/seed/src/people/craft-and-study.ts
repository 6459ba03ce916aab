import { advice, type Person, therapy } from './person.ts';

export const CRAFT_AND_STUDY: readonly Person[] = [
  {
    name: 'Isolde Fairweather',
    zone: 'Europe/London',
    speaks: ['en', 'cy'],
    rhythm: 'mornings',
    headline: 'Novelist’s first reader: what works, what drags, what to cut',
    about:
      'I edited fiction for two publishing houses and a magazine that no longer exists. I will tell you the truth about chapter three, and then why chapter nine made me put the kettle off. Unpublished writers are most of my day and my favourite part of it.',
    offers: [
      advice(
        'writing-and-manuscripts',
        [60, 85],
        'Your first ten pages, read closely',
        'Send them three days ahead. We go line by line through what a reader notices before she decides to go on.',
      ),
      advice(
        'writing-and-manuscripts',
        [45, 60],
        'Stuck in the middle: a plot conversation',
        'Tell me the story so far. I ask who wants what until the next scene shows itself.',
      ),
      advice(
        'habits-and-motivation',
        [30, 32],
        'A writing routine for people with jobs',
        'Twenty minutes a day and a deal with yourself. We find the twenty minutes.',
      ),
    ],
  },
  {
    name: 'Arjun Venkataraman',
    zone: 'Asia/Kolkata',
    speaks: ['en', 'kn', 'hi'],
    rhythm: 'late',
    headline: 'Senior engineer: code review that teaches and does not bite',
    about:
      'Fourteen years of databases, payments and three in the morning. I read code like prose and comment the way I would want to be spoken to. Juniors and one-person firms are very welcome.',
    offers: [
      advice(
        'code-review',
        [60, 48],
        'Code review, live: your pull request or whole project',
        'Share the screen and explain it to me. We note three strengths, three risks and the next thing to learn.',
      ),
      advice(
        'interviews-and-cv',
        [60, 50],
        'System design interview, as it really goes',
        'I play the interviewer for forty minutes, and then we talk about what I wrote down.',
      ),
      advice(
        'career-change',
        [45, 36],
        'Should you become a programmer? An honest forecast',
        'What you bring, what it takes, what the market is like this year. I sometimes say no.',
      ),
    ],
  },
  {
    name: 'Chloé Nakamura-Petit',
    zone: 'Europe/Paris',
    speaks: ['fr', 'en', 'ja'],
    rhythm: 'afternoons',
    headline: 'Portfolio reviews for designers, illustrators and photographers',
    about:
      'I was art director of a children’s publisher and sat on too many juries. A portfolio is an argument, not an archive. I help you leave out what you love for the wrong reasons.',
    offers: [
      advice(
        'portfolio-review',
        [60, 65],
        'Portfolio review: from forty pieces to twelve',
        'We choose, order and title. You see your own work the way a tired director does.',
      ),
      advice(
        'portfolio-review',
        [45, 52],
        'Applying to art school: the folder and the interview',
        'For applicants of every age. What juries look for, and what they are bored by.',
      ),
      advice(
        'confidence',
        [45, 48],
        'Showing your work without apologising for it',
        'We rehearse talking about three pieces, and ban the word “just”.',
      ),
    ],
  },
  {
    name: 'Prof. Owen Llewellyn',
    zone: 'Europe/London',
    speaks: ['en', 'cy'],
    rhythm: 'four-days',
    headline: 'Forty finished doctorates; let us talk about yours',
    about:
      'Historian, retired from lecturing but not from caring about footnotes. I have supervised people through floods, babies and a fire in the archive. I will not write a word for you, and I will help you write them all.',
    offers: [
      advice(
        'thesis-and-writing',
        [60, 60],
        'Your thesis is stuck: a second supervisor for an hour',
        'Where the argument is, where it hides, and what the next chapter owes the reader.',
      ),
      advice(
        'thesis-and-writing',
        [60, 60],
        'Mock viva: defending your work',
        'The kind question, the lazy question and the one you fear. In that order.',
      ),
      advice(
        'choosing-a-course',
        [45, 45],
        'A doctorate, yes or no?',
        'Money, years, supervisor, reason. A frank talk before you sign up for any of them.',
      ),
    ],
  },
  {
    name: 'Mei-Ling Zhao',
    zone: 'Asia/Singapore',
    speaks: ['zh', 'en', 'ms'],
    rhythm: 'evenings',
    headline: 'Study coach for exam takers aged fifteen to fifty',
    about:
      'I failed my A-levels the first time and became rather interested in how learning works. Memory, timetables, nerves: most of it can be trained. I am cheerful, strict about breaks, and I like a good flashcard.',
    offers: [
      advice(
        'study-skills',
        [45, 38],
        'Learn how to learn: one session, three techniques',
        'With your own material, not mine. You will test yourself on the call and be surprised.',
      ),
      advice(
        'study-skills',
        [45, 38],
        'Exam nerves: the night before and the first five minutes',
        'We rehearse the morning, the room and what to do when the mind goes white.',
      ),
      advice(
        'choosing-a-course',
        [60, 45],
        'Which degree? Choosing when everything looks possible',
        'Interests, strengths, wallet, parents. We get from forty courses to four.',
      ),
    ],
  },
  {
    name: 'Nikos Papadakis',
    zone: 'Europe/Athens',
    speaks: ['el', 'en', 'it'],
    rhythm: 'late',
    headline: 'Conversation practice in Greek, Italian and unhurried English',
    about:
      'I taught languages on ferries, in a prison and in a very posh hotel. You talk, I listen, and I write your mistakes on a card for afterwards. We can speak about football, mothers or the meaning of life.',
    offers: [
      advice(
        'language-practice',
        [45, 25],
        'Talk with me in Greek or Italian',
        'From halting to fluent, wherever you are. No book. You choose the subject, and I keep it going.',
      ),
      advice(
        'language-practice',
        [45, 25],
        'English for the conversation you are dreading',
        'A landlord, a doctor, a mother-in-law. We play it through twice with different endings.',
      ),
      advice(
        'moving-abroad',
        [60, 34],
        'Moving to Greece with your eyes open',
        'Winters, papers, neighbours, the pace. I love it here and will not pretend it is easy.',
      ),
    ],
  },
  {
    name: 'Josephine Amankwah',
    zone: 'America/Toronto',
    speaks: ['en', 'fr', 'ak'],
    rhythm: 'weekends',
    headline: 'Product researcher: five honest minutes with your idea, then fifty-five more',
    about:
      'I interview users for a living and have watched many founders not ask the question. I will ask it. I am gentle, curious and rather hard to sell to.',
    offers: [
      advice(
        'product-feedback',
        [60, 78],
        'A user test of your product, with me as the user',
        'I think aloud while I use it and you are not allowed to explain. Then you may.',
      ),
      advice(
        'product-feedback',
        [60, 78],
        'Who is it for? Sharpening an idea before you build',
        'We write one page: person, trouble, promise, proof. It is harder than it sounds, and it saves months.',
      ),
      advice(
        'portfolio-review',
        [45, 60],
        'UX case studies that a hiring manager will finish',
        'Shorter, truer, with the failure left in. We rework one on the call.',
      ),
    ],
  },
  {
    name: 'Rafael Guimarães',
    zone: 'America/Sao_Paulo',
    speaks: ['pt', 'en'],
    rhythm: 'split',
    headline: 'Psychologist for musicians, dancers and anybody who performs',
    about:
      'I played viola in an orchestra until stage fright ended it, and I went to find out why. Now I treat performers and, lately, surgeons and goalkeepers. We work with the body as much as with the head.',
    licence: { number: 'CRP-06-148802', state: 'verified', places: ['BR'] },
    offers: [
      therapy(
        'anxiety',
        [50, 65],
        'Therapy for stage fright and performance anxiety',
        'Auditions, exams, operations. We build a routine for the hour before, and look at what is really at stake.',
      ),
      therapy(
        'low-mood',
        [50, 65],
        'When the thing you love stops giving anything back',
        'For artists in a grey season. We look at rest, perfection and the rent.',
      ),
      advice(
        'public-speaking',
        [45, 45],
        'Nerves on stage: a coaching session',
        'Breathing, posture, first sentence. Practical, and a little like a music lesson.',
      ),
    ],
  },
  {
    name: 'Hye-jin Park',
    zone: 'Asia/Seoul',
    speaks: ['ko', 'en'],
    rhythm: 'early',
    headline: 'Counsellor for students far from home',
    about:
      'I studied in Leeds and was lonelier than I had known a person could be. Now I talk with students abroad and with those who came back changed. I sent my licence papers some time ago and have been asked for a clearer copy.',
    licence: { number: 'KCPA-1-0882', state: 'rejected', places: ['KR'] },
    offers: [
      advice(
        'loneliness-and-friendship',
        [45, 36],
        'Lonely at university: where to begin',
        'You are not the only one in the corridor. We choose one place and one sentence for this week.',
      ),
      advice(
        'study-skills',
        [45, 36],
        'Studying in a second language',
        'Seminars, essays, being slow and clever. What helped me, and what helped those after me.',
      ),
      advice(
        'choosing-a-course',
        [60, 42],
        'Changing your degree without breaking your parents’ hearts',
        'What it would cost, what it would save, and how to tell them.',
      ),
    ],
  },
  {
    name: 'Tamsin Okafor-Reid',
    zone: 'Australia/Adelaide',
    speaks: ['en'],
    rhythm: 'evenings',
    headline: 'Queer elder, retired teacher, professional encourager',
    about:
      'I came out in 1984 in a country town and taught woodwork there for thirty years. I talk with people of all ages about who they are and whom to tell. I am not a therapist; I am somebody who has been down the road.',
    offers: [
      advice(
        'identity-and-sexuality',
        [60, 45],
        'Coming out at any age',
        'Whether, when and to whom. We practise the first telling, and plan for a reaction you would not want.',
      ),
      advice(
        'identity-and-sexuality',
        [45, 38],
        'My child has come out: a talk for parents',
        'You want to get it right. Ask me anything, including the things you are embarrassed to ask.',
      ),
      advice(
        'life-path-advice',
        [60, 45],
        'A late start: life path advice for late bloomers',
        'For everybody who thinks it is too late. I have a list of people who were wrong about that.',
      ),
    ],
  },
];
