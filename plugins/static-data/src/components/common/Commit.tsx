import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncCommit } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { staticDataTranslationRef } from '../../translation';
import { AbsoluteTime } from './Timestamp';

const useStyles = makeStyles({
  body: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    margin: 0,
    maxHeight: '12rem',
    overflow: 'auto',
    fontFamily: 'inherit',
  },
});

/** Who made a commit, when, and why: the first line of the message, the others on demand. */
export function Commit(props: { commit: SyncCommit }) {
  const { author, message, time } = props.commit;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const [subject, ...rest] = message.split('\n');
  const body = rest.join('\n').trim();
  return (
    <>
      <div>{subject}</div>
      <div>
        {author && t('sync.commitBy', { author })}
        {author && time && ', '}
        {time && <AbsoluteTime time={time} />}
      </div>
      {body && (
        <details>
          <summary>{t('sync.commitMessage')}</summary>
          <pre className={classes.body}>{body}</pre>
        </details>
      )}
    </>
  );
}
