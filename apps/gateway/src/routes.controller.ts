/** Everything the public door answers under /api. */
import type { Route } from '@sounding/door';
import { accountRoutes } from './account.controller.ts';
import { bookingRoutes, roomRoutes } from './bookings.controller.ts';
import { calendarRoutes } from './calendar.controller.ts';
import { catalogRoutes, providerRoutes, reviewRoutes } from './catalog.controller.ts';
import { copyRoutes } from './copy/copy.controller.ts';
import { documentRoutes } from './documents.controller.ts';
import { erasureRoutes } from './erasure.controller.ts';
import { moneyRoutes } from './money.controller.ts';
import { supportRoutes } from './support.controller.ts';
import { waitingRoutes } from './waiting.controller.ts';

export const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...copyRoutes,
  ...erasureRoutes,
  ...catalogRoutes,
  ...providerRoutes,
  ...moneyRoutes,
  ...calendarRoutes,
  ...waitingRoutes,
  ...bookingRoutes,
  ...documentRoutes,
  ...reviewRoutes,
  ...roomRoutes,
  ...supportRoutes,
];
