/** The column that held its text in clear in an earlier release. */
import type { SealedColumn } from '@sounding/service';

export const LICENCE_NUMBER: SealedColumn = {
  table: 'profile',
  id: 'account_id',
  clear: 'licence_number',
  sealed: 'licence_number_sealed',
  owner: 'person',
  ownerId: 'account_id',
};
