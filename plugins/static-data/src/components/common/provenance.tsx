import {
  ChangeCommit,
  ChangeProvenance,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { commitUrl, compareUrl, shortRevision } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { AbsoluteTime, Fact } from './facts';
import { WebLink } from './links';
import { PLAIN_LIST } from './styles';

const useStyles = makeStyles({ list: { ...PLAIN_LIST } });

interface ProvenanceProps {
  provenance: ChangeProvenance;
  configSnapshot: SyncConfigSnapshot;
}

/** Where a change comes from: commits, build file and comparison. */
export function ProvenanceFacts(props: ProvenanceProps) {
  const { provenance } = props;
  const { commits, commitCount = 0, scope = 'record', buildFile } = provenance;
  const { t, formatCount } = useStaticDataTranslation();
  const label = commits?.length
    ? t(`provenance.${scope}`, {
        count: commitCount,
        formatted: formatCount(commitCount),
      })
    : t('provenance.commits');
  return (
    <>
      {buildFile && (
        <Fact label={t('provenance.buildFile')}>
          <code>{buildFile}</code>
        </Fact>
      )}
      {!(buildFile && commits?.length === 0) && (
        <Fact label={label}>
          <Provenance {...props} />
        </Fact>
      )}
    </>
  );
}

/** The commits that a change comes from, or what is known in their place. */
export function Provenance(props: ProvenanceProps) {
  const { provenance, configSnapshot } = props;
  const { commits, commitCount = 0 } = provenance;
  const { t, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const from = shortRevision(provenance.from);
  const to = shortRevision(provenance.to);
  const comparison = compareUrl(configSnapshot, {
    from: provenance.from,
    to: provenance.to,
    isStraight: commits !== undefined,
  });
  const unnamed = commitCount - (commits?.length ?? 0);
  return (
    <>
      {!commits && t('provenance.between', { from, to })}
      {commits?.length === 0 && t('provenance.none', { from, to })}
      {commits && commits.length > 0 && (
        <ul className={classes.list}>
          {commits.map(commit => (
            <li key={commit.id}>
              <CommitLine commit={commit} configSnapshot={configSnapshot} />
            </li>
          ))}
          {unnamed > 0 && (
            <li>
              {t('provenance.more', {
                count: unnamed,
                formatted: formatCount(unnamed),
              })}
            </li>
          )}
        </ul>
      )}
      {comparison && provenance.from !== provenance.to && (
        <div>
          <WebLink to={comparison}>
            {t('provenance.compare', { from, to })}
          </WebLink>
        </div>
      )}
    </>
  );
}

/** A commit: what it did, and who made it when. */
export function CommitLine(props: {
  commit: ChangeCommit;
  configSnapshot: SyncConfigSnapshot;
}) {
  const { commit, configSnapshot } = props;
  const { id, subject, author, time } = commit;
  const { t } = useStaticDataTranslation();
  return (
    <>
      <WebLink to={commitUrl({ revision: id, configSnapshot })}>
        <code title={id}>{shortRevision(id)}</code>
      </WebLink>{' '}
      {author ? t('provenance.commit', { subject, author }) : subject}
      {time && (
        <>
          {', '}
          <AbsoluteTime time={time} />
        </>
      )}
    </>
  );
}
