import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, validate } from 'class-validator';
import { ClientFault } from '../fault.js';
import { fieldFaults } from '../graphql/errors.js';

type InputClass = new () => object;

/**
 * Checks inputs by the decorators of their class. Nest's own pipe makes a deep copy of a value first; labels may be
 * megabytes, and GraphQL has built the value for this request alone. So inputs without nested classes get their class
 * and keep their content.
 */
export class InputValidationPipe extends ValidationPipe {
  private readonly isFlat = new Map<InputClass, boolean>();

  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: false,
      transform: true,
      stopAtFirstError: false,
      exceptionFactory: (errors) => ClientFault.invalidFields(fieldFaults(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const type = metadata.metatype as InputClass | undefined;
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!type || !isPlain || !this.toValidate(metadata) || !this.flat(type)) return super.transform(value, metadata);
    const input = Object.assign(new type(), value);
    const errors = await validate(input, this.validatorOptions);
    if (errors.length > 0) throw ClientFault.invalidFields(fieldFaults(errors));
    return input;
  }

  /** Has rules, and none of them about a class inside. */
  private flat(type: InputClass): boolean {
    let answer = this.isFlat.get(type);
    if (answer === undefined) {
      const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
      answer = rules.length > 0 && rules.every((rule) => rule.type !== 'nestedValidation');
      this.isFlat.set(type, answer);
    }
    return answer;
  }
}
