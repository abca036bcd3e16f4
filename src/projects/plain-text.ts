import { ValidateBy } from 'class-validator';

/** A text of so many characters (as PostgreSQL counts them) that can be stored: no NUL, and not only white space when it must not be empty. */
export function PlainText(minimum: number, maximum: number): PropertyDecorator {
  return ValidateBy({
    name: 'plainText',
    constraints: [minimum, maximum],
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'string' || value.includes('\0')) return false;
        const length = [...value].length;
        return length <= maximum && (minimum === 0 || (length >= minimum && value.trim() !== ''));
      },
      defaultMessage: () => `must be a text of ${minimum} to ${maximum} characters`,
    },
  });
}
