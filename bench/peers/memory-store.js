/** One user in memory: what a framework costs without a database. */
const user = { id: 33, password: process.env.PEER_HASH };

export const memoryStore = { begin: async () => user, end: async () => {} };
