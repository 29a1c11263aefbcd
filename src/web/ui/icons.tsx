import type { ComponentType } from 'react'

type Props = { readonly size?: number | string; readonly stroke?: number | string; readonly 'aria-hidden'?: boolean }

/** An icon of a status. */
export type Icon = ComponentType<Props>

/** A circle that is half full: something is done, something is left. */
export const HalfCircle: Icon = ({ size = 16, stroke = 1.8 }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={stroke}
    aria-hidden="true"
  >
    <circle cx="12" cy="12" r="9" />
    <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
  </svg>
)
