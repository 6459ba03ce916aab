import { index, type RouteConfig, route } from '@react-router/dev/routes';

export default [
  index('routes/queue.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-in/second', 'routes/second-step.tsx'),
  route('sign-out', 'routes/sign-out.ts'),
  route('sessions', 'routes/sessions.tsx'),
  route('security', 'routes/security.tsx'),
  route('tickets/:id', 'routes/ticket.tsx'),
  route('bookings/:id', 'routes/booking.tsx'),
  route('licences', 'routes/licences.tsx'),
  route('reviews', 'routes/reviews.tsx'),
  route('books', 'routes/books.tsx'),
  route('providers/:accountId', 'routes/provider.tsx'),
  route('find', 'routes/find.ts'),
  route('help/now', 'routes/help.now.tsx'),
  route('*', 'routes/lost.tsx'),
] satisfies RouteConfig;
