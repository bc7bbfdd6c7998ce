import {
  SyncStatisticsPeriod,
  SyncTrendPoint,
} from '@internal/plugin-static-data-common';
import { useId } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { CHART_HEIGHT } from '../ChartFigure';
import { useChartStyle } from './useChartStyle';

/** Stacked bars: one for each bucket of time, one colour for each outcome. */
export function SyncTrendChart(props: {
  points: SyncTrendPoint[];
  period: SyncStatisticsPeriod;
  names: { success: string; partial: string; failure: string };
}) {
  const { points, period, names } = props;
  const { colors, axis, timeAxis, tooltip, legend } = useChartStyle(period);
  // useId wraps its ids in colons, which url(#…) does not take
  const stripesId = `stripes-${useId().replace(/:/g, '')}`;
  const bar = {
    stackId: 'outcome',
    stroke: colors.background,
    maxBarSize: 40,
    isAnimationActive: false,
  };

  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <BarChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
        <defs>
          {/* told from success by more than its colour */}
          <pattern
            id={stripesId}
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={6} height={6} fill={colors.background} />
            <rect width={4} height={6} fill={colors.partial} />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke={colors.grid} />
        <XAxis {...timeAxis} />
        <YAxis {...axis} allowDecimals={false} width={40} />
        <Tooltip {...tooltip} />
        <Legend
          wrapperStyle={legend.wrapperStyle}
          formatter={name => (
            <span style={{ color: legend.color }}>{name}</span>
          )}
        />
        <Bar
          {...bar}
          dataKey="success"
          name={names.success}
          fill={colors.success}
        />
        <Bar
          {...bar}
          dataKey="partial"
          name={names.partial}
          fill={`url(#${stripesId})`}
        />
        <Bar
          {...bar}
          dataKey="failure"
          name={names.failure}
          fill={colors.failure}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
