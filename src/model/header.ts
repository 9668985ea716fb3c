import { z } from 'zod';

const name = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, "expected a header's name");

/** A line break would begin a header, or a request, of its own. */
const value = z.string().regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, 'a header holds no line breaks');

/** YAML: headers of a request by their names. Neither can hold what would be refused, or read as something else, on its way. */
export const headersSchema = z.record(name, value);
