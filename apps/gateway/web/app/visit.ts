import type { Visit } from '@sounding/ui';
import { createContext } from 'react-router';

/** What the door knows about this request. */
export const visit = createContext<Visit>();
