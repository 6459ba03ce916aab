import { advice, type Person, therapy } from './person.ts';

export const LOVE_AND_FAMILY: readonly Person[] = [
  {
    name: 'Beatriz Fonseca',
    zone: 'Europe/Lisbon',
    speaks: ['pt', 'en', 'es'],
    rhythm: 'evenings',
    headline: 'Couples therapist: from the same fight again to a real conversation',
    about:
      'Every couple I meet has one argument that wears different clothes. I slow it down until both of you can hear the worry under the anger. Emotionally focused therapy, nineteen years of practice, and a long marriage of my own that is not always easy.',
    licence: { number: 'OPP-15602', state: 'verified', places: ['PT'] },
    offers: [
      therapy(
        'couples',
        [75, 120],
        'Couples therapy: the fight under the fight',
        'Both of you on the call, together or from two rooms. We find the pattern in the first session and give it a name you can both laugh at later.',
      ),
      therapy(
        'couples',
        [75, 120],
        'After an affair: can this be mended?',
        'No verdict from me. We look at what happened, what is needed now, and whether both of you want to try.',
      ),
      therapy(
        'breakups-and-divorce',
        [60, 100],
        'Separating without destroying each other',
        'For couples who have decided, above all with children. We plan the telling, the first months and the Sundays.',
      ),
    ],
  },
  {
    name: 'Desmond Clarke-Avery',
    zone: 'America/Toronto',
    speaks: ['en'],
    rhythm: 'evenings',
    headline: 'Divorce companion: practical, fair and on nobody’s side but yours',
    about:
      'I was a family mediator for sixteen years and saw people sign papers they had not slept over. Now I sit with one person at a time, before the lawyers or between them. I do not give legal advice. I help you know what you want before you are asked.',
    offers: [
      advice(
        'breakups-and-divorce',
        [60, 68],
        'Thinking about leaving: a first, private conversation',
        'Nobody has to know that you asked. We go through safety, children, money and the question you are afraid of.',
      ),
      advice(
        'breakups-and-divorce',
        [45, 55],
        'The message you are about to send your ex',
        'Read it to me first. We cut it to what you need, take out the hooks, and you decide in the morning.',
      ),
      advice(
        'money-and-couples',
        [60, 68],
        'Dividing a household: preparing for mediation',
        'Lists, priorities, and the things that are worth less than the quarrel about them. You arrive prepared and calmer.',
      ),
    ],
  },
  {
    name: 'Lucía Herrero',
    zone: 'Europe/Madrid',
    speaks: ['es', 'en', 'fr'],
    rhythm: 'late',
    headline: 'Dating after a long time away, with honesty and some mischief',
    about:
      'Widowed at forty-one, I wrote the worst dating profile in Spain. Eight years later I help others write better ones and, more to the point, work out what they would like to happen. I am a coach who believes in kindness and short messages.',
    offers: [
      advice(
        'dating',
        [45, 40],
        'Dating again after loss or divorce',
        'Is it time? What will the children say? What do people do now? We go at your speed, and nobody has to download anything today.',
      ),
      advice(
        'dating',
        [45, 38],
        'Your profile, rewritten so that it sounds like you',
        'Send me what you have. On the call we find the three details a stranger would want to ask about.',
      ),
      advice(
        'loneliness-and-friendship',
        [45, 38],
        'Alone on Sundays: building a life with people in it',
        'Romance is not the only cure. We look at whom you used to see, who is nearby and which door is still ajar.',
      ),
    ],
  },
  {
    name: 'Ruth Abramowitz-Cole',
    zone: 'America/Los_Angeles',
    speaks: ['en', 'yi'],
    rhythm: 'school-hours',
    headline: 'Parent coach: toddlers, tempers and tired grown-ups',
    about:
      'I ran a nursery school for two decades and have been bitten by the best. I have no method with a trademark. We look at what your child is trying to do, what you can let go of, and how you all get to bed.',
    offers: [
      advice(
        'parenting',
        [45, 62],
        'Tantrums, hitting and the supermarket floor',
        'Describe the worst one this week. We plan what you say, where you stand and what you do afterwards, when everybody is sorry.',
      ),
      advice(
        'parenting',
        [45, 62],
        'Bedtime without a two-hour opera',
        'A simple plan for the next ten evenings, suited to your child and to the neighbours.',
      ),
      advice(
        'new-parents',
        [45, 62],
        'The first hundred days with a baby',
        'Feeding, crying, visitors, and the two of you. Ask the things you are too tired to look up.',
      ),
    ],
  },
  {
    name: 'Oluwaseun Bright',
    zone: 'Europe/London',
    speaks: ['en', 'yo'],
    rhythm: 'evenings',
    headline: 'Youth worker for parents of teenagers who answer “fine”',
    about:
      'Twenty years in youth clubs in Peckham and Leeds. Teenagers tell me things because I am not shocked and do not report to their mother. I help parents hear what is being said in the slammed door.',
    offers: [
      advice(
        'teenagers',
        [60, 58],
        'My teenager does not talk to me any more',
        'We work out when the talking stopped and find one low-pressure way back in. Usually it involves a car or a kitchen.',
      ),
      advice(
        'teenagers',
        [60, 58],
        'Phones, gaming and the nightly argument',
        'House rules that a fifteen-year-old would sign. We draft them together, with what you offer in return.',
      ),
      advice(
        'family-conflict',
        [60, 58],
        'Before the family meeting: planning a hard talk',
        'Who says what, in which order, and how to stop before it turns. You leave with a first sentence.',
      ),
    ],
  },
  {
    name: 'Sunita Gurung',
    zone: 'Asia/Kathmandu',
    speaks: ['ne', 'en', 'hi'],
    rhythm: 'mornings',
    headline: 'For families spread over three continents and one group chat',
    about:
      'My brothers live in Doha and Texas, and I look after our parents in Pokhara. I was a social worker for a migrants’ association, and I know both ends of the phone line: the one who left and the one who stayed.',
    offers: [
      advice(
        'family-conflict',
        [60, 30],
        'The one who stayed and the ones who left',
        'Duty, money and resentment across borders. We untangle who expects what, and prepare the call nobody wants to make.',
      ),
      advice(
        'ageing-parents',
        [60, 30],
        'Caring for parents from far away',
        'Who looks in on Tuesdays, what to ask the doctor, when to fly. A calm plan for a worried heart.',
      ),
      advice(
        'moving-abroad',
        [45, 25],
        'Homesick and proud: the first two years away',
        'A conversation for people who tell home that everything is wonderful.',
      ),
    ],
  },
  {
    name: 'Patrick Ó Murchú',
    zone: 'Europe/Dublin',
    speaks: ['en', 'ga'],
    rhythm: 'four-days',
    headline: 'Carer for my father for nine years; now I help other carers breathe',
    about:
      'I learnt about care the usual way: overnight and without being asked. I know the forms, the guilt, the siblings and the strange jokes. I would like you to last longer than I nearly did.',
    offers: [
      advice(
        'ageing-parents',
        [60, 45],
        'New to caring: the first conversation you need',
        'What is urgent, what can wait, whom to ring, and what to say to your brothers and sisters.',
      ),
      advice(
        'ageing-parents',
        [45, 38],
        'Dementia at home: this week’s problem',
        'Bring the thing that is wearing you down: wandering, washing, the car keys. We find something to try tomorrow.',
      ),
      advice(
        'grief',
        [60, 45],
        'After caring ends: grief, relief and empty afternoons',
        'Nobody tells you that you may feel all three. A gentle hour for former carers; not therapy, but company that knows.',
      ),
    ],
  },
  {
    name: 'Alexis Moreau-Tran',
    zone: 'America/Toronto',
    speaks: ['fr', 'en', 'vi'],
    rhythm: 'afternoons',
    headline: 'Sex therapist and psychologist; every kind of couple, no raised eyebrows',
    about:
      'Desire changes with children, illness, age and boredom, and hardly anyone has words for it. I do. I trained in Montréal and have worked with queer and straight couples for twelve years. You will not be asked to do anything on the call but talk.',
    licence: { number: 'OPQ-13477-18', state: 'verified', places: ['CA-QC'] },
    offers: [
      therapy(
        'couples',
        [60, 125],
        'Different desires: therapy for couples',
        'One wants more, one wants less, and both feel rejected. We take the pressure out first and see what grows back.',
      ),
      therapy(
        'identity-and-sexuality',
        [50, 110],
        'Questioning: therapy for gender and sexuality',
        'You need no label to book. We explore at the speed of trust, and nothing has to be decided here.',
      ),
      advice(
        'new-parents',
        [45, 70],
        'A couple again after the baby',
        'Sleep, touch, resentment and timing. A practical, tender conversation for two.',
      ),
    ],
  },
  {
    name: 'Mele Kahananui',
    zone: 'Pacific/Honolulu',
    speaks: ['en', 'haw'],
    rhythm: 'mornings',
    headline: 'Family peacemaker in the tradition of putting things right',
    about:
      'My grandmother sat families down until everyone had spoken, and I learnt by carrying the water. I work with brothers and sisters, in-laws, stepfamilies. Everybody speaks, nobody is interrupted, and we finish with food, even over video.',
    offers: [
      advice(
        'family-conflict',
        [90, 90],
        'Putting it right: a family conversation with a guide',
        'Up to five people on the call. I speak with each of you for a few minutes first, and then we begin with the smallest hurt.',
      ),
      advice(
        'family-conflict',
        [45, 48],
        'Estranged: should I write to them?',
        'A letter, a message or nothing yet. We think about what you hope for and what you could bear.',
      ),
      advice(
        'parenting',
        [45, 48],
        'Becoming a stepparent without becoming the villain',
        'Whose rules, whose house, whose turn. Slow trust for new families.',
      ),
    ],
  },
  {
    name: 'Jonas Albrecht',
    zone: 'Europe/Zurich',
    speaks: ['de', 'en', 'fr'],
    rhythm: 'split',
    headline: 'For men who would rather repair the boiler than talk',
    about:
      'I was a heating engineer until my marriage failed quietly in a very warm house. I retrained as a counsellor for men. We may start with the boiler. My therapy licence is being checked; for now I offer advice as well.',
    licence: { number: 'CH-FSP-20817', state: 'submitted', places: ['CH'] },
    offers: [
      advice(
        'couples',
        [60, 75],
        'She says we never talk: an hour for men in relationships',
        'What she means, what you mean, and one thing to try this week that does not feel like acting.',
      ),
      therapy(
        'low-mood',
        [50, 95],
        'Therapy for men who are tired, short-tempered or numb',
        'Depression in men often looks like irritation. We call it by its name and take it apart like any other fault.',
      ),
      advice(
        'breakups-and-divorce',
        [60, 75],
        'The empty flat: the first months after a separation',
        'Eating, sleeping, seeing the children, not ringing at two in the morning. A plan and somebody to report to.',
      ),
    ],
  },
];
