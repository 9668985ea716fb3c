import tseslint from 'typescript-eslint';

/** The files of the probe that put no load on anything. */
const probe = 'ladder,law,universal-scalability-law,hard-limit,fit-quality,bootstrap,scaling,measured-step,proposal';
const core = [
  ...['scenario', 'judge', 'playbook', 'notice', 'score', 'compare'].map((folder) => `src/${folder}/**/*.ts`),
  `src/probe/{${probe}}.ts`,
];

export default tseslint.config(
  { ignores: ['dist', 'dist-*', 'node_modules', 'runs', 'coverage', 'schema', '*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      complexity: ['error', 14],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: [...core, 'src/model/**/*.ts', 'src/collect/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The core takes the time as an argument, so that a replay gives the same facts.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'The core takes randomness as an argument, so that a replay gives the same facts.',
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['process', 'setTimeout', 'setInterval', 'fetch', 'performance', 'console'].map((name) => ({
          name,
          message: 'The core has no clock, no network and no process; the edges hand it what it needs.',
        })),
      ],
    },
  },
  {
    // What k6 runs for each request: its interpreter takes several times as long for an iterator as for a count.
    files: ['src/scenario/**/*.ts', 'src/engine/k6/script/**/*.ts'],
    rules: { '@typescript-eslint/prefer-for-of': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
