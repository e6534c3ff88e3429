/**
 * DatePoll (Lumen): its table `users` as CSV. The columns: DatepollSystems/DatePoll-Backend-PHP,
 * 2000_01_01_000000_create_users_table.php. Its hashes are `$2y$10$` of the password with the id after it
 * (`resetPasswordAfterForgotPassword` in AuthController.php).
 */
import { hasColumns, type SourceKind } from './source-kind.ts';

export const datepoll: SourceKind = {
  name: 'datepoll',
  recognises: columns => hasColumns(columns, 'username', 'force_password_change', 'member_number', 'surname'),
  columns: {
    username: 'username',
    id: 'id',
    password: 'password',
    activated: 'activated',
    force_password_change: 'force_password_change',
  },
  passwordInput: 'password+id',
};
