import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncConfiguration,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { branchUrl, hasBranches } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { Revision } from '../../common';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body1,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(4),
    rowGap: theme.spacing(0.5),
    margin: theme.spacing(0, 0, 2),
  },
  fact: {
    display: 'flex',
    gap: theme.spacing(1),
    minWidth: 0,
  },
  label: {
    // The secondary colour is too faint on the background of a page, 4.47 to 1.
    color: theme.palette.text.primary,
    opacity: 0.75,
  },
  value: {
    margin: 0,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
}));

/** Which version of which source the catalog shows. */
export function SourceFacts(props: {
  configuration: SyncConfiguration;
  /** The sync that brought what the catalog shows. */
  shownSync?: SyncHistoryRecord;
}) {
  const { configuration, shownSync } = props;
  const { repository, branch, url } = configuration;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const isRepository = hasBranches(configuration);

  return (
    <dl className={classes.list}>
      <SourceFact label={t('source.repository')}>
        <TextLink to={url}>{repository}</TextLink>
      </SourceFact>
      {isRepository && (
        <SourceFact label={t('source.branch')}>
          <TextLink to={branchUrl(configuration)}>{branch}</TextLink>
        </SourceFact>
      )}
      <SourceFact
        label={isRepository ? t('source.commit') : t('source.revision')}
      >
        {shownSync ? <Revision sync={shownSync} /> : t('source.none')}
      </SourceFact>
    </dl>
  );
}

function SourceFact(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>{props.children}</dd>
    </div>
  );
}

function TextLink(props: { to?: string; children: string }) {
  const { to, children } = props;
  return to ? <Link to={to}>{children}</Link> : <>{children}</>;
}
