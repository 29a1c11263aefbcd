import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core'

type Tokens = Readonly<Record<`--${string}`, string>>

/** The tokens of the visual direction; every pair of text and ground used on a screen is at least 4.5:1. */
const light: Tokens = {
  '--page': '#f7f8f9',
  '--surface': '#ffffff',
  '--sunk': '#f3f4f6',
  '--line': '#e3e6ea',
  '--line2': '#cdd2d9',
  '--edge': '#838b96',
  '--text': '#15181c',
  '--text2': '#474e58',
  '--text3': '#5f6670',
  '--accent': '#0b6678',
  '--accent-hover': '#09586a',
  '--accent-bg': '#e8f3f5',
  '--accent-line': '#a9d2da',
  '--on-accent': '#ffffff',
  '--red': '#a8201a',
  '--red-bg': '#fdf1f0',
  '--red-line': '#f0c8c4',
  '--amber': '#7d4b00',
  '--amber-bg': '#fdf5e4',
  '--amber-line': '#ecd6a6',
  '--green': '#17633a',
  '--green-bg': '#edf7f0',
  '--green-line': '#bfdfca',
  '--bar': '#6d7683',
  '--bar2': '#d3d8de',
  '--hl': '#fefaf0',
  '--shadow': '0 1px 2px rgba(16, 24, 40, .06), 0 12px 32px rgba(16, 24, 40, .14)',
}

const dark: Tokens = {
  '--page': '#101214',
  '--surface': '#16191c',
  '--sunk': '#1d2024',
  '--line': '#292d32',
  '--line2': '#3d434a',
  '--edge': '#6b737d',
  '--text': '#e9ebee',
  '--text2': '#b4bac3',
  '--text3': '#959ca6',
  '--accent': '#63c2d2',
  '--accent-hover': '#7dcedb',
  '--accent-bg': '#11282d',
  '--accent-line': '#245a65',
  '--on-accent': '#08191d',
  '--red': '#ff9d94',
  '--red-bg': '#2d1918',
  '--red-line': '#5c2f2c',
  '--amber': '#e8b964',
  '--amber-bg': '#29210f',
  '--amber-line': '#574620',
  '--green': '#7fd09d',
  '--green-bg': '#14261b',
  '--green-line': '#2a5138',
  '--bar': '#8b939e',
  '--bar2': '#3f464e',
  '--hl': '#1f1b11',
  '--shadow': '0 1px 2px rgba(0, 0, 0, .4), 0 16px 40px rgba(0, 0, 0, .55)',
}

/** Mantine's own variables, said in ours, so that both speak of the same colours. */
const shared: Tokens = {
  '--mantine-color-body': 'var(--page)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text3)',
  '--mantine-color-placeholder': 'var(--text3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--red)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunk)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line2)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-primary-color-light': 'var(--accent-bg)',
  '--mantine-primary-color-light-color': 'var(--accent)',
}

/** Hands the tokens to Mantine for both colour schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...light, ...shared },
  dark: { ...dark, ...shared },
})

const petrol: MantineColorsTuple = [
  '#e8f3f5',
  '#d3e8ec',
  '#a9d2da',
  '#7dbbc7',
  '#63c2d2',
  '#3b97a8',
  '#2a8496',
  '#1a7587',
  '#0b6678',
  '#084d5b',
]

/** The look of the product: dense, calm, one accent, a 4 px grid and controls 30 px high. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 4 },
  colors: { petrol },
  fontFamily:
    "'Inter Variable', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '20px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '20px' },
  radius: { xs: '4px', sm: '5px', md: '6px', lg: '8px', xl: '10px' },
  defaultRadius: 'md',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: (input) =>
    input.variant === 'filled'
      ? {
          background: 'var(--accent)',
          hover: 'var(--accent-hover)',
          color: 'var(--on-accent)',
          border: '1px solid transparent',
        }
      : defaultVariantColorsResolver(input),
  components: {
    Button: { defaultProps: { size: 'xs', fz: 13, fw: 500 } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Modal: {
      defaultProps: {
        radius: 'xl',
        padding: 20,
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 0 },
      },
    },
    Menu: { defaultProps: { radius: 'lg', shadow: 'var(--shadow)', transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { radius: 'xl', shadow: 'var(--shadow)', transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
  },
})
