import { namesInZip, plainName } from './zip-names.ts';

describe('a name inside a ZIP', () => {
  it('is never there twice, whatever its case and whatever others were changed into', () => {
    const names = namesInZip(['a.pdf', 'A.pdf', 'a-2.pdf', 'a.pdf', 'b', 'b']);
    expect(names).toEqual(['a.pdf', 'A-2.pdf', 'a-2-2.pdf', 'a-3.pdf', 'b', 'b-2']);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(6);
  });

  it('leads into no folder and hides nothing', () => {
    expect(['../../etc/passwd', '.bashrc', 'a\\b:c.pdf', '...'].map(plainName)).toEqual([
      '_.._etc_passwd',
      'bashrc',
      'a_b_c.pdf',
      'document',
    ]);
  });
});
