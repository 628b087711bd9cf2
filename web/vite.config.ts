/** Builds the dashboards into `dist/web`, where the server finds them. */
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { catalogue } from './src/charts/index.ts'

/** Where the server runs while the dashboards are developed. */
const server = 'http://127.0.0.1:4000'

/** Which charts and dashboards there are, for the server's embeds. */
const emitCatalogue: Plugin = {
  name: 'catalogue',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'charts.json',
      source: JSON.stringify(catalogue(), null, 2),
    })
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [emitCatalogue],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Marks for servers that render; there is none here.
      checks: { moduleLevelDirective: false },
      input: {
        index: join(import.meta.dirname, 'index.html'),
        embed: join(import.meta.dirname, 'embed.html'),
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/cubejs-api', '/readyz', '/signin', '/annotations.json', '/lineage'].map((path) => [
        path,
        server,
      ]),
    ),
  },
})
