/** The folder of the bus's own migrations, applied into every service's database before the service's own. */
export const busMigrations = new URL('../prisma/migrations/', import.meta.url);
