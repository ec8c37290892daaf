import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Who may import whom (docs/decisions, design §1): the kernel does no I/O, the programs never import each other. */
const forbid = (patterns, message) => ['error', { patterns: [{ group: patterns, message }] }];

export default ts.config(
  { ignores: ['node_modules', 'build', '.svelte-kit', '.data', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['design/**/*.ts'],
    ignores: ['design/**/*.test.ts'],
    rules: {
      'no-restricted-imports': forbid(
        ['node:*', 'fs', 'path', '**/app/**', '**/sync-server/**', '**/fiscal-gateway/**', 'fastify*', 'pouchdb*', 'svelte*'],
        'design/ is pure: zod, xstate, yjs and itself only',
      ),
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'navigator',
        'localStorage',
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'time comes in through a Clock' },
        { object: 'Math', property: 'random', message: 'randomness comes in' },
      ],
    },
  },
  {
    files: ['app/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': forbid(['**/sync-server/**', '**/fiscal-gateway/**', 'node:*'], 'app/ imports design/ only'),
    },
  },
  {
    files: ['sync-server/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(['**/app/**', '**/fiscal-gateway/**'], 'sync-server/ imports design/ only') },
  },
  {
    files: ['fiscal-gateway/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid(
        ['**/app/**', '**/sync-server/**', 'pouchdb*', 'nano'],
        'fiscal-gateway/ imports design/ only, and no CouchDB',
      ),
    },
  },
  { files: ['*.js', '*.ts'], ...ts.configs.disableTypeChecked },
);
