import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount } from '../../../../lib/formatting';
import { CHART_HEIGHT } from '../ChartFigure';
import { AXIS_STEPS, GrowthSeries } from '../growthSeries';
import { useChartStyle } from './useChartStyle';

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
