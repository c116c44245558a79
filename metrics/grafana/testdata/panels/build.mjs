// Makes the page: node build.mjs FOLDER, where node_modules lies beside a copy of this folder.
import { build } from 'esbuild';
import { copyFileSync } from 'node:fs';

// No panel edits code: the editor that comes with Grafana's components is left out.
const withoutEditor = {
  name: 'without editor',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(monaco-editor|react-monaco-editor)/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }));
  },
};

const [, , out] = process.argv;
await build({
  entryPoints: ['src/main.jsx'], outdir: out, bundle: true, format: 'esm', jsx: 'automatic', logLevel: 'error', plugins: [withoutEditor],
  loader: { '.woff': 'dataurl', '.woff2': 'dataurl' },
  define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', process: '{"env":{}}', global: 'window' },
});
copyFileSync('index.html', `${out}/index.html`);
