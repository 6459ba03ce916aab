import { advice, type Person, therapy } from './person.ts';

export const PRACTICAL: readonly Person[] = [
  {
    name: 'Joanna Prescott',
    zone: 'Europe/London',
    speaks: ['en'],
    rhythm: 'office',
    headline: 'Money talk without shame: budgets and debts at a kitchen-table pace',
    about:
      'Eighteen years as a debt adviser for a charity taught me that people open the envelopes when somebody sits beside them. I do not sell products or recommend investments. We make a list, then a plan, then tea.',
    offers: [
      advice(
        'budgeting',
        [60, 35],
        'Open the envelopes together',
        'Hold them up to the camera one at a time. By the end you know what you owe, to whom, and which one comes first.',
      ),
      advice(
        'budgeting',
        [60, 38],
        'A budget you will still use in March',
        'Built around how you really spend, with room for birthdays and bad weeks.',
      ),
      advice(
        'money-and-couples',
        [60, 42],
        'One saver, one spender, one account',
        'For couples. You each say what money meant in your parents’ house, and then we decide who pays for what.',
      ),
    ],
  },
  {
    name: 'Emeka Nwosu',
    zone: 'America/Chicago',
    speaks: ['en', 'ig'],
    rhythm: 'evenings',
    headline: 'Sending money home, saving money here: advice for both',
    about:
      'I drove a cab for nine years and sent half of it to Enugu, so I know what “just a small something” adds up to. I teach budgeting at the public library and talk with people one by one here.',
    offers: [
      advice(
        'money-and-couples',
        [45, 32],
        'When the whole family asks you for money',
        'We set a sum you can give with a glad heart, and words for when it is used up.',
      ),
      advice(
        'budgeting',
        [60, 36],
        'Your first thousand dollars put by',
        'A plan for people paid by the hour. Where it hides, where to keep it, and how not to lend it to yourself.',
      ),
      advice(
        'paperwork',
        [45, 32],
        'That official letter: what it says and what it wants',
        'Read it to me with the names covered. I tell you in plain words what it asks, by when, and where to go for real legal help.',
      ),
    ],
  },
  {
    name: 'Sanna Virtanen',
    zone: 'Europe/Helsinki',
    speaks: ['fi', 'sv', 'en'],
    rhythm: 'mornings',
    headline: 'Sleep nurse: fourteen years on the night shift, now helping others avoid it',
    about:
      'I have watched thousands of people sleep and many more try. I work with shift workers, new parents and worriers. I will not tell you to stop looking at screens and leave it at that.',
    offers: [
      advice(
        'sleep',
        [45, 48],
        'Sleeping on shift work without losing your mind',
        'Nights, earlies, rotas that make no sense. We plan light, food and naps around the real timetable.',
      ),
      advice(
        'sleep',
        [45, 48],
        'Awake at four: what to do with the small hours',
        'Why it happens, when it is worth a doctor, and a quiet plan for the nights when it does.',
      ),
      advice(
        'new-parents',
        [45, 45],
        'Baby sleep for parents who are past caring about methods',
        'We look at twenty-four hours of your real life and change the one thing that would help most.',
      ),
    ],
  },
  {
    name: 'Gabriela Ionescu',
    zone: 'Europe/Bucharest',
    speaks: ['ro', 'en', 'it'],
    rhythm: 'split',
    headline: 'Patient guide: long illnesses, short appointments',
    about:
      'Rheumatoid arthritis since I was nineteen, a patient advocate since I was thirty. I do not give medical advice; I help you use the eleven minutes you get with the person who does, and live the rest of the month.',
    offers: [
      advice(
        'long-term-illness',
        [45, 30],
        'Preparing for the appointment that matters',
        'Your three questions, your history on one page, and what to say when you are being hurried out.',
      ),
      advice(
        'long-term-illness',
        [60, 36],
        'Newly diagnosed: the first month',
        'Whom to tell, what to read, what to stop reading. From someone who has been there a long while.',
      ),
      advice(
        'returning-to-work',
        [45, 32],
        'Working with an illness nobody can see',
        'Pacing, honesty and small adjustments. We plan one conversation with your manager.',
      ),
    ],
  },
  {
    name: 'Deborah Osei-Mensah',
    zone: 'Africa/Accra',
    speaks: ['en', 'ak'],
    rhythm: 'afternoons',
    headline: 'Menopause, midlife and getting your own name back',
    about:
      'I taught biology to girls for twenty-five years, and nobody had ever taught me this chapter. I read the research, I speak frankly, and I send you to a doctor with the right questions. Hot flushes welcome, cameras optional.',
    offers: [
      advice(
        'menopause-and-midlife-health',
        [45, 30],
        'Menopause in plain words',
        'What is happening, what may help, what to ask your doctor, and what you can stop blaming on yourself.',
      ),
      advice(
        'menopause-and-midlife-health',
        [45, 30],
        'Foggy, furious and fifty: work and home in the change',
        'A practical talk about sleep, temper, meetings and marriage.',
      ),
      advice(
        'midlife-and-retirement',
        [60, 36],
        'Whose turn is it now? Midlife for women who looked after everyone',
        'The children are grown and the calendar is still full. We find a page in it with your name on.',
      ),
    ],
  },
  {
    name: 'Mikkel Thorsen',
    zone: 'Europe/Oslo',
    speaks: ['no', 'en'],
    rhythm: 'early',
    headline: 'Eating and moving for people who hate both words',
    about:
      'I am a physiotherapist who got fat, then fit, then reasonable. I believe in walks, soup and not weighing yourself. My clients are busy, sceptical, and have tried everything twice.',
    offers: [
      advice(
        'food-and-movement',
        [45, 50],
        'Ten minutes a day: moving again after years of not',
        'We choose something you do not mind, for a body as it is today, and a time of day when it will happen.',
      ),
      advice(
        'food-and-movement',
        [45, 50],
        'Dinner on a Wednesday: eating better without a plan',
        'Show me the fridge. We think of five dinners you could cook tired.',
      ),
      advice(
        'habits-and-motivation',
        [30, 36],
        'Why you stop after three weeks',
        'Everyone does. We look at what happened in week three the last times and prepare for it.',
      ),
    ],
  },
  {
    name: 'Consuelo Ibarra',
    zone: 'America/Mexico_City',
    speaks: ['es', 'en'],
    rhythm: 'school-hours',
    headline: 'Moving house, clearing houses, and what to do with the piano',
    about:
      'I have cleared the homes of my aunts, my parents and then of strangers. Things are never only things. I help with moves, inheritances and rooms whose door you keep closed, and I am very practical about boxes.',
    offers: [
      advice(
        'home-and-moving',
        [60, 32],
        'Clearing a parent’s house',
        'Where to begin, what to photograph, who gets what, and how to stop for today.',
      ),
      advice(
        'home-and-moving',
        [45, 28],
        'Moving in five weeks: a plan on one page',
        'Backwards from the lorry. We make the list and cross out half of it.',
      ),
      advice(
        'ageing-parents',
        [60, 32],
        'Mother should not live alone any longer',
        'How to raise it, what the choices are, and how to visit the places with open eyes.',
      ),
    ],
  },
  {
    name: 'Zainab Mirza',
    zone: 'Asia/Karachi',
    speaks: ['ur', 'en', 'pa'],
    rhythm: 'evenings',
    headline: 'Psychologist for sleep, worry and the months after birth',
    about:
      'I work with mothers above all: before the birth, after it, and years later when they finally ask. My licence documents are with the team here and I hope to begin therapy hours soon. My advice hours are open now.',
    licence: { number: 'PPA-LHR-2291', state: 'submitted', places: ['PK'] },
    offers: [
      therapy(
        'new-parents',
        [50, 40],
        'Therapy after birth: when joy does not come',
        'Postnatal low mood is common and treatable. A gentle start, with the baby on your arm if need be.',
      ),
      advice(
        'new-parents',
        [45, 28],
        'Preparing your head for a baby, not only the room',
        'Expectations, mothers-in-law, help, and the plan for the first six weeks.',
      ),
      advice(
        'family-conflict',
        [45, 28],
        'Living with your in-laws and staying yourself',
        'Small boundaries said politely. We find two that would change your days.',
      ),
    ],
  },
  {
    name: 'Frank Obermeier',
    zone: 'Europe/Vienna',
    speaks: ['de', 'en'],
    rhythm: 'office',
    headline: 'Forms, authorities and deadlines: a retired civil servant on your side',
    about:
      'For thirty-four years I sat behind the counter. I know why the form asks that and what happens when you leave it empty. I am not a lawyer. I am the colleague who tells you which window to go to.',
    offers: [
      advice(
        'paperwork',
        [45, 36],
        'The form you have been avoiding',
        'We fill it in together, box by box. I explain what each is for, and you send it today.',
      ),
      advice(
        'paperwork',
        [60, 44],
        'After a death: the papers, in the right order',
        'Banks, pension, landlord, subscriptions. A calm list with dates, so that you can grieve in between.',
      ),
      advice(
        'home-and-moving',
        [45, 36],
        'Moving to Austria or Germany: registering, insuring, settling',
        'The order matters. We make yours, and I tell you where people get stuck.',
      ),
    ],
  },
  {
    name: 'Dr. Pilar Navarro-Quint',
    zone: 'America/Denver',
    speaks: ['en', 'es'],
    rhythm: 'four-days',
    headline: 'Health psychologist: pain, illness and the life around them',
    about:
      'Chronic pain is real, and so is what the mind can do with it. I spent ten years in a pain clinic in Albuquerque. We work with pacing, with acceptance that is not surrender, and with the people who live with you.',
    licence: { number: 'NM-PSY-1408', state: 'verified', places: ['US-NM'] },
    offers: [
      therapy(
        'long-term-illness',
        [50, 120],
        'Therapy for living with chronic pain',
        'We make the pain smaller where we can and your life larger in any case.',
      ),
      therapy(
        'grief',
        [50, 120],
        'Grieving the body you used to have',
        'After an accident, an operation or a diagnosis. There is a loss here, and it deserves its hour.',
      ),
      therapy(
        'sleep',
        [50, 120],
        'Sleep when it hurts: CBT adapted for pain',
        'The usual rules do not fit you. We adjust them carefully and keep a diary that is kind.',
      ),
    ],
  },
];
