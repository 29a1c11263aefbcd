import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom, and which packages; `node:` stands for Node's own modules. Order: as data flows. */
const LAYERS: Record<string, { readonly folders: readonly string[]; readonly packages: RegExp }> = {
  engine: { folders: [], packages: /^$/ },
  contract: { folders: ['engine'], packages: /^zod$/ },
  store: { folders: ['engine'], packages: /^(node:.*|pg|pg-copy-streams)$/ },
  service: {
    folders: ['engine', 'contract', 'store'],
    packages: /^(?!pg|react|@mantine|@tanstack|fastify|@fastify)/,
  },
  api: { folders: ['engine', 'contract', 'store', 'service'], packages: /^(?!pg|react|@mantine|@tanstack)/ },
  cli: {
    folders: ['engine', 'contract', 'store', 'service', 'api'],
    packages: /^(?!pg|react|@mantine|@tanstack)/,
  },
  web: {
    folders: ['engine', 'contract'],
    packages: /^(zod|react.*|@mantine\/.*|@tanstack\/.*|@tabler\/.*|@fontsource.*)$/,
  },
}

const IMPORT =
  /(?:^|\n|;)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([\w@./:-]+)['"]|\bimport\s*\(?\s*['"]([\w@./:-]+)['"]/g

const imports = (file: string): string[] => {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...text.matchAll(IMPORT)].map(([, from, bare]) => from ?? bare ?? '')
}

const wrong = (layer: string, file: string): string[] => {
  const { folders, packages } = LAYERS[layer] ?? { folders: [], packages: /^$/ }
  const allowed = (name: string): boolean =>
    name.startsWith('.')
      ? [layer, ...folders].some((to) => normalize(join(dirname(file), name)).startsWith(`src/${to}/`))
      : packages.test(name)
  return imports(file)
    .filter((name) => !allowed(name))
    .map((name) => `${file} imports ${name}`)
}

const filesOf = (layer: string): string[] =>
  globSync(`src/${layer}/**/*.{ts,tsx}`).filter((file) => !/\.(spec|config)\.tsx?$/.test(file))

test('every folder of src is a layer', () => {
  expect(
    globSync('src/*')
      .map((path) => path.slice(4))
      .filter((name) => !LAYERS[name]),
  ).toEqual([])
})

test.each(Object.keys(LAYERS))('%s imports only what it may', (layer) => {
  expect(filesOf(layer).flatMap((file) => wrong(layer, file))).toEqual([])
})

test('the engine has no clock, no dice, and no zones but its own', () => {
  const impure = /\bnew Date\b|\bDate\.|\bMath\.random\b|\bIntl\.|\bcrypto\.|\bTemporal\./
  expect(filesOf('engine').filter((file) => impure.test(readFileSync(file, 'utf8')))).toEqual([])
})
