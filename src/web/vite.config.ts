import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Builds the page into dist/web, from where the API serves it. While working on it, `vite src/web`
 * serves it with hot reload and passes /api on to a running product (WHENCE_URL, default http://127.0.0.1:4000).
 */
export default defineConfig({
  root: here('.'),
  cacheDir: here('../../node_modules/.vite-web'),
  plugins: [react()],
  server: { port: 4100, proxy: { '/api': process.env.WHENCE_URL ?? 'http://127.0.0.1:4000' } },
  build: { outDir: here('../../dist/web'), emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 1100 },
})
