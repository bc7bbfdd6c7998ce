import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { useTheme } from '@material-ui/core/styles';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { AXIS_STEPS, CHART_HEIGHT, GrowthSeries } from './chartData';

export function EntityGrowthChart(props: {
  series: GrowthSeries;
  period: SyncStatisticsPeriod;
  name: string;
}) {
  const { series, period, name } = props;
  const { formatCount } = useStaticDataTranslation();
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
          // a single point does not make a line
          dot={countedPoints === 1}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

/** Chart styles from the current theme. */
function useChartStyle(period: SyncStatisticsPeriod) {
  const { palette, typography } = useTheme();
  const { formatTimeZone, labelBucket, describeBucket } =
    useStaticDataTranslation();
  const text = { fontFamily: typography.fontFamily, fontSize: 12 };
  const axis = {
    tick: { ...text, fill: palette.text.secondary },
    axisLine: { stroke: palette.divider },
    tickLine: { stroke: palette.divider },
  };
  return {
    colors: {
      line:
        palette.type === 'dark' ? palette.primary.light : palette.primary.main,
      grid: palette.divider,
    },
    axis,
    timeAxis: {
      ...axis,
      dataKey: 'date',
      tickFormatter: (date: string) => labelBucket(date, period),
      minTickGap: 16,
      height: 44,
      label: {
        ...text,
        // days are those of UTC
        value: period === '24h' ? formatTimeZone() : 'UTC',
        position: 'insideBottomRight' as const,
        fill: palette.text.secondary,
      },
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
  };
}
