import { applyDecorators } from '@nestjs/common';
import { isEmail, IsString, Length, Matches, MaxLength, ValidateBy, type ValidationOptions } from 'class-validator';

/** One line of text: not blank, no control characters. */
export const IsLine = (max = 200) =>
  applyDecorators(
    IsString(),
    Length(1, max),
    Matches(/^[^\p{Cc}\p{Cs}]*[^\s\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$/u, {
      message: 'must be one line of text without control characters',
    }),
  );

export const IsEmailAddress = () =>
  applyDecorators(
    ValidateBy({
      name: 'isEmailAddress',
      validator: {
        // The library throws on half a surrogate pair.
        validate: (value) => typeof value === 'string' && !/\p{Cs}/u.test(value) && isEmail(value),
        defaultMessage: () => '$property must be an email',
      },
    }),
    MaxLength(254),
  );
/** A zone by its name, old names too: browsers differ in what they call India's. No offset: those know no summer time. */
export const IsTimeZone = () =>
  applyDecorators(
    ValidateBy({
      name: 'isTimeZone',
      validator: {
        validate: (value) => typeof value === 'string' && isTimeZone(value),
        defaultMessage: () => '$property must be an IANA time zone',
      },
    }),
    MaxLength(64),
  );

/**
 * Names of the IANA database that are no place. JavaScript knows more, such as CAT, of which the database knows nothing, or what
 * is another place to it: then whatever it computes in that zone fails for everybody who is asked about.
 */
const placeless = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET'];
const foreign = /^(SystemV\/.*|US\/Pacific-New)$/i;

export function isTimeZone(name: string): boolean {
  if (foreign.test(name) || (name.length === 3 && !placeless.includes(name.toUpperCase()))) return false;
  if (!/^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*){0,2}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A language by BCP 47. */
export const IsLanguage = (options?: ValidationOptions) =>
  ValidateBy(
    {
      name: 'isLanguage',
      validator: {
        validate: (value) => typeof value === 'string' && languageOf(value) !== null,
        defaultMessage: () => 'each of $property must be a language by BCP 47, such as de-CH',
      },
    },
    options,
  );

/** `de-ch` → `de-CH`; null when it is no language tag. */
export function languageOf(tag: string): string | null {
  if (tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** Ids and tokens are checked for what they are later; this keeps novels out. */
export const IsToken = () => applyDecorators(IsString(), MaxLength(200));

/** Two spellings of one address are one member. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();
