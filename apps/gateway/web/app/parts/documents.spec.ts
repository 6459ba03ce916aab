import { DocumentKind } from '@sounding/contracts';
import { categoryWords, documentWords, refusedWords, totalWords } from './documents.ts';

describe('the words of documents', () => {
  it('there are some for every kind, and no two kinds are called the same', () => {
    const names = DocumentKind.options.map(documentWords);
    expect(new Set(names.filter(Boolean)).size).toBe(DocumentKind.options.length);
    expect(DocumentKind.options.map(totalWords)).toEqual(DocumentKind.options.map(() => expect.any(String)));
  });

  it('say what is the matter with a file, and for a code nobody thought of what to do', () => {
    expect(refusedWords('rendering-busy')).toContain('it is being made');
    expect(refusedWords('__proto__')).toContain('write to support');
  });

  it('read a category as people would', () => {
    expect(categoryWords('life-path-advice')).toBe('Life path advice');
  });
});
