/** What a file of users holds, in lines for people and as data for programs. */
import { table } from '../output/table.ts';
import type { ReasonCount, SettledCounts } from './settled-counts.ts';
import type { Survey } from './survey.ts';

const figure = (count: number): string => count.toLocaleString('en');

/** `1 row`, `2,000 rows`. */
export const counted = (count: number, one: string): string =>
  `${figure(count)} ${one}${count === 1 ? '' : 's'}`;

function placesOf({ count, first }: ReasonCount, unit: string): string {
  const shown = first.map(({ at, other }) => (other === undefined ? `${at}` : `${at} (${other})`));
  return `${unit} ${shown.join(', ')}${count > first.length ? ', …' : ''}`;
}

/** Who could sign in with what the file has. */
function accountLines({
  accepted,
  notActivated,
  mustChangePassword,
  generatedPasswords,
}: SettledCounts): string[] {
  const canSignIn = accepted - notActivated - mustChangePassword;
  return [
    `${counted(canSignIn, 'user')} can sign in`,
    ...(mustChangePassword > 0
      ? [`${counted(mustChangePassword, 'user')} can, and must change the password first`]
      : []),
    ...(notActivated > 0 ? [`${counted(notActivated, 'user')} cannot: not activated`] : []),
    ...(generatedPasswords > 0 ? [`${counted(generatedPasswords, 'user')} with a generated password`] : []),
  ];
}

function idLine({ number: numbers, string: texts, generated }: SettledCounts['ids']): string {
  const parts = [
    ...(numbers > 0
      ? [`${counted(numbers, 'number')} (many verifiers of tokens refuse them: --id-type string)`]
      : []),
    ...(texts > 0 ? [counted(texts, 'text')] : []),
    ...(generated > 0 ? [`${figure(generated)} made anew`] : []),
  ];
  return `ids: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
}

/** The survey in lines. */
export function surveyLines(survey: Survey): string[] {
  const { settled } = survey;
  const formats = [...survey.hashFormats].sort(([, a], [, b]) => b - a);
  return [
    ...accountLines(settled),
    ...(settled.renamed > 0
      ? [
          `${counted(settled.renamed, 'name')} stored in another form, which the sign-in makes of what is typed`,
        ]
      : []),
    ...(survey.skipped > 0 ? [`${counted(survey.skipped, 'row')} left out: no users`] : []),
    idLine(settled.ids),
    '',
    ...table(
      ['rows', 'password hash'],
      formats.map(([format, count]) => [figure(count), format]),
    ),
    ...(survey.reasons.length === 0
      ? []
      : [
          '',
          ...table(
            ['rejected', 'why', 'where'],
            survey.reasons.map(reason => [
              figure(reason.count),
              reason.column === null ? reason.reason : `column ${reason.column} ${reason.reason}`,
              placesOf(reason, survey.unit),
            ]),
          ),
        ]),
  ];
}

/** The survey for programs. */
export function surveyData({ kind, rows, skipped, settled, hashFormats, unit, reasons }: Survey): object {
  return {
    kind,
    rows,
    skipped,
    can_sign_in: settled.accepted - settled.notActivated - settled.mustChangePassword,
    must_change_password: settled.mustChangePassword,
    not_activated: settled.notActivated,
    generated_passwords: settled.generatedPasswords,
    renamed: settled.renamed,
    ids: settled.ids,
    hash_formats: Object.fromEntries(hashFormats),
    unit,
    reasons,
  };
}
