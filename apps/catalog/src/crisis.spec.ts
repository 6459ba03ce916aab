import { hintsAtCrisis } from './crisis.ts';

describe('words of crisis', () => {
  it.each([
    'i want to die',
    'I WANT TO DIE!!!',
    'suicide',
    'Suicidal thoughts',
    "I don't want to live anymore",
    'i don’t want to be alive',
    'how to kill   myself',
    'end-my-life',
    'self-harm',
    'my husband hits me',
    'he is going to kill me',
    'sucide help',
    'quiero morir',
    'No quiero hacerme daño',
    'Ich will sterben',
    'je veux mourir',
    'I was raped',
    'overdose',
  ])('are heard in "%s"', (text) => {
    expect(hintsAtCrisis(text)).toBe(true);
  });

  it.each([
    '',
    'life path advice',
    'i want to diet',
    'dying to learn the guitar',
    'kill my darlings, a novelist’s editor',
    'grief after my mother died',
    'grape varieties',
    'endangered species career',
    'anxiety before exams',
    'die Zukunft planen',
  ])('are not heard in "%s"', (text) => {
    expect(hintsAtCrisis(text)).toBe(false);
  });
});
