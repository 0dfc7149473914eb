// Main's last word: it concluded, so there is nothing to do, and the program need not even be loaded.
if (process.env.STATE_concluded !== 'true') {
  const { post } = await import('./index.ts')
  await post()
}
