export const CACHE: string;
export function natsServer(say?: (text: string) => void): Promise<string>;
export function turnServer(say?: (text: string) => void): Promise<string>;
export function chromium(say?: (text: string) => void): Promise<string>;
export function poppler(say?: (text: string) => void): Promise<string>;
export function wholePostgres(say?: (text: string) => void): Promise<string>;
