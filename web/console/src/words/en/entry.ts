import type { Same } from '..';
import type { entry as zh } from '../zh/entry';

export const entry: Same<typeof zh> = {
  title: 'Sign in',
  sentence: 'Treat every user as an old friend.',
  email: 'E-mail',
  password: 'Password',
  forgot: 'Forgot it? Ask an administrator',
  signIn: 'Go in',
  signingIn: 'Going in…',
  onThisMachine: 'Data stays on this machine',
};
