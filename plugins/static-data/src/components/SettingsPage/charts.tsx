import {
  SyncStatisticsPeriod,
  SyncTrendPoint,
} from '@internal/plugin-static-data-common';
import { useTheme } from '@material-ui/core/styles';
import { useId } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount } from '../../lib/formatting';
import {
  AXIS_STEPS,
  CHART_HEIGHT,
  describeBucket,
  GrowthSeries,
  labelBucket,
} from './chartData';

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

/** A line that follows the number of entities. */
export function EntityGrowthChart(props: {
  series: GrowthSeries;
  period: SyncStatisticsPeriod;
  name: string;
}) {
  const { series, period, name } = props;
  const { colors, axis, timeAxis, tooltip } = useChartStyle(period);
  const countedPoints = series.points.filter(p => p.count !== null).length;

  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <LineChart
        data={series.points}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke={colors.grid} />
        <XAxis {...timeAxis} />
        <YAxis
          {...axis}
          domain={series.domain}
          tickCount={AXIS_STEPS + 1}
          allowDecimals={false}
          tickFormatter={formatCount}
          width={56}
        />
        <Tooltip {...tooltip} />
        <Line
          dataKey="count"
          name={name}
          // the number holds until the next sync
          type="stepAfter"
          stroke={colors.line}
          strokeWidth={2}
          // a single point is no line, and would not be seen
          dot={countedPoints === 1}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

/** How charts over the buckets of a period look, by the theme in force. */
function useChartStyle(period: SyncStatisticsPeriod) {
  const { palette, typography } = useTheme();
  const text = { fontFamily: typography.fontFamily, fontSize: 12 };
  const axis = {
    tick: { ...text, fill: palette.text.secondary },
    axisLine: { stroke: palette.divider },
    tickLine: { stroke: palette.divider },
  };
  return {
    colors: {
      success: palette.status.ok,
      partial: palette.status.warning,
      failure: palette.status.error,
      line:
        palette.type === 'dark' ? palette.primary.light : palette.primary.main,
      background: palette.background.paper,
      grid: palette.divider,
    },
    axis,
    timeAxis: {
      ...axis,
      dataKey: 'date',
      tickFormatter: (date: string) => labelBucket(date, period),
      minTickGap: 16,
    },
    tooltip: {
      labelFormatter: (date: unknown) => describeBucket(String(date), period),
      contentStyle: {
        ...text,
        backgroundColor: palette.background.paper,
        border: `1px solid ${palette.divider}`,
      },
      labelStyle: { color: palette.text.primary },
      itemStyle: { color: palette.text.primary },
      cursor: { fill: palette.action.hover, stroke: palette.divider },
    },
    legend: { wrapperStyle: text, color: palette.text.primary },
  };
}
