/** The marks with which a language writes numbers. */
export type Marks = { readonly decimal: '.' | ','; readonly group: ',' | '.' | ' ' | "'" }

/** Those of the page: it speaks English. Amounts are shown with them and read by them, and by no others. */
export const pageMarks: Marks = { decimal: '.', group: ',' }
