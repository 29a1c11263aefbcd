/** The mark: two causes that lead to one figure. */
export const Logo = ({ size = 20 }: { readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="var(--accent)"
    strokeWidth="1.8"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <circle cx="4.2" cy="4.4" r="2.2" />
    <circle cx="4.2" cy="15.6" r="2.2" />
    <circle cx="15.4" cy="10" r="2.6" fill="var(--accent)" />
    <path d="M6.3 5.4 12.6 8.6M6.3 14.6l6.3-3.2" />
  </svg>
)
