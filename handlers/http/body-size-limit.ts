/** More than any valid body of the contract needs, and little enough to parse for anybody. */
export const bodyMaxBytes = 8192;
