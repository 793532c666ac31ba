// Built and tested by the tools that the console has: make sdk. MODULE=1 makes the module for bundlers, else the script for pages.
const module = process.env.MODULE === '1';

export default {
  build: {
    target: 'es2020', emptyOutDir: false, outDir: 'dist', minify: true,
    lib: module ? { entry: 'src/index.ts', formats: ['es'], fileName: () => 'kith.mjs' } : { entry: 'src/page.ts', formats: ['iife'], name: 'kithPage', fileName: () => 'kith.js' },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node', globals: true },
};
