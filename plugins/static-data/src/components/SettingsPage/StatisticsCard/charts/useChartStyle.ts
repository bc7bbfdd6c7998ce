import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';
import { useTheme } from '@material-ui/core/styles';
import { describeBucket, labelBucket } from '../buckets';

/** How charts over the buckets of a period look, by the theme in force. */
export function useChartStyle(period: SyncStatisticsPeriod) {
  const { palette, typography } = useTheme();
  const text = {
    fontFamily: typography.fontFamily,
    fontSize: 12,
  };
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
    legend: {
      wrapperStyle: text,
      color: palette.text.primary,
    },
  };
}
