export { type ObjectStore, openStore, type Stored } from './store.ts';
