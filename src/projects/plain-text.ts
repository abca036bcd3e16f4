import { ValidateBy, type ValidationOptions } from 'class-validator';

/** A text of so many characters (as PostgreSQL counts them) that can be stored: no NUL, no half of a surrogate pair, and not only white space when it must not be empty. */
export function PlainText(minimum: number, maximum: number, options?: ValidationOptions): PropertyDecorator {
  const rule: Parameters<typeof ValidateBy>[0] = {
    name: 'plainText',
    constraints: [minimum, maximum],
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'string' || /[\0\p{Cs}]/u.test(value)) return false;
        const length = [...value].length;
        return length <= maximum && (minimum === 0 || (length >= minimum && value.trim() !== ''));
      },
      defaultMessage: () => `must be a text of ${minimum} to ${maximum} characters`,
    },
  };
  return ValidateBy(rule, options);
}
