import { RiskLevel } from '@accompany/contracts/common/v1/common';

/** Missing data is unknown, never low. */
export const stated = (risk: RiskLevel): RiskLevel => (risk === RiskLevel.RISK_LEVEL_UNSPECIFIED ? RiskLevel.RISK_LEVEL_UNKNOWN : risk);

/** The levels are numbered from unknown to high. */
export const isHigher = (risk: RiskLevel, than: RiskLevel): boolean => stated(risk) > stated(than);
