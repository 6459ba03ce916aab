import { reactRouter } from '@react-router/dev/vite';
import { noEval } from '@sounding/ui/no-eval.vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter(), noEval()],
  // The server bundle carries its own production React, so that the door's NODE_ENV does not matter and nothing is resolved at run time.
  ssr: { noExternal: true },
  // Inlined files would be `data:` addresses, which the content security policy refuses for fonts and scripts.
  build: { assetsInlineLimit: 0, reportCompressedSize: false },
});
