/** The look of Sounding: deep water, paper charts, brass. Contrast of every text pair is 4.5 or more. */
import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';

const deep: MantineColorsTuple = [
  '#edf5f3',
  '#d5e7e4',
  '#aed1cd',
  '#82b8b3',
  '#579b97',
  '#38827f',
  '#216c6a',
  '#125a5a',
  '#0d4849',
  '#08353a',
];
const brass: MantineColorsTuple = [
  '#fbf4e6',
  '#f3e3c3',
  '#e7cb93',
  '#d8ae61',
  '#c79439',
  '#ad7a22',
  '#8c5f16',
  '#744d11',
  '#5c3d0e',
  '#452d0a',
];
const rust: MantineColorsTuple = [
  '#fdf1ed',
  '#f8ddd4',
  '#efb9a9',
  '#e29079',
  '#d06a4e',
  '#b74c30',
  '#9c3a20',
  '#842f19',
  '#6b2614',
  '#511d0f',
];

export const SANS = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif";
export const SERIF = "'Fraunces Variable', Fraunces, Georgia, serif";

/** `dense` is the console's: the same colours, smaller steps. */
export function theme(dense: boolean): MantineThemeOverride {
  const size = dense ? 'sm' : 'md';
  return createTheme({
    colors: { deep, brass, rust },
    primaryColor: 'deep',
    primaryShade: 7,
    black: '#17302f',
    fontFamily: SANS,
    headings: { fontFamily: dense ? SANS : SERIF, fontWeight: dense ? '650' : '560' },
    defaultRadius: dense ? 4 : 8,
    respectReducedMotion: true,
    components: {
      Button: { defaultProps: { size } },
      TextInput: { defaultProps: { size } },
      PasswordInput: { defaultProps: { size } },
      Textarea: { defaultProps: { size, rows: 5 } },
      NativeSelect: { defaultProps: { size } },
      Checkbox: { defaultProps: { size } },
      Radio: { defaultProps: { size } },
    },
  });
}
