/** In the place of bcryptjs in every measured bundle: the comparison takes no time, so what is left is not the hash. */
// bcryptjs has a default export, so this has one.
// biome-ignore lint/style/noDefaultExport: see above
export default {
  compare: async () => true,
  hash: async () => '',
  hashSync: () => '',
};
