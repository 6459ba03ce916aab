export { createRequestHandler, default, handleError, RouterContextProvider, visit } from '@sounding/ui/entry.http';
