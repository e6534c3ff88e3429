/** Which browser origins a deployed stage may allow. */
import * as v from 'valibot';

const rule =
  'cors of a deployed stage has to be false, or have allowedOrigins that each begin with https:// and a host';

/** `*` alone would stand for `http://localhost` too, where any program of a user could ask; one in a host is a subdomain. */
const httpsOrigin = v.pipe(
  v.string(rule),
  v.regex(/^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?$/, rule),
);

/** The param `cors`: `false`, or the options of the HTTP API. */
export const deployedCors = v.union(
  [v.literal(false), v.looseObject({ allowedOrigins: v.pipe(v.array(httpsOrigin), v.nonEmpty(rule)) })],
  rule,
);
