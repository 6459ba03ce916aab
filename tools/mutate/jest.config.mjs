// The settings of every pure spec, for the specs that tools/mutate names. Without the suite's servers: nothing here needs them.
import suite from '../../jest.config.mjs';

const [{ displayName: _, ...settings }] = suite.projects;

export default { ...settings, testMatch: [`<rootDir>/${process.env.SOUNDING_MUTATE_SPECS}`] };
