/** Tells by the columns of a row which system it is from. */
import type { Columns } from '../source/source-row.ts';
import { auth0 } from './auth0.ts';
import { datepoll } from './datepoll.ts';
import { django } from './django.ts';
import { firebase } from './firebase.ts';
import { laravel } from './laravel.ts';
import { plain } from './plain.ts';
import type { SourceKind } from './source-kind.ts';
import { supabase } from './supabase.ts';

/** In the order in which they are tried; `plain` takes what no other one does. */
const kinds: readonly SourceKind[] = [firebase, auth0, django, supabase, datepoll, laravel, plain];

/** The names for `--from`. */
export const kindNames: readonly string[] = kinds.map(({ name }) => name);

/** The system that a row is from; `plain` if no other one has such columns. */
export const recogniseKind = (columns: Columns): SourceKind =>
  kinds.find(kind => kind.recognises(columns)) ?? plain;

/** The system with a name; null if there is none. */
export const kindNamed = (name: string): SourceKind | null => kinds.find(kind => kind.name === name) ?? null;
