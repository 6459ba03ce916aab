// In ECMAScript modules Jest hands its `jest` object to each module alone; tests expect the global one, as its types say.
globalThis.jest = import.meta.jest;
