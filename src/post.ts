// Main's last word: it concluded, and left no commit status to be set. Then the program need not even be loaded.
if (process.env.STATE_concluded !== 'true' || process.env.STATE_status) {
  const { post } = await import('./index.ts')
  await post()
}
