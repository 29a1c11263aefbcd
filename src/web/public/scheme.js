// Runs before the first paint, so that a dark page never flashes white. A file of its own: the page allows no inline script.
const chosen = localStorage.getItem('mantine-color-scheme-value')
const scheme =
  chosen === 'light' || chosen === 'dark'
    ? chosen
    : matchMedia('(prefers-color-scheme: dark)').matches
      ? 'dark'
      : 'light'
document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
