export { authorizationText, loginsOf, passwordVariable, productionText, userNames } from './config.ts';
export { allEdges, type Edges } from './edges.ts';
export { staleFiles, writeGenerated } from './generated.files.ts';
export { mermaid } from './map.ts';
export { ownersHeardBy, type Permissions, PROVISION, permissions, TEST, testUser } from './permissions.ts';
export { missingSamples } from './samples.files.ts';
