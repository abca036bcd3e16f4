export { campaignInMemory, defaultCampaign, type CampaignPolicy, type CampaignResult } from './campaign-in-memory.js';
export { qualityOfSeeds } from './quality-of-seeds.js';
export type { LotFigures, QualityFigures, Share, WorkFigures } from './quality-figures.js';
export { toldQuality } from './quality.text.js';
export { type ForecastFigures, forecastsOfSeeds, toldForecasts } from './forecast/forecasts-of-seeds.js';
