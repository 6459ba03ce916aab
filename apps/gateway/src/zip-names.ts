/** What files are called inside a ZIP: plain names, each once. Pure. */

/** Letters that any computer takes in a file's name; never a folder, so that nothing climbs out of where it is unpacked. */
export function plainName(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '');
  return plain === '' ? 'document' : plain;
}

/** The names in their order; the second of the same name becomes `name-2.pdf`. Upper and lower case are the same to some computers. */
export function namesInZip(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((given) => {
    const name = plainName(given);
    const [, stem = name, ending = ''] = /^(.+?)(\.\w+)?$/.exec(name) ?? [];
    let free = name;
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${stem}-${count}${ending}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
