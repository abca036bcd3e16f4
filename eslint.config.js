import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', '.muster', '**/*.mjs', '**/*.cjs', '*.js'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in platform/config.ts only.',
        },
      ],
      'no-control-regex': 'off',
    },
  },
  // Plain JavaScript of a browser, outside tsconfig.json.
  {
    files: ['examples/**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
    },
    languageOptions: {
      parserOptions: { projectService: false, program: null, project: false },
      globals: Object.fromEntries(
        [
          ...[
            'AbortSignal',
            'FormData',
            'Node',
            'ResizeObserver',
            'URL',
            'URLSearchParams',
            'crypto',
            'document',
            'fetch',
          ],
          ...['addEventListener', 'clearInterval', 'clearTimeout', 'history', 'localStorage', 'location', 'navigator'],
          ...['requestAnimationFrame', 'sessionStorage', 'setInterval', 'setTimeout', 'Event'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  // The console: a program of its own, which talks to the public API only.
  {
    files: ['web/**'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  // Answers of the API under test are looked at, not typed.
  {
    files: ['test/**', 'bench/**'],
    rules: { '@typescript-eslint/no-explicit-any': 'off', 'no-restricted-syntax': 'off' },
  },
);
