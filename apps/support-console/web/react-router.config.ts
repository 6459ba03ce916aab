import type { Config } from '@react-router/dev/config';

export default {
  ssr: true,
  // One file of routes at once: no request per link that comes into view, and the door learns nothing of where people look.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
