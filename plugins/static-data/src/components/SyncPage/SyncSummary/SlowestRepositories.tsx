import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RepositoryTimings } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { countParams, formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { DurationBars } from './DurationBars';

const COLLAPSED_LENGTH = 5;

/** The repositories whose build files took the longest. */
export function SlowestRepositories(props: {
  repositories: RepositoryTimings;
}) {
  const { count, slowest } = props.repositories;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const [expanded, setExpanded] = useState(false);
  const spans = slowest.map(({ repository, fetchMs, parseMs }) => ({
    label: repository,
    durationMs: fetchMs + parseMs,
  }));
  return (
    <>
      <DurationBars
        spans={expanded ? spans : spans.slice(0, COLLAPSED_LENGTH)}
        totalMs={Math.max(0, ...spans.map(({ durationMs }) => durationMs))}
      />
      <Typography variant="body2" color="textSecondary">
        {t('syncPage.repositoriesAsked', countParams(count))}
      </Typography>
      {spans.length > COLLAPSED_LENGTH && (
        <Button
          size="small"
          aria-expanded={expanded}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded
            ? t('findings.showFewer')
            : t('findings.showAll', { total: formatCount(spans.length) })}
        </Button>
      )}
    </>
  );
}
