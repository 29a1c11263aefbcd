/** Whether this is `script/test --long`, which does some things more often than there is time for each day. */
export const isLong = Boolean(process.env.WHENCE_LONG)

/** How often something is done each time, and how often with --long. */
export const times = (usual: number, long: number): number => (isLong ? long : usual)
