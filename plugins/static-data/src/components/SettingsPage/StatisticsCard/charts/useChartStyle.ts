import { useTheme } from '@material-ui/core/styles';

/** Colours and fonts of charts, from the theme in force. */
export function useChartStyle() {
  const { palette, typography } = useTheme();
  const text = {
    fontFamily: typography.fontFamily,
    fontSize: 12,
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
    tick: { ...text, fill: palette.text.secondary },
    axisLine: { stroke: palette.divider },
    tooltip: {
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
