export * from './forecast.types.js';
export { drawsFor, forecastOf, horizonDays } from './forecast.rules.js';
export * from './presence.rules.js';
export { asIf, type WhatIf } from './what-if.rules.js';
export { ForecastService } from './forecast.service.js';
