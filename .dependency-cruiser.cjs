// Who may import whom. Each refusal says why.
const core =
  '^src/(scenario|judge|playbook|notice|score|compare)/|^src/collect/[^/]+\\.ts$|^src/probe/(?!(?:probe|outcome|paper-capacity|report)\\.ts$)';
const adapters = ['engine', 'collect/sources', 'deliver', 'journal', 'workspace', 'export', 'target', 'synapse'];
const own = (folder) => `^src/${folder}/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one concept in two places.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'model-imports-nothing-of-ours',
      comment: 'The model is the words everything else speaks; it must be readable alone.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^src/(?!model/)' },
    },
    {
      name: 'core-imports-model-and-core',
      comment: 'Judging is a pure function of samples and time: an adapter inside it would end replay and unit tests.',
      severity: 'error',
      from: { path: core },
      to: { path: '^src/', pathNot: `^src/model/|${core}` },
    },
    {
      name: 'core-has-no-node',
      comment: 'The core has no clock, no network, no disk and no process; the edges hand it what it needs.',
      severity: 'error',
      from: { path: `${core}|^src/model/` },
      to: { dependencyTypes: ['core'] },
    },
    ...adapters.map((folder) => ({
      name: `${folder.replace('/', '-')}-imports-no-other-adapter`,
      comment: 'Adapters know the core and their own library, never each other; what joins them is rehearse.',
      severity: 'error',
      from: { path: own(folder) },
      to: { path: '^src/', pathNot: `^src/model/|${core}|${own(folder)}` },
    })),
    {
      name: 'nothing-imports-the-cli',
      comment: 'The command line is the outermost edge: what others need of it belongs further in.',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only-the-cli-and-web-import-rehearse',
      comment: 'rehearse wires a run; a part it wires must not know who wires it.',
      severity: 'error',
      from: { path: '^src/(?!cli/|web/|rehearse/|probe/probe\\.ts$)' },
      to: { path: '^src/rehearse/' },
    },
    {
      name: 'no-dev-dependency-in-src',
      comment:
        'What ships must be installed with the package. The build makes one file of the chart library and of what it imports, as it does of the k6 script.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/k6/script/|^src/report/chart-library\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that does not resolve fails only when it is reached.',
      severity: 'error',
      from: { pathNot: '^src/engine/k6/script/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: '^src/engine/k6/script/|^src/cli/main\\.ts$' },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
