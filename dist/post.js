if (process.env.STATE_concluded !== "true" || process.env.STATE_status) {
  const { post } = await import("./index.js");
  await post();
}
