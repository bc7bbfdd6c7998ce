import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { commitUrl, pullRequestName, shortRevision } from '../../lib/source';
import { Fact } from './facts';
import { WebLink } from './links';

/** Which pull request a preview was of, and what it was compared with. */
export function PullRequestFacts(props: {
  sync: Pick<SyncHistoryRecord, 'pullRequest' | 'configSnapshot'>;
}) {
  const { pullRequest, configSnapshot } = props.sync;
  const { t } = useStaticDataTranslation();
  if (!pullRequest) {
    return null;
  }
  const { base, title, url } = pullRequest;
  return (
    <>
      <Fact label={t('pullRequests.one')}>
        <WebLink to={url}>
          {pullRequestName(pullRequest, configSnapshot.hostType)} {title}
        </WebLink>
      </Fact>
      {base && (
        <Fact label={t('pullRequests.comparedWith')}>
          {t('pullRequests.mergeBase')}{' '}
          <WebLink to={commitUrl({ revision: base, configSnapshot })}>
            <code title={base}>{shortRevision(base)}</code>
          </WebLink>
          <div>{t('pullRequests.mergeBaseMeaning')}</div>
        </Fact>
      )}
    </>
  );
}
