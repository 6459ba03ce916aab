import { advice, type Person, therapy } from './person.ts';

export const WORK: readonly Person[] = [
  {
    name: 'Priya Raghunathan',
    zone: 'Asia/Singapore',
    speaks: ['en', 'ta'],
    rhythm: 'evenings',
    headline: 'Career changer’s companion: from finance to ceramics and back to earth',
    about:
      'I left a trading desk, failed at a pottery, and now run a small, solvent studio and advise people who want to jump. I like spreadsheets and dreams equally and insist on both in the same session.',
    offers: [
      advice(
        'career-change',
        [60, 65],
        'Career change with numbers: can you afford to jump?',
        'We put your dream next to your rent. By the end there is a date, a sum and a smallest possible trial.',
      ),
      advice(
        'freelancing',
        [60, 65],
        'Your first year of working for yourself',
        'Prices, customers, loneliness, tax in outline. What to do in the first ninety days, and what to ignore.',
      ),
      advice(
        'life-path-advice',
        [60, 62],
        'Good salary, wrong life: career and life path in one talk',
        'The golden handcuffs deserve a fair trial. We hear the case for staying as seriously as the one for going.',
      ),
    ],
  },
  {
    name: 'Graham Sutcliffe',
    zone: 'Europe/London',
    speaks: ['en'],
    rhythm: 'office',
    headline: 'Thirty years of hiring; I know why your CV was put aside',
    about:
      'I have read something like forty thousand applications for councils, hospitals and a chain of garden centres. Most good people hide the best line on page two. I am blunt about paper and kind about people.',
    offers: [
      advice(
        'interviews-and-cv',
        [45, 45],
        'Your CV, read aloud by somebody who hires',
        'You hear what I think at every line, as I think it. Afterwards we move the good things up.',
      ),
      advice(
        'interviews-and-cv',
        [60, 58],
        'Mock interview with the awkward questions',
        'Gaps, dismissals, being fifty-eight: we practise short, true answers until they stop wobbling.',
      ),
      advice(
        'returning-to-work',
        [60, 55],
        'Back to work after a long gap',
        'After children, illness, prison or caring. We write the sentence that explains it, and stop apologising in the rest.',
      ),
    ],
  },
  {
    name: 'Aiko Tanabe-Reyes',
    zone: 'America/Los_Angeles',
    speaks: ['en', 'ja', 'es'],
    rhythm: 'early',
    headline: 'Engineering manager’s sounding board, from first report to first layoff',
    about:
      'I led teams of four and of two hundred, well and badly. New managers ring me at seven in the morning before the conversation they dread. I do not do frameworks; I ask what you would say if you were not afraid.',
    offers: [
      advice(
        'leadership',
        [45, 95],
        'The conversation you have to have with somebody you manage',
        'Feedback, underperformance, a breach of trust. We draft it, rehearse it and plan the ten minutes after it.',
      ),
      advice(
        'leadership',
        [60, 110],
        'New manager: your first ninety days',
        'What to stop doing, whom to listen to first, and how to be friends with people you now manage.',
      ),
      advice(
        'code-review',
        [60, 120],
        'Architecture review: a second pair of eyes before you build',
        'Send a page and a diagram two days ahead. I look for the assumption that will hurt in a year, and for the parts you can delete.',
      ),
    ],
  },
  {
    name: 'Wanjiru Kamau',
    zone: 'Africa/Nairobi',
    speaks: ['en', 'sw'],
    rhythm: 'office',
    headline: 'Negotiation coach: say the number, then be quiet',
    about:
      'I negotiated for a tea cooperative against people with better suits. Women who undersell themselves are my favourite clients, since the improvement is so fast. We practise with the camera on, and I play your boss rather well.',
    offers: [
      advice(
        'pay-and-negotiation',
        [45, 36],
        'Ask for more: a salary rehearsal',
        'We find your number, your reason and your fallback. Then we do it five times, and by the third you will not blush.',
      ),
      advice(
        'freelancing',
        [60, 42],
        'Pricing your work so that you can live on it',
        'What it costs you to exist, what others charge, and how to tell an old client about a new price.',
      ),
      advice(
        'confidence',
        [45, 34],
        'Speak up in meetings full of loud people',
        'Entrances, interruptions and the art of the second sentence. Short drills, a lot of laughing.',
      ),
    ],
  },
  {
    name: 'Mateusz Zieliński',
    zone: 'Europe/Warsaw',
    speaks: ['pl', 'en', 'uk'],
    rhythm: 'afternoons',
    headline: 'Mediator for the office kitchen: feuds, silences and reply-all',
    about:
      'I began as a union representative, so I know that most workplace wars start with a desk by the window. I speak to one side at a time and never pass anything on. My aim is that you can stand next to the coffee machine again.',
    offers: [
      advice(
        'workplace-conflict',
        [60, 45],
        'A colleague is making your life miserable',
        'We separate what happened from what it felt like, decide what should be written down, and choose the next move.',
      ),
      advice(
        'workplace-conflict',
        [60, 48],
        'Bullied at work: what to do first',
        'A steady hour about evidence, allies, your health and the order of steps. I am not a lawyer, and I will say when you need one.',
      ),
      advice(
        'leadership',
        [60, 55],
        'Two people on my team do not speak to each other',
        'For managers. We plan two private talks and a joint one, and agree what you will not tolerate.',
      ),
    ],
  },
  {
    name: 'Bronwyn Castellanos',
    zone: 'Australia/Sydney',
    speaks: ['en', 'es'],
    rhythm: 'school-hours',
    headline: 'Return-to-work coach for parents, carers and people who got sick',
    about:
      'I was off for two and a half years with cancer and a newborn, not a combination I recommend. I know what it is to walk back in and not know the passwords. We plan the return backwards from a week you could really live.',
    offers: [
      advice(
        'returning-to-work',
        [60, 70],
        'Going back after illness: how much, how fast, who knows',
        'Hours, energy, what to tell colleagues and what is none of their business.',
      ),
      advice(
        'returning-to-work',
        [60, 70],
        'After parental leave: renegotiating everything',
        'Work, home, pick-up times and your own ambition. We write a first proposal for your manager and another for your partner.',
      ),
      advice(
        'career-change',
        [60, 72],
        'Using the break: should you go back at all?',
        'A pause is a good moment to look around. We consider the old job, a smaller one and a different one, fairly.',
      ),
    ],
  },
  {
    name: 'Leila Haddad',
    zone: 'America/Halifax',
    speaks: ['en', 'ar', 'fr'],
    rhythm: 'evenings',
    headline: 'Starting again professionally in a new country',
    about:
      'I was a pharmacist in Damascus and a cashier in Nova Scotia, then a pharmacist again. In between lie four exams and a great deal of patience. I advise newcomers whose certificates nobody can read.',
    offers: [
      advice(
        'career-change',
        [60, 40],
        'Your profession in a new country: the long way and the short way',
        'Recognition, bridging jobs, exams, or something new. We make a map with costs and months on it.',
      ),
      advice(
        'interviews-and-cv',
        [45, 34],
        'A North American résumé from a life elsewhere',
        'What to keep, what to translate and what to leave out. We rewrite the top third together.',
      ),
      advice(
        'language-practice',
        [45, 28],
        'Interview English with a patient listener',
        'Practise the questions you fear, slowly, with corrections you can keep.',
      ),
    ],
  },
  {
    name: 'Victor Almeida Prado',
    zone: 'America/Sao_Paulo',
    speaks: ['pt', 'en', 'es'],
    rhythm: 'late',
    headline: 'Small business sounding board: bakeries, studios and two-person firms',
    about:
      'My family has run a hardware shop in Campinas since 1961, and I have started three firms and buried one. I read your numbers without judging you. Often the problem is one product, one customer or one cousin.',
    offers: [
      advice(
        'freelancing',
        [60, 44],
        'Where does the money go? A look at your small business',
        'Send three months of figures. We find the leak, or the price that should have gone up two years ago.',
      ),
      advice(
        'product-feedback',
        [45, 38],
        'Tell me your business idea, and I will try to break it',
        'Friendly and thorough. You leave with the three questions to ask real customers this week.',
      ),
      advice(
        'pay-and-negotiation',
        [45, 38],
        'Difficult partners: talking about shares, hours and money',
        'For people in business with friends or family. We prepare the talk and a page to sign afterwards.',
      ),
    ],
  },
  {
    name: 'Dr. Katarína Horváthová',
    zone: 'Europe/Bratislava',
    speaks: ['sk', 'cs', 'en', 'hu'],
    rhythm: 'mornings',
    headline: 'Occupational psychologist for people whom work has made ill',
    about:
      'I assessed fitness for work for a health insurer before I changed sides of the desk. I treat exhaustion, bullying and the panic of Sunday evening, and I can explain what your doctor’s letter means.',
    licence: { number: 'SK-KP-30551', state: 'verified', places: ['SK'] },
    offers: [
      therapy(
        'burnout',
        [50, 60],
        'Therapy for work-related exhaustion',
        'From the first sick note to the first day back. We go by your sleep and concentration, not by the calendar of others.',
      ),
      therapy(
        'anxiety',
        [50, 60],
        'Sunday-evening panic: therapy for fear of work',
        'The knot in the stomach has a cause and a pattern. We look for both, and for the smallest change that loosens it.',
      ),
      advice(
        'workplace-conflict',
        [45, 48],
        'Should I resign? A cool look at a hot question',
        'Health, money, alternatives and dignity, on one page, before you send the letter.',
      ),
    ],
  },
  {
    name: 'Theodore Nakagawa-Bell',
    zone: 'America/New_York',
    speaks: ['en'],
    rhythm: 'weekends',
    headline: 'Speechwriter and voice teacher: talks, toasts and hard announcements',
    about:
      'I wrote speeches for a mayor and eulogies for friends. People come to me with a wedding on Saturday or a layoff on Monday. We find what you mean, in your own words, and get it under five minutes.',
    offers: [
      advice(
        'public-speaking',
        [60, 80],
        'The wedding toast, the eulogy, the farewell',
        'Tell me about the person. We find the story only you can tell and the last line.',
      ),
      advice(
        'public-speaking',
        [45, 70],
        'Announcing bad news to people you respect',
        'Clear, short, no euphemisms. We write the first ninety seconds and prepare for the silence after them.',
      ),
      advice(
        'writing-and-manuscripts',
        [60, 75],
        'Say it plainly: an editor for one important text',
        'A cover letter, a complaint, an apology, a mission statement. We rewrite it together on the shared screen.',
      ),
    ],
  },
];
