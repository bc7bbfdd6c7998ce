import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  Scorecard,
  SCORECARD_WEEKS,
  ScorecardFinding,
  ScorecardSource,
  ScorecardTrendPoint,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useLoader } from '../hooks/useLoader';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { syncRouteRef } from '../routes';
import { Fact, FactList } from './common/facts';
import { FocusKeeper } from './common/FocusKeeper';
import { IconLabel } from './common/labels';
import { EntityLink, SourceLink, SourcePlace } from './common/links';
import { LoadAlert } from './common/loading';
import { PLAIN_LIST, useDividedListStyles } from './common/styles';
import { DataAge } from './steering/SteeringWords';

/** So many findings are read on a card; the pages of the syncs have all of them. */
const SHOWN_FINDINGS = 5;

/** Pixels. */
const TREND_HEIGHT = 40;

/** What is wrong with what a group owns, what was new and what was fixed, and how fresh that is. */
export const EntityScorecardCard = () => {
  const { entity } = useEntity();
  const { t } = useStaticDataTranslation();
  const owner = stringifyEntityRef(entity);
  const loader = useLoader(
    async api => (await api.getScorecards({ owner, limit: 1 })).scorecards,
    [owner],
  );
  const { value, error } = loader;
  const scorecard = value?.at(0);
  return (
    <EntityInfoCard title={t('scorecard.title')}>
      <FocusKeeper>
        {!value && !error && <Progress aria-label={t('scorecard.loading')} />}
        {value && !scorecard && (
          <Typography color="textSecondary">{t('scorecard.none')}</Typography>
        )}
        {scorecard && <ScorecardContent scorecard={scorecard} />}
        <LoadAlert loader={loader} />
      </FocusKeeper>
    </EntityInfoCard>
  );
};

function ScorecardContent(props: { scorecard: Scorecard }) {
  const { scorecard } = props;
  const { entityCount, errorCount, warningCount, newCount, fixedCount } =
    scorecard;
  const { t, formatCount } = useStaticDataTranslation();
  const weeks = { weeks: String(SCORECARD_WEEKS) };
  return (
    <>
      <FactList layout="figures">
        <Fact label={t('scorecard.errors')}>{formatCount(errorCount)}</Fact>
        <Fact label={t('scorecard.warnings')}>{formatCount(warningCount)}</Fact>
        <Fact label={t('scorecard.new', weeks)}>{formatCount(newCount)}</Fact>
        <Fact label={t('scorecard.fixed', weeks)}>
          {formatCount(fixedCount)}
        </Fact>
        <Fact label={t('scorecard.entities')}>{formatCount(entityCount)}</Fact>
      </FactList>
      {newCount + fixedCount > 0 && <Trend trend={scorecard.trend} />}
      <Findings scorecard={scorecard} />
      <FactList>
        {scorecard.sources.map(source => (
          <Fact
            key={source.source}
            label={
              scorecard.sources.length > 1 ? (
                <SourceLink sourceId={source.source} />
              ) : (
                t('lastSync.dataAsOf')
              )
            }
          >
            <Freshness source={source} owner={scorecard.owner} />
          </Fact>
        ))}
      </FactList>
    </>
  );
}

const useTrendStyles = makeStyles(theme => ({
  root: { margin: theme.spacing(2, 0) },
  list: { ...PLAIN_LIST, display: 'flex', maxWidth: '20rem' },
  week: { flex: '1 1 0', minWidth: 0 },
  half: { display: 'flex', height: TREND_HEIGHT / 2, padding: '0 2px' },
  new: {
    alignItems: 'flex-end',
    borderBottom: `1px solid ${theme.palette.divider}`,
    '& > span': { backgroundColor: theme.palette.status.warning },
  },
  fixed: { '& > span': { backgroundColor: theme.palette.status.ok } },
  bar: { width: '100%', minHeight: 3 },
}));

/** What was new above a line, and what was fixed below it, week by week. */
function Trend(props: { trend: ScorecardTrendPoint[] }) {
  const { trend } = props;
  const { t, formatCount, labelBucket } = useStaticDataTranslation();
  const classes = useTrendStyles();
  const highest = Math.max(...trend.flatMap(week => [week.new, week.fixed]));
  return (
    <div className={classes.root}>
      <Typography variant="body2" color="textSecondary">
        {t('scorecard.trendLegend')}
      </Typography>
      {/* time runs from left to right */}
      <ol dir="ltr" className={classes.list} aria-label={t('scorecard.trend')}>
        {trend.map(week => {
          const words = t('scorecard.week', {
            date: labelBucket(week.date, '90d'),
            new: formatCount(week.new),
            fixed: formatCount(week.fixed),
          });
          return (
            <li key={week.date} className={classes.week}>
              <div role="img" aria-label={words} title={words}>
                {(['new', 'fixed'] as const).map(state => (
                  <div
                    key={state}
                    className={`${classes.half} ${classes[state]}`}
                  >
                    {week[state] > 0 && (
                      <span
                        className={classes.bar}
                        style={{ height: `${(100 * week[state]) / highest}%` }}
                      />
                    )}
                  </div>
                ))}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const useStyles = makeStyles(theme => ({
  findings: { margin: theme.spacing(2, 0) },
  place: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
}));

function Findings(props: { scorecard: Scorecard }) {
  const { errorCount, warningCount, findings } = props.scorecard;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const listClasses = useDividedListStyles();
  const shown = findings.slice(0, SHOWN_FINDINGS);
  const more = errorCount + warningCount - shown.length;
  return (
    <div className={classes.findings}>
      {shown.length === 0 && (
        <IconLabel icon="ok">{t('scorecard.noFindings')}</IconLabel>
      )}
      {shown.length > 0 && (
        <ul className={listClasses.list} aria-label={t('scorecard.findings')}>
          {shown.map((finding, index) => (
            // findings have no ids
            // eslint-disable-next-line react/no-array-index-key
            <li key={index} className={listClasses.item}>
              <FindingSummary finding={finding} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('scorecard.more', countParams(more))}
        </Typography>
      )}
    </div>
  );
}

function FindingSummary(props: { finding: ScorecardFinding }) {
  const { severity, code, message, hint, file, line, entity } = props.finding;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <>
      <Typography variant="body2" component="div">
        <IconLabel icon={severity}>
          {t(`scorecard.severities.${severity}`)}
        </IconLabel>{' '}
        <code>{code}</code>
      </Typography>
      <Typography variant="body2">{message}</Typography>
      <Typography variant="body2" component="div" className={classes.place}>
        {file && <SourcePlace file={file} line={line} />}
        {entity && <EntityLink entityRef={entity} />}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {hint}
      </Typography>
    </>
  );
}

/** Of when the data of a source is, and where all findings are that it has for the owner. */
function Freshness(props: { source: ScorecardSource; owner: string }) {
  const { source, owner } = props;
  const { dataAsOf, syncId, pin } = source;
  const { t } = useStaticDataTranslation();
  const toSync = useRouteRef(syncRouteRef);
  if (dataAsOf === null || syncId === null) {
    return <>{t('scorecard.never')}</>;
  }
  const filters = new URLSearchParams({ tab: 'findings', owner });
  return (
    <>
      <DataAge dataAsOf={dataAsOf} pin={pin} />
      {' · '}
      {/* beside words, colour alone would not tell a link */}
      <Link to={`${toSync({ syncId })}?${filters}`} underline="always">
        {t('scorecard.allFindings')}
      </Link>
    </>
  );
}
