import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { KeyboardEvent, useRef, useState } from 'react';
import { staticDataTranslationRef } from '../../../translation';
import { SyncMark } from './SyncMark';

/** Pixels. */
export const STRIP_HEIGHT = 72;

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    // the newest is first in the document and stands right, and what is older than there is
    // room for can be scrolled to
    flexDirection: 'row-reverse',
    gap: 2,
    height: STRIP_HEIGHT,
    margin: 0,
    // keeps the marks' focus rings whole
    padding: 3,
    overflowX: 'auto',
    overflowY: 'hidden',
    listStyle: 'none',
  },
  place: {
    display: 'flex',
    flex: '1 0 8px',
    maxWidth: 40,
  },
});

/** One mark for each sync, newest right; the keyboard stops at one, and goes on by arrow keys. */
export function SyncStrip(props: {
  /** Newest first. */
  syncs: SyncHistoryRecord[];
}) {
  const { syncs } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const [reachedId, setReachedId] = useState<string>();
  const longestMs = Math.max(...syncs.map(({ durationMs }) => durationMs));
  const reached = Math.max(
    0,
    syncs.findIndex(({ id }) => id === reachedId),
  );

  const goTo = (index: number) =>
    list.current?.querySelectorAll('a').item(index).focus();
  const onKeyDown = (event: KeyboardEvent) => {
    const oldest = syncs.length - 1;
    const targets: Record<string, number> = {
      ArrowLeft: Math.min(oldest, reached + 1),
      ArrowRight: Math.max(0, reached - 1),
      Home: oldest,
      End: 0,
    };
    if (event.key in targets) {
      event.preventDefault();
      goTo(targets[event.key]);
    }
  };

  return (
    // the marks in the list take the keys and pass them on
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={list}
      className={classes.strip}
      aria-label={t('recentSyncs.strip')}
      onKeyDown={onKeyDown}
    >
      {syncs.map((sync, index) => (
        <li key={sync.id} className={classes.place}>
          <SyncMark
            sync={sync}
            longestMs={longestMs}
            isTabStop={index === reached}
            onFocus={() => setReachedId(sync.id)}
          />
        </li>
      ))}
    </ul>
  );
}
