import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

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

/**
 * The rooms of a layer, from the ground up: a file imports its own folder and those before it, nothing else of its layer.
 * The folder of the layer itself is `.`; a room inside a room has a floor of its own.
 */
const FLOORS: Record<string, readonly string[]> = {
  engine:
    words(`. money zones figures events policy rules state values asked/commands asked planning planning/issuing booking
    evaluation collection commands explain explain/events explain/sentences explain/why explain/absence replay bytes`),
  store: words(`postgres session/wire session migrations distributed history heads subjects queues beside people
    read/records read/names read/audit read/lists read/verify backup`),
  service:
    words(`asked asked/commands access work sheet sheet/operate ledger/sheets ledger/waiting ledger time runs people
    mail/letters mail read/records read/view read/audit/narrowing read/audit read/subjects read/answers read/lists
    read/why
    demo/history demo import/maps import/reading import/usage import verify/checks verify/whole verify/again verify backup .`),
}

/** How many files a folder of these layers holds beside its README, but for lists of like things. */
const MOST_FILES = 12
const LIKE: Record<string, string> = {
  'src/engine/commands': 'a file a decision',
  'src/store/migrations': 'a file a step, and what takes them',
}

function words(text: string): readonly string[] {
  return text.split(/\s+/)
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

/** What a file imports of its own layer, as paths of the project. */
const inLayer = (layer: string, file: string): string[] =>
  imports(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)))
    .filter((to) => to.startsWith(`src/${layer}/`))

const roomOf = (layer: string, file: string): string => relative(`src/${layer}`, dirname(file)) || '.'

describe.each(Object.entries(FLOORS))('%s', (layer, floors) => {
  test('each folder has a floor, and each floor a folder', () => {
    expect([...new Set(filesOf(layer).map((file) => roomOf(layer, file)))].sort()).toEqual(
      floors.filter((room) => room !== 'import/maps').sort(),
    )
  })

  test('no file imports from a floor above its own', () => {
    const floorOf = (file: string): number => floors.indexOf(roomOf(layer, file))
    const up = filesOf(layer).flatMap((file) =>
      inLayer(layer, file)
        .filter((to) => floorOf(to) > floorOf(file) || floorOf(to) < 0)
        .map((to) => `${file} imports ${to}`),
    )
    expect(up).toEqual([])
  })

  test(`no folder holds more than ${MOST_FILES} files but lists of like things`, () => {
    const files = globSync(`src/${layer}/**/*.*`).filter((file) => basename(file) !== 'README.md')
    const many = [...Map.groupBy(files, (file) => dirname(file))].filter(([, inIt]) => inIt.length > MOST_FILES)
    expect(many.map(([folder]) => folder)).toEqual(Object.keys(LIKE).filter((at) => at.startsWith(`src/${layer}/`)))
  })
})

test.each(Object.keys(LAYERS))('no file of %s leads back to itself', (layer) => {
  const leads = new Map(filesOf(layer).map((file) => [file, inLayer(layer, file)]))
  expect([...leads.keys()].filter((file) => reaches(leads, file, file))).toEqual([])
})

/** Does a file import another one, if only by way of others? */
function reaches(leads: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>()
  const next = [...(leads.get(from) ?? [])]
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (file === to) return true
    if (seen.has(file)) continue
    seen.add(file)
    for (const one of leads.get(file) ?? []) next.push(one)
  }
  return false
}

test('a sheet asks the store for nothing: it is handed what it needs', () => {
  const asking = globSync('src/service/sheet/*.ts').filter((file) =>
    /\b(?:Session|Store)\b/.test(readFileSync(file, 'utf8')),
  )
  expect(asking).toEqual([])
})
